import CECGKernels

/// What multiplies matrices.
public enum MatrixProducts: String, CaseIterable, Codable, Sendable {
  /// The system's BLAS, whose kernels add in an order that depends on the processor and the version.
  case library
  /// The package's own kernel, which adds from the first term to the last: the same bits on every
  /// processor with fused multiply-adds (x86-64 since 2013, all of 64-bit ARM), whatever BLAS
  /// there is, or none.
  case portable

  /// The faster ones on this processor, where nothing but speed is asked for.
  static let fastest: MatrixProducts = ck_products_pay() != 0 ? .portable : .library
}
