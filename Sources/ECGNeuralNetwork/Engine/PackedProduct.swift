import CECGBLAS
import CECGKernels

/// Products with weights that are packed once, by a kernel of the package: what inference
/// multiplies with where the system's BLAS would spend more on copying matrices than on
/// multiplying them.
///
/// Sums are added in the order of ``MatrixProducts/portable`` ones, and have their bits; the BLAS's
/// differ in the last places. Training, and what it decides by, never takes this way.
enum PackedProduct {
  /// The floats that weights (`depth × columns`) take.
  static func count(depth: Int, columns: Int) -> Int {
    (columns + panel - 1) / panel * panel * depth
  }

  /// Whether weights are packed: where they take up to 32 MB, as they do once for each thread.
  static func packs(depth: Int, columns: Int) -> Bool {
    count(depth: depth, columns: columns) <= 1 << 23
  }

  private static let panel = Int(ck_panel)

  /// `result (rows × columns) = a (rows × depth) · weights (depth × columns) + bias`.
  ///
  /// - Parameters:
  ///   - a: plain rows, which may overlap.
  ///   - weights: packed.
  ///   - bias: `columns` numbers; nil for none.
  static func multiply(
    rows: Int, columns: Int, depth: Int, _ a: MatrixProduct.Operand,
    weights: UnsafePointer<Float>, bias: UnsafePointer<Float>? = nil,
    into result: UnsafeMutablePointer<Float>, rowStride: Int
  ) {
    var product = ck_product(
      rows: a.start, row_count: rows, stride: a.rowStride, packed: weights, depth: depth,
      columns: columns, bias: bias, result: result, result_stride: rowStride)
    ck_packed_product(&product)
    var check = cblas_shim_packed(
      m: CInt(rows), n: CInt(columns), k: CInt(depth), a: a.start, a_stride: CInt(a.rowStride),
      packed: weights, panel: CInt(panel), bias: bias, result: result,
      result_stride: CInt(rowStride))
    cblas_shim_check_packed(&check)
  }
}
