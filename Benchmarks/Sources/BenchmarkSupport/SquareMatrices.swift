@_spi(Benchmarking) import ECGNeuralNetwork

/// Two square matrices and room for their product.
///
/// A class, since it owns memory. Not for concurrent use.
public final class SquareMatrices {
  private let size: Int
  private let memory: UnsafeMutablePointer<Float>

  /// Allocates matrices of `size` × `size` small whole numbers.
  public init(size: Int) {
    self.size = size
    memory = .allocate(capacity: 3 * size * size)
    for index in 0..<3 * size * size { (memory + index).initialize(to: Float(index % 7) - 3) }
  }

  deinit { memory.deallocate() }

  /// The floating-point operations of a product.
  public var flops: Double { 2 * Double(size * size * size) }

  /// Multiplies them, on the calling thread.
  ///
  /// - Throws: `BLASError` where the library cannot multiply.
  public func multiply() throws {
    let count = size * size
    try matrixProduct(
      m: size, n: size, k: size, a: memory, b: memory + count, into: memory + 2 * count)
  }
}
