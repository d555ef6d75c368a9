import CECGKernels

/// What the bits of a result depend on besides network, weights and inputs.
public enum ArithmeticKernels {
  /// The version of the package's own kernels that runs here, such as `x86-64-v3`.
  public static var instructionSet: String { String(cString: ck_instruction_set()) }

  /// The own kernels and those of the library, in words, such as
  /// `x86-64-v3, OpenBLAS 0.3.21 Haswell`.
  ///
  /// - Throws: ``BLASError`` where there is no library.
  public static func description() throws -> String {
    let library = try MatrixLibrary.load()
    return "\(instructionSet), \(library.name)" + (library.kernels.map { " \($0)" } ?? "")
  }
}
