import ECGNeuralNetwork
import ECGSafetensors

/// A network's tensors under the names and in the shapes of PyTorch's modules.
struct PyTorchWeights {
  private let network: Network
  private(set) var tensors: [String: Safetensors.Tensor] = [:]

  /// Takes the tensors of a network.
  ///
  /// - Parameter prefix: what stands before their names, such as `networks.0.`.
  /// - Throws: ``ExportError`` for a layer that has no module.
  init(_ network: Network, prefix: String) throws {
    self.network = network
    try add(network.architecture.layers, from: "layers", as: prefix)
  }

  private mutating func add(_ layers: [any Layer], from path: String, as prefix: String) throws {
    let stored = network.tensors
    for (index, layer) in layers.enumerated() {
      let (path, name) = ("\(path).\(index)", "\(prefix)\(index)")
      switch layer {
      case is Conv1D, is Dense:
        tensors["\(name).weight"] = stored["\(path).weight"]?.reversingAxes()
        tensors["\(name).bias"] = stored["\(path).bias"]
      case is LayerNorm:
        tensors["\(name).weight"] = stored["\(path).scale"]
        tensors["\(name).bias"] = stored["\(path).shift"]
      case is SqueezeExcitation:
        for part in ["reduce", "expand"] {
          tensors["\(name).\(part).weight"] = stored["\(path).\(part).weight"]?.reversingAxes()
          tensors["\(name).\(part).bias"] = stored["\(path).\(part).bias"]
        }
      case is SelfAttention:
        for (part, theirs) in [
          ("weight", "in_proj_weight"), ("bias", "in_proj_bias"),
          ("outputWeight", "out_proj.weight"), ("outputBias", "out_proj.bias"),
        ] {
          tensors["\(name).attention.\(theirs)"] = stored["\(path).\(part)"]?.reversingAxes()
        }
      case is AttentionPool1D:
        tensors["\(name).hidden.weight"] = stored["\(path).weight"]?.reversingAxes()
        tensors["\(name).hidden.bias"] = stored["\(path).bias"]
        tensors["\(name).query.weight"] = stored["\(path).query"]?.reversingAxes()
      case is GRU, is LSTM:
        for (direction, suffix) in [("forward", ""), ("reverse", "_reverse")] {
          for (part, theirs) in [
            ("inputWeight", "weight_ih"), ("recurrentWeight", "weight_hh"),
            ("inputBias", "bias_ih"), ("recurrentBias", "bias_hh"),
          ] {
            tensors["\(name).cells.\(theirs)_l0\(suffix)"] =
              stored["\(path).\(direction).\(part)"]?.reversingAxes()
          }
        }
      case is BatchNorm:
        tensors["\(name).weight"] = stored["\(path).scale"]
        tensors["\(name).bias"] = stored["\(path).shift"]
        tensors["\(name).running_mean"] = stored["\(path).runningMean"]
        tensors["\(name).running_var"] = stored["\(path).runningVariance"]
      case let residual as Residual:
        try add(residual.body, from: "\(path).body", as: "\(name).body.")
        tensors["\(name).shortcut.weight"] = stored["\(path).shortcut.0.weight"]?.reversingAxes()
      default: break
      }
    }
  }
}
