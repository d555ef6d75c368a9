public import ECGClassifier
public import ECGDatasets
import ECGFiles
import ECGNeuralNetwork
import ECGSafetensors
public import Foundation

/// Networks that other tools trained, as classifiers of this program.
public struct ONNXImport: Sendable {
  /// The classes in the order of the file's outputs, by their symbols.
  public var classes: [String]
  /// How beats are brought to scale before they enter the network; not `Scaler.Kind.standard`,
  /// whose numbers no file has.
  public var scaling: Scaler.Kind
  /// The samples of a beat, for a file that leaves them open.
  public var samples: Int?

  /// Creates what a file does not say of itself.
  public init(classes: [String], scaling: Scaler.Kind, samples: Int? = nil) {
    self.classes = classes
    self.scaling = scaling
    self.samples = samples
  }

  /// Reads a 1-D convolutional, residual or recurrent network from an ONNX file.
  ///
  /// The classifier is not calibrated: its probabilities are those that the file's own
  /// softmax gives. Where the classes are those of a task in another order, it has them in
  /// the order of the task.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - path: what to call it in errors.
  /// - Throws: `FileError` that names the node and what of it cannot be taken.
  public func classifier(_ bytes: Data, path: String) throws -> HeartbeatClassifier {
    var importer = ONNXImporter(path: path)
    guard Set(classes).count == classes.count, classes.count > 1 else {
      throw FileError(
        .badData, path: path, "expected two or more different classes, found \(classes)",
        remedy: "Name the classes in the order of its outputs")
    }
    let result = try importer.read(bytes, samples: samples)
    let network = result.network
    guard network.classCount == classes.count else {
      throw FileError(
        .badData, path: path,
        "expected \(classes.count) outputs, one for each class, found \(network.classCount)",
        remedy: "Name the classes in the order of its outputs")
    }
    let task = task
    guard let layers = BeatLayers(network.architecture.layers),
      let scaler = Scaler(scaling, samplesPerBeat: network.inputShape.rows)
    else {
      throw FileError(
        .badData, path: path, "expected scaling that needs no numbers, found \(scaling.rawValue)",
        remedy: "Scale the beats before, and choose none")
    }
    let order = task.classes.map { classes.firstIndex(of: $0.symbol) ?? 0 }
    return HeartbeatClassifier(
      task: task, scaler: scaler,
      members: [
        .init(
          network: try Self.reordered(network, order), history: TrainingHistory(), seed: 0)
      ],
      recipe: .foreign(
        "a network from elsewhere, written by "
          + (result.producer.isEmpty ? "an unknown program" : result.producer),
        layers: layers, scaling: scaling),
      dataFingerprint: "unknown: trained elsewhere", isSynthetic: false)
  }

  /// The task with these classes, in its own order; one of its own for others.
  private var task: BeatTask {
    BeatTask.all.first {
      Set($0.classes.map(\.symbol)) == Set(classes) && $0.classes.count == classes.count
    }
      ?? BeatTask(
        name: "imported", classes: classes.map { BeatTask.Class(symbol: $0, name: $0) })
  }

  /// A network whose outputs stand in another order: output `k` is what output `order[k]` was.
  private static func reordered(_ network: Network, _ order: [Int]) throws -> Network {
    guard order != Array(order.indices) else { return network }
    let path = "layers.\(network.architecture.layers.count - 1)"
    var tensors = network.tensors
    for name in ["\(path).weight", "\(path).bias"] {
      guard let tensor = tensors[name] else { continue }
      var values = tensor.values
      for index in values.indices {
        values[index] =
          tensor.values[index / order.count * order.count + order[index % order.count]]
      }
      tensors[name] = .init(shape: tensor.shape, values: values)
    }
    return try Network(network.architecture, tensors: tensors)
  }
}
