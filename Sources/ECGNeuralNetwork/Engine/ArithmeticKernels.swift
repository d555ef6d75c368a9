import CECGKernels

/// What the bits of a result depend on besides network, weights and inputs.
public enum ArithmeticKernels {
  /// The version of the package's own kernels that runs here, such as `x86-64-v3`.
  public static var instructionSet: String { String(cString: ck_instruction_set()) }

  /// What decides how products round, in words: the own kernels and those of the library, such as
  /// `x86-64-v3, OpenBLAS 0.3.21 Haswell`; of portable ones whether multiplying and adding is one
  /// rounding.
  ///
  /// - Throws: ``BLASError`` where there is no library and it is to multiply.
  public static func description(of products: MatrixProducts = .library) throws -> String {
    guard products == .library else {
      let fuses = ck_fuses_multiply_adds() != 0
      return "portable products" + (fuses ? "" : ", of two roundings (\(instructionSet))")
    }
    let library = try MatrixLibrary.load()
    return "\(instructionSet), \(library.name)" + (library.kernels.map { " \($0)" } ?? "")
  }
}
