import ECGBoostedTrees
import ECGSafetensors

/// Trees as tensors: their numbers are few and small enough to stand as 32-bit floats without loss.
enum ForestCoding {
  /// The tensors of a forest.
  static let names = [
    "initialScores", "treeClasses", "treeNodeCounts", "nodeFeatures", "nodeThresholds", "nodeLefts",
    "nodeRights", "nodeGains", "leafValues", "leafCovers", "featureCount",
  ]

  static func tensors(of forest: BoostedTrees) -> [String: Safetensors.Tensor] {
    let parts = forest.parts
    let columns: [[Float]] = [
      parts.initialScores, parts.treeClasses.map(Float.init), parts.treeNodeCounts.map(Float.init),
      parts.nodeFeatures.map(Float.init), parts.nodeThresholds, parts.nodeLefts.map(Float.init),
      parts.nodeRights.map(Float.init), parts.nodeGains, parts.leafValues, parts.leafCovers,
      [Float(parts.featureCount)],
    ]
    return Dictionary(
      uniqueKeysWithValues: zip(names, columns).map {
        ($0, Safetensors.Tensor(shape: [$1.count], values: $1))
      })
  }

  /// Reads a forest.
  ///
  /// - Throws: `FileError` where a tensor is missing or damaged.
  static func forest(
    _ tensors: [String: Safetensors.Tensor], of file: MetadataFile
  ) throws -> BoostedTrees {
    func values(_ name: String) throws -> [Float] {
      guard let tensor = tensors[name] else { throw file.damaged("it has no tensor \(name)") }
      return tensor.values
    }
    func integers<Integer: FixedWidthInteger>(_ name: String, _: Integer.Type) throws -> [Integer] {
      try values(name).map { value in
        guard let integer = Integer(exactly: value) else {
          throw file.damaged("its tensor \(name) holds \(value)")
        }
        return integer
      }
    }
    let featureCount = try integers("featureCount", UInt32.self)
    try file.expect(featureCount.count == 1, "it does not say how many features its trees have")
    do {
      return try BoostedTrees(
        validating: BoostedTrees.Parts(
          featureCount: Int(featureCount[0]), initialScores: values("initialScores"),
          treeClasses: integers("treeClasses", UInt8.self),
          treeNodeCounts: integers("treeNodeCounts", UInt8.self),
          nodeFeatures: integers("nodeFeatures", UInt16.self),
          nodeThresholds: values("nodeThresholds"), nodeLefts: integers("nodeLefts", Int16.self),
          nodeRights: integers("nodeRights", Int16.self), nodeGains: values("nodeGains"),
          leafValues: values("leafValues"), leafCovers: values("leafCovers")))
    } catch let error as BoostedTreesError {
      throw file.damaged(error.description)
    }
  }
}
