import ECGExchange
import Foundation

/// Runs an ONNX graph as the operators' definitions say, number by number in double precision, with
/// nothing of the program's own engine.
struct PlainONNX {
  private let graph: ONNXGraphProto

  struct Missing: Error {
    let what: String
  }

  init(_ graph: ONNXGraphProto) { self.graph = graph }

  /// What the graph's only output is for its only input.
  func callAsFunction(_ input: PlainTensor) throws -> PlainTensor {
    var tensors = [graph.input[0].name: input]
    for constant in graph.initializer { tensors[constant.name] = Self.tensor(constant) }
    for node in graph.node {
      let inputs = try node.input.map { name in
        guard let tensor = tensors[name] else { throw Missing(what: name) }
        return tensor
      }
      if ["GRU", "LSTM"].contains(node.opType), let width = inputs[2].shape.last {
        let states = Self.recurrent(node, inputs, units: width)
        for (name, tensor) in zip(node.output, [states.all, states.end]) { tensors[name] = tensor }
      } else {
        tensors[node.output[0]] = try Self.run(node, inputs)
      }
    }
    guard let output = tensors[graph.output[0].name] else { throw Missing(what: "output") }
    return output
  }

  private static func tensor(_ constant: ONNXTensorProto) -> PlainTensor {
    let isFloat = constant.dataType == 1
    let values = constant.rawData.withUnsafeBytes { bytes in
      (0..<bytes.count / (isFloat ? 4 : 8)).map { index in
        isFloat
          ? Double(bytes.loadUnaligned(fromByteOffset: index * 4, as: Float.self))
          : Double(bytes.loadUnaligned(fromByteOffset: index * 8, as: Int64.self))
      }
    }
    return PlainTensor(shape: constant.dims.map(Int.init), values: values)
  }

