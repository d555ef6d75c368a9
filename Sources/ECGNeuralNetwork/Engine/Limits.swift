/// What a network may hold at the most. An architecture can come from a broken file: within these
/// limits no product of sizes overflows, and BLAS can address every matrix.
package enum Limits {
  /// Filters of a convolution, units of a dense layer.
  package static let channels = 1 << 20
  /// Taps of a convolution.
  package static let kernel = 4096
  /// Numbers in one example at any layer, and parameters in all.
  static let numbers = 1 << 28

  /// Samples that attend to one another: their shares take 16 MB.
  static let attention = 2048

  /// Numbers in all feature maps of one example: far more than a network for signals needs, and few
  /// enough for a block of 16 examples to take 256 MB a thread at the most.
  static let activations = 1 << 22

  /// Checks a shape.
  ///
  /// - Throws: ``NetworkError`` for one that is empty or too large.
  static func check(_ shape: Shape, _ operation: String) throws {
    let sizes = 1...numbers
    try require(
      sizes.contains(shape.rows) && sizes.contains(shape.columns) && sizes.contains(shape.count),
      operation, "expected a shape of 1 to \(numbers) numbers, found \(shape)")
  }
}
