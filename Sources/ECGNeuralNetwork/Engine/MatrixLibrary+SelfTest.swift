import ECGRandom

extension MatrixLibrary {
  /// What a self-test has found to be right.
  public struct SelfTest: Sendable {
    /// Products on each thread.
    public let products: Int
    /// Threads that multiplied at the same time.
    public let threads: Int
  }

  /// Multiplies matrices of sizes that lead to each of a library's kernels, by these and by the
  /// package's own, on several threads at once, and compares them with sums in double precision.
  ///
  /// It tells nothing that the engine would not find: the first product of each shape on each
  /// thread is compared wherever there is one. It is for reports.
  ///
  /// - Throws: ``BLASError`` where a product is wrong, there is no library, or too little memory.
  public static func selfTest(threads: Int) throws -> SelfTest {
    try MatrixProduct.prepare(threads: threads)
    Workers.run(max(1, threads)) { worker in
      var generator = SeededGenerator(seed: 1, stream: worker)
      for shape in shapes { shape.multiply(using: &generator) }
    }
    try MatrixProduct.check()
    return SelfTest(
      products: shapes.count * Shape.variants.count * MatrixProducts.allCases.count,
      threads: max(1, threads))
  }

  /// Sizes of a product `(m × k) · (k × n)`.
  private struct Shape {
    let (m, n, k): (Int, Int, Int)

    init(_ m: Int, _ n: Int, _ k: Int) { (self.m, self.n, self.k) = (m, n, k) }

    /// The ways in which the engine asks for products.
    static let variants: [(a: Bool, b: Bool, accumulates: Bool)] = [
      (false, false, false), (false, false, true), (true, false, false), (true, false, true),
      (false, true, false), (false, true, true),
    ]

    /// Multiplies random matrices in each way.
    func multiply(using generator: inout SeededGenerator) {
      func numbers(_ count: Int) -> [Float] {
        (0..<count).map { _ in Float(generator.uniform(in: -1...1)) }
      }
      let (a, b) = (numbers(m * k), numbers(k * n))
      var result = numbers(m * n)
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          result.withUnsafeMutableBufferPointer { result in
            guard let a = a.baseAddress, let b = b.baseAddress, let result = result.baseAddress
            else { return }
            for products in MatrixProducts.allCases {
              for way in Self.variants {
                MatrixProduct.multiply(
                  by: products, m: m, n: n, k: k,
                  .init(a, rowStride: way.a ? m : k, isTransposed: way.a),
                  .init(b, rowStride: way.b ? k : n, isTransposed: way.b), into: result,
                  rowStride: n, accumulate: way.accumulates)
              }
            }
          }
        }
      }
    }
  }

  /// Single rows and columns; sizes around the 4 to 64 rows and columns that kernels take at
  /// once, with each remainder; the products of a network for one beat and for a block; more
  /// than a million multiply-adds, and more than the 384 terms, 640 rows and 1000 columns that
  /// are copied at once.
  private static let shapes =
    [
      Shape(1, 1, 1), Shape(1, 5, 128), Shape(16, 5, 128), Shape(1, 128, 640), Shape(97, 67, 401),
      Shape(96, 128, 64), Shape(643, 33, 50), Shape(33, 50, 1_100), Shape(50, 1_100, 33),
      Shape(203, 131, 389), Shape(64, 64, 64), Shape(128, 128, 128),
    ] + (1...33).map { Shape($0, ($0 * 7) % 34 + 1, ($0 * 13) % 36 + 1) }
}
