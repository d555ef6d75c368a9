import ECGNeuralNetwork
import ECGRandom
import Testing

/// Matrix products of the library, whole and in the pieces they are handed over in, and of the
/// package's own, against a plain double loop in double precision.
@Suite struct MatrixProductTests {
  struct Sizes: Sendable, CustomTestStringConvertible {
    let m: Int
    let n: Int
    let k: Int
    var testDescription: String { "(\(m) × \(k)) · (\(k) × \(n))" }

    init(_ m: Int, _ n: Int, _ k: Int) { (self.m, self.n, self.k) = (m, n, k) }
  }

  /// Small ones; long ones, which are divided along `m` or along `k`, with and without a
  /// shorter last piece; one just within and one just beyond a million multiply-adds; thick
  /// ones, which stay whole.
  static let sizes = [
    Sizes(1, 1, 1), Sizes(3, 5, 7), Sizes(17, 1, 33), Sizes(64, 64, 64),
    Sizes(2_000, 40, 30), Sizes(2_001, 40, 30), Sizes(30, 40, 2_001), Sizes(1, 64, 40_000),
    Sizes(1_000, 25, 40), Sizes(1_001, 25, 40), Sizes(999, 17, 333), Sizes(63, 31, 4_099),
    Sizes(160, 300, 210),
  ]

  @Test(arguments: sizes, [(false, false), (true, false), (false, true), (true, true)])
  func equalsAPlainLoop(_ sizes: Sizes, isTransposed: (a: Bool, b: Bool)) throws {
    for products in MatrixProducts.allCases {
      for accumulates in [false, true] {
        let product = try Product(sizes, isTransposed, by: products, accumulates: accumulates)
        #expect(product.error < 1, "\(products), \(accumulates ? "added" : "written")")
        #expect(product.isRestUntouched)
      }
    }
  }

  /// A sum of no terms is zero, and is written.
  @Test(arguments: MatrixProducts.allCases, [false, true])
  func noTermsAreZero(_ products: MatrixProducts, accumulates: Bool) throws {
    let product = try Product(
      Sizes(4, 3, 0), (false, false), by: products, accumulates: accumulates)
    #expect(product.error == 0)
  }

  @Test(arguments: [Sizes(0, 3, 5), Sizes(3, 0, 5), Sizes(0, 0, 0)], MatrixProducts.allCases)
  func noNumbersAreWrittenWhereThereAreNone(_ sizes: Sizes, _ products: MatrixProducts) throws {
    let product = try Product(sizes, (false, false), by: products, accumulates: false)
    #expect(product.isRestUntouched)
  }
}

/// A product of random matrices whose rows have gaps between them.
private struct Product {
  /// The largest difference from a plain loop, as a share of what rounding may make.
  private(set) var error = 0.0
  /// Whether the gaps between the result's rows are as they were.
  private(set) var isRestUntouched = true

  private static let gap = 3

  init(
    _ sizes: MatrixProductTests.Sizes, _ isTransposed: (a: Bool, b: Bool),
    by products: MatrixProducts, accumulates: Bool
  ) throws {
    let (m, n, k) = (sizes.m, sizes.n, sizes.k)
    var generator = SeededGenerator(seed: 4)
    func numbers(_ rows: Int, _ columns: Int) -> (values: [Float], stride: Int) {
      let stride = columns + Self.gap
      return ((0..<rows * stride + 1).map { _ in Float(generator.uniform(in: -1...1)) }, stride)
    }
    let (a, aStride) = isTransposed.a ? numbers(k, m) : numbers(m, k)
    let (b, bStride) = isTransposed.b ? numbers(n, k) : numbers(k, n)
    let (before, stride) = numbers(m, n)
    var result = before
    try MatrixProduct.prepare(products, threads: 1)
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        result.withUnsafeMutableBufferPointer { result in
          MatrixProduct.multiply(
            by: products, m: m, n: n, k: k,
            .init(a.baseAddress!, rowStride: aStride, isTransposed: isTransposed.a),
            .init(b.baseAddress!, rowStride: bStride, isTransposed: isTransposed.b),
            into: result.baseAddress!, rowStride: stride, accumulate: accumulates)
        }
      }
    }
    for index in result.indices {
      let (row, column) = index.quotientAndRemainder(dividingBy: stride)
      guard row < m, column < n else {
        isRestUntouched = isRestUntouched && result[index] == before[index]
        continue
      }
      var sum = accumulates ? Double(before[index]) : 0
      var size = abs(sum)
      for term in 0..<k {
        let product =
          Double(isTransposed.a ? a[term * aStride + row] : a[row * aStride + term])
          * Double(isTransposed.b ? b[column * bStride + term] : b[term * bStride + column])
        sum += product
        size += abs(product)
      }
      // Of sums in any order (Higham 2002, section 3.1), with room for the last rounding.
      let bound = Double(k + 1) * 0x1p-24 * size
      let difference = abs(Double(result[index]) - sum)
      if difference > 0 { error = max(error, difference / bound) }
    }
  }
}
