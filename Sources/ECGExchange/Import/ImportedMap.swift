import ECGNeuralNetwork
import ECGSafetensors

/// A layer that was made of nodes, with its tensors under the names of this program.
struct ImportedLayer {
  /// Tells layers apart: two maps share the layers of the same numbers.
  var number: Int
  var layer: any Layer
  var tensors: [String: Safetensors.Tensor] = [:]
  /// The layers of a residual block.
  var body: [ImportedLayer] = []
}

/// A tensor that flows through a graph, as this program would have it.
struct ImportedMap {
  /// What an axis of the tensor is here. One of size 1 may be `one`, whatever it is meant as.
  enum Axis {
    case batch, samples, channels, features, one
    /// Which way a recurrent layer goes that goes both, and the states of one way:
    /// together its channels.
    case directions, units
  }

  /// The axes of the tensor in the file.
  var axes: [Axis]
  /// The shape of an example here.
  var shape: Shape
  /// For a vector: where the file's numbers are here; nil for the same order.
  var order: [Int]?
  /// The layers that lead to it.
  var layers: [ImportedLayer]
  /// Zeros before the first and after the last sample, which the convolution to come
  /// takes into itself.
  var zeros = Zeros()
  /// Whether a softmax has been taken.
  var isNormalized = false

  struct Zeros: Equatable {
    var before = 0
    var after = 0
  }

  /// The samples, with the zeros around them.
  var samples: Int { shape.rows + zeros.before + zeros.after }

  /// The numbers of a beat, with the zeros around the samples.
  var count: Int { samples * shape.columns }

  /// The size of an axis; nil for the number of beats.
  func size(of axis: Axis) -> Int? {
    switch axis {
    case .batch: nil
    case .samples: samples
    case .channels, .features: shape.columns
    case .one: 1
    case .directions: 2
    case .units: shape.columns / 2
    }
  }

  /// The same with the axes of two directions as the one that they are together here; nil where it
  /// has them otherwise than side by side.
  func mergingDirections() -> ImportedMap? {
    guard let axis = axes.firstIndex(of: .directions), axes.indices.contains(axis + 1),
      axes[axis + 1] == .units
    else { return nil }
    var result = self
    result.axes.replaceSubrange(axis...axis + 1, with: [columnsAxis])
    return result
  }

  /// What the axis of its columns is called.
  var columnsAxis: Axis {
    if case .vector = shape { .features } else { .channels }
  }

  /// Whether an axis holds the columns of the shape: channels or features, or the one
  /// channel there is.
  func isColumns(_ axis: Axis) -> Bool {
    axis == .channels || axis == .features || axis == .one && shape.columns == 1
  }

  /// One number for each column as the file has them, in the order of this program.
  func arranged<Value>(_ values: [Value]) -> [Value] {
    guard let order, order.count == values.count else { return values }
    var arranged = values
    for (index, position) in order.enumerated() { arranged[position] = values[index] }
    return arranged
  }
}

extension [ImportedLayer] {
  /// The layers with their tensors by the names that a ``Network`` has them under.
  func assembled(
    under path: String = "layers"
  ) -> (layers: [any Layer], tensors: [String: Safetensors.Tensor]) {
    var layers: [any Layer] = []
    var tensors: [String: Safetensors.Tensor] = [:]
    for (index, part) in enumerated() {
      for (name, tensor) in part.tensors { tensors["\(path).\(index).\(name)"] = tensor }
      guard part.layer is Residual else {
        layers.append(part.layer)
        continue
      }
      let body = part.body.assembled(under: "\(path).\(index).body")
      tensors.merge(body.tensors) { first, _ in first }
      layers.append(Residual { body.layers })
    }
    return (layers, tensors)
  }
}
