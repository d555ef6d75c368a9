import ECGSafetensors

extension [String: Safetensors.Tensor] {
  /// A tensor of a network that is written.
  ///
  /// - Throws: ``ExportError`` where the network has none of that name.
  func named(_ name: String) throws -> Safetensors.Tensor {
    guard let tensor = self[name] else {
      throw ExportError(description: "the network has no tensor \(name)")
    }
    return tensor
  }
}
