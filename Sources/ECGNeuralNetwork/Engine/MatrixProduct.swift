import CECGBLAS
import CECGKernels

/// Single-precision matrix products, row-major, on the calling thread: by the system's BLAS, or by
/// the package's own kernel where ``MatrixProducts/portable`` ones are wanted.
package enum MatrixProduct {
  /// Loads BLAS where that has not been done and `products` are its, for products on up to
  /// `threads` threads at once. Cheap after the first call.
  ///
  /// - Parameters:
  ///   - products: what will multiply.
  ///   - threads: the threads that multiply at once.
  ///   - besides: the bytes that will be asked for before the first product, where the limits of
  ///     the process must leave room for them too.
  /// - Throws: ``BLASError`` where there is none, where it would not get its memory, or where one
  ///   of its products was wrong before.
  package static func prepare(
    _ products: MatrixProducts = .library, threads: Int, besides: Int = 0
  ) throws {
    guard products == .library else { return try check() }
    switch cblas_shim_prepare(CInt(clamping: threads), besides) {
    case CBLAS_SHIM_READY: try check()
    case CBLAS_SHIM_NO_MEMORY: throw BLASError.noMemory(threads: threads)
    default: throw BLASError.missing()
    }
  }

  /// Looks whether all products were right so far: to be called before results are given away.
  ///
  /// The first product of each shape on each thread is compared with sums in double precision.
  ///
  /// - Throws: ``BLASError`` where one was not.
  package static func check() throws {
    var fault = cblas_shim_fault()
    guard !cblas_shim_wrong_product(&fault) else { throw BLASError.wrong(fault) }
  }

  /// A matrix in memory: where it starts, and the floats from one row to the next.
  package struct Operand {
    let start: UnsafePointer<Float>
    let rowStride: Int
    var isTransposed = false

    package init(_ start: UnsafePointer<Float>, rowStride: Int, isTransposed: Bool = false) {
      self.start = start
      self.rowStride = rowStride
      self.isTransposed = isTransposed
    }

    fileprivate func advanced(by count: Int) -> Operand {
      .init(start + count, rowStride: rowStride, isTransposed: isTransposed)
    }
  }

  /// `result (m × n) = a (m × k) · b (k × n)`, added to `result` where `accumulate`.
  package static func multiply(
    by products: MatrixProducts = .library, m: Int, n: Int, k: Int, _ a: Operand, _ b: Operand,
    into result: UnsafeMutablePointer<Float>, rowStride: Int, accumulate: Bool = false
  ) {
    guard m > 0, n > 0 else { return }
    guard products == .library else {
      return call(
        ck_multiply, m: m, n: n, k: k, a, b, into: result, rowStride: rowStride,
        accumulate: accumulate)
    }
    // One at least: a sum of no terms is zero, and is to be written.
    let parts = max(1, parts(m: m, n: n, k: k, b))
    if m >= k {
      let rows = (m + parts - 1) / parts
      for first in stride(from: 0, to: m, by: rows) {
        call(
          nil, m: min(rows, m - first), n: n, k: k,
          a.advanced(by: first * (a.isTransposed ? 1 : a.rowStride)), b,
          into: result + first * rowStride, rowStride: rowStride, accumulate: accumulate)
      }
    } else {
      let depth = (k + parts - 1) / parts
      for first in stride(from: 0, to: k, by: depth) {
        call(
          nil, m: m, n: n, k: min(depth, k - first),
          a.advanced(by: first * (a.isTransposed ? a.rowStride : 1)),
          b.advanced(by: first * b.rowStride), into: result, rowStride: rowStride,
          accumulate: accumulate || first > 0)
      }
    }
  }

  /// Into how many products one is divided, along the longer of `m` and `k`.
  ///
  /// OpenBLAS, on processors with AVX-512, multiplies small matrices as they lie in memory, and
  /// copies larger ones first. Where the other two sizes are small the copying takes up to a
  /// quarter of the time, so such products are handed over in pieces. Where they are not, the
  /// pieces would be too thin to be fast.
  private static func parts(m: Int, n: Int, k: Int, _ b: Operand) -> Int {
    let small = cblas_shim_small_product
    let isThin = n * min(m, k) <= small / 16
    return isThin && !b.isTransposed ? (m * n * k + small - 1) / small : 1
  }

  @inline(__always)
  private static func call(
    _ own: cblas_shim_kernel?, m: Int, n: Int, k: Int, _ a: Operand, _ b: Operand,
    into result: UnsafeMutablePointer<Float>, rowStride: Int, accumulate: Bool
  ) {
    cblas_shim_multiply(
      own, CInt(m), CInt(n), CInt(k), a.start, CInt(a.rowStride), a.isTransposed,
      b.start, CInt(b.rowStride), b.isTransposed, result, CInt(rowStride), accumulate)
  }
}

extension ExecutionContext {
  /// `result (m × n) = a (m × k) · b (k × n)`, added to `result` where `accumulate`, as the run that
  /// this is part of multiplies.
  func multiply(
    m: Int, n: Int, k: Int, _ a: MatrixProduct.Operand, _ b: MatrixProduct.Operand,
    into result: UnsafeMutablePointer<Float>, rowStride: Int, accumulate: Bool = false
  ) {
    MatrixProduct.multiply(
      by: workspace.products, m: m, n: n, k: k, a, b, into: result, rowStride: rowStride,
      accumulate: accumulate)
  }
}