  private static func run(_ node: ONNXNodeProto, _ x: [PlainTensor]) throws -> PlainTensor {
    func integers(_ name: String) -> [Int] {
      let attribute = node.attribute.first { $0.name == name }
      return attribute.map { $0.ints.isEmpty ? [Int($0.i)] : $0.ints.map(Int.init) } ?? []
    }
    let number = node.attribute.first { $0.type == .float }.map { Double($0.f) } ?? 0
    var axis = integers("axis").first ?? integers("axes").first ?? 0
    if axis < 0 { axis += x[0].shape.count }
    let keeping = integers("keepdims") != [0]
    switch node.opType {
    case "Add": return x[0].joined(x[1], +)
    case "Sub": return x[0].joined(x[1], -)
    case "Mul": return x[0].joined(x[1], *)
    case "Div": return x[0].joined(x[1], /)
    case "Equal": return x[0].joined(x[1]) { $0 == $1 ? 1 : 0 }
    case "Where":
      // Neither branch is less than 0 here.
      return x[0].joined(x[1]) { $0 == 1 ? $1 : -1 }.joined(x[2]) { $0 >= 0 ? $0 : $1 }
    case "Sqrt": return x[0].map { $0.squareRoot() }
    case "Sigmoid": return x[0].map { 1 / (1 + exp(-$0)) }
    case "Tanh": return x[0].map(tanh)
    case "Erf": return x[0].map(erf)
    case "LayerNormalization":
      let axis = x[0].shape.count - 1
      let centered = x[0].joined(x[0].reduced(axis, mean), -)
      let deviation = centered.reduced(axis) { mean($0.map { $0 * $0 }) }
        .map { ($0 + number).squareRoot() }
      return centered.joined(deviation, /).joined(x[1], *).joined(x[2], +)
    case "Relu": return x[0].map { max($0, 0) }
    case "LeakyRelu": return x[0].map { $0 > 0 ? $0 : number * $0 }
    case "ReduceMin": return x[0].reduced(axis) { $0.min() ?? 0 }
    case "ReduceMax": return x[0].reduced(axis) { $0.max() ?? 0 }
    case "ReduceMean": return x[0].reduced(axis, mean)
    case "ReduceLogSumExp": return x[0].reduced(axis, keeping: keeping, logSumExp)
    case "GlobalAveragePool": return x[0].reduced(2, mean)
    case "LogSoftmax": return x[0].joined(x[0].reduced(axis, logSumExp), -)
    case "Softmax": return x[0].joined(x[0].reduced(axis, logSumExp)) { exp($0 - $1) }
    case "Flatten":
      return PlainTensor(
        shape: [x[0].shape[0], x[0].shape[1...].reduce(1, *)], values: x[0].values)
    case "Unsqueeze":
      var shape = x[0].shape
      shape.insert(1, at: Int(x[1].values[0]))
      return PlainTensor(shape: shape, values: x[0].values)
    case "Transpose":
      let order = integers("perm")
      return PlainTensor(shape: order.map { x[0].shape[$0] }) { place in
        x[0][order.indices.map { axis in place[order.firstIndex(of: axis) ?? 0] }]
      }
    case "Concat":
      var shape = x[0].shape
      shape[axis] = x.count
      return PlainTensor(shape: shape) { place in
        var inner = place
        inner[axis] = 0
        return x[place[axis]][inner]
      }
    case "Gemm":
      let sums = PlainTensor(shape: [x[0].shape[0], x[1].shape[1]]) { place in
        (0..<x[1].shape[0]).reduce(0) { $0 + x[0][[place[0], $1]] * x[1][[$1, place[1]]] }
      }
      return x.count > 2 ? sums.joined(x[2], +) : sums
    case "BatchNormalization":
      func channels(_ tensor: PlainTensor) -> PlainTensor {
        PlainTensor(
          shape: tensor.shape + Array(repeating: 1, count: x[0].shape.count - 2),
          values: tensor.values)
      }
      let deviation = channels(x[4]).map { ($0 + number).squareRoot() }
      return x[0].joined(channels(x[3]), -).joined(deviation, /).joined(channels(x[1]), *)
        .joined(channels(x[2]), +)
    case "MaxPool", "AveragePool":
      let (size, step, samples) = (
        integers("kernel_shape")[0], integers("strides")[0], x[0].shape[2]
      )
      let pads = integers("pads") + [0, 0]
      let length = (samples + pads[0] + pads[1] - size) / step + 1
      return PlainTensor(shape: [x[0].shape[0], x[0].shape[1], length]) { place in
        let start = place[2] * step - pads[0]
        let window = (max(0, start)..<min(samples, start + size)).map {
          x[0][[place[0], place[1], $0]]
        }
        if node.opType == "MaxPool" { return window.max() ?? 0 }
        return integers("count_include_pad") == [1]
          ? window.reduce(0, +) / Double(size) : mean(window)
      }
    case "Slice":
      let (start, end, axis) = (Int(x[1].values[0]), Int(x[2].values[0]), Int(x[3].values[0]))
      var shape = x[0].shape
      shape[axis] = end - start
      return PlainTensor(shape: shape) { place in
        var place = place
        place[axis] += start
        return x[0][place]
      }
    case "MatMul": return products(x[0], x[1])
    case "Reshape":
      let sizes = x[1].values.map { Int($0) }
      return PlainTensor(
        shape: sizes.enumerated().map { $1 == 0 ? x[0].shape[$0] : $1 }, values: x[0].values)
    case "Conv":
      return convolution(
        x, pads: integers("pads"), stride: integers("strides").first ?? 1,
        dilation: integers("dilations").first ?? 1, groups: integers("group").first ?? 1)
    default: throw Missing(what: node.opType)
    }
  }

  private static func convolution(
    _ x: [PlainTensor], pads: [Int], stride: Int, dilation: Int, groups: Int
  ) -> PlainTensor {
    let (input, weights) = (x[0], x[1])
    let (before, samples) = (pads.first ?? 0, input.shape[2])
    let reach = (weights.shape[2] - 1) * dilation
    let length = (samples + pads.reduce(0, +) - reach - 1) / stride + 1
    return PlainTensor(shape: [input.shape[0], weights.shape[0], length]) { place in
      var sum = x.count > 2 ? x[2].values[place[1]] : 0
      let first = place[1] / (weights.shape[0] / groups) * weights.shape[1]
      for channel in 0..<weights.shape[1] {
        for tap in 0..<weights.shape[2] {
          let sample = place[2] * stride + tap * dilation - before
          guard 0..<samples ~= sample else { continue }
          sum += input[[place[0], first + channel, sample]] * weights[[place[1], channel, tap]]
        }
      }
      return sum
    }
  }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  private static func logSumExp(_ values: [Double]) -> Double {
    let largest = values.max() ?? 0
    return largest + log(values.reduce(0) { $0 + exp($1 - largest) })
  }
}
