import CBLAS

/// Single-precision matrix products, row-major, by the system's BLAS on the calling thread.
enum MatrixProduct {
  /// Tells BLAS once per process that the engine brings its own threads.
  private static let oneThread: Void = cblas_shim_use_one_thread()

  /// Makes BLAS run on the calling thread alone. Cheap after the first call.
  static func prepare() { _ = oneThread }

  /// A matrix in memory: where it starts, and the floats from one row to the next.
  struct Operand {
    let start: UnsafePointer<Float>
    let rowStride: Int
    var isTransposed = false

    init(_ start: UnsafePointer<Float>, rowStride: Int, isTransposed: Bool = false) {
      self.start = start
      self.rowStride = rowStride
      self.isTransposed = isTransposed
    }
  }

  /// `result (m × n) = a (m × k) · b (k × n)`, added to `result` where `accumulate`.
  @inline(__always)
  static func multiply(
    m: Int, n: Int, k: Int, _ a: Operand, _ b: Operand,
    into result: UnsafeMutablePointer<Float>, rowStride: Int, accumulate: Bool = false
  ) {
    guard m > 0, n > 0 else { return }
    cblas_sgemm(
      CblasRowMajor, a.isTransposed ? CblasTrans : CblasNoTrans,
      b.isTransposed ? CblasTrans : CblasNoTrans,
      blasInteger(m), blasInteger(n), blasInteger(k),
      1, a.start, blasInteger(a.rowStride), b.start, blasInteger(b.rowStride),
      accumulate ? 1 : 0, result, blasInteger(rowStride))
  }

  /// The multiply-adds up to which OpenBLAS, on processors with AVX-512, multiplies matrices as they
  /// lie in memory. Larger ones it copies first, at the price of a tenth of its speed.
  private static let smallProduct = 1_000_000

  /// As ``multiply(m:n:k:_:_:into:rowStride:accumulate:)`` for operands that are not transposed, a few
  /// rows at a time so that each product is a small one to OpenBLAS.
  static func multiplyByRows(
    m: Int, n: Int, k: Int, _ a: Operand, _ b: Operand,
    into result: UnsafeMutablePointer<Float>, rowStride: Int
  ) {
    let parts = max(1, (m * n * k + smallProduct - 1) / smallProduct)
    let rows = (m + parts - 1) / parts
    for first in stride(from: 0, to: m, by: max(1, rows)) {
      multiply(
        m: min(rows, m - first), n: n, k: k,
        .init(a.start + first * a.rowStride, rowStride: a.rowStride), b,
        into: result + first * rowStride, rowStride: rowStride)
    }
  }

  #if canImport(Darwin)
    @inline(__always) private static func blasInteger(_ value: Int) -> __LAPACK_int {
      __LAPACK_int(value)
    }
  #else
    @inline(__always) private static func blasInteger(_ value: Int) -> blasint { blasint(value) }
  #endif
}
