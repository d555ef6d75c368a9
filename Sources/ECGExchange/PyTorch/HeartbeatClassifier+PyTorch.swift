import ECGClassifier
import ECGDatasets
import ECGNeuralNetwork
import ECGSafetensors
import Foundation

/// A classifier of beats as a module of PyTorch: Python that builds it, and its
/// weights, without pickle.
extension HeartbeatClassifier {
  /// The Python of the module.
  ///
  /// - Parameter weights: the name of the file of weights, which lies beside the Python.
  /// - Throws: ``ExportError`` for a network with a layer that has no module in PyTorch.
  func pyTorchModule(weights: String) throws -> String {
    try PyTorchScript(self, weights: weights).text
  }

  /// The bytes of the weights, a safetensors file.
  ///
  /// - Throws: ``ExportError`` for a network with a layer that has no module in PyTorch.
  func pyTorchWeights() throws -> Data {
    var tensors: [String: Safetensors.Tensor] = [:]
    for (index, member) in members.enumerated() {
      let weights = try PyTorchWeights(member.network, prefix: "networks.\(index).")
      tensors.merge(weights.tensors) { first, _ in first }
    }
    if scaler.kind == .standard {
      let mean = scaler.mean.map(Float.init)
      let rest = zip(scaler.mean, mean).map { Float($0 - Double($1)) }
      for (name, values) in [
        ("mean", mean), ("mean_rest", rest), ("scale", scaler.scale.map(Float.init)),
      ] {
        tensors["scaling.\(name)"] = .init(shape: [samplesPerBeat], values: values)
      }
    }
    let facts = ModelFacts.of(self).map { ($0.key, $0.value) }
    return try Safetensors(
      tensors: tensors,
      metadata: Dictionary(uniqueKeysWithValues: facts).merging(["format": "pt"]) { $1 }
    ).encoded()
  }
}
