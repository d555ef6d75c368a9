import CECGBLAS
public import Foundation

/// Why the system's BLAS cannot multiply matrices: the library, what is wrong with it,
/// and the way out.
///
/// It is no fault of the network or its inputs, and there are no results rather than wrong ones.
public struct BLASError: Error, Equatable, CustomStringConvertible, Sendable {
  /// The library, as far as it is known, such as `OpenBLAS 0.3.21, kernels for Haswell`.
  public let library: String
  /// What is wrong.
  public let problem: String
  /// What to do about it.
  public let remedy: String

  /// The message.
  public var description: String { "\(library): \(problem). \(remedy)" }
}

extension BLASError: LocalizedError {
  /// The message, for what shows errors by their localised description.
  public var errorDescription: String? { description }
}

extension BLASError {
  /// There is no library to be loaded.
  static func missing() -> BLASError {
    let words = String(cString: cblas_shim_load_error())
    return BLASError(
      library: "OpenBLAS",
      problem: "the library cannot be loaded" + (words.isEmpty ? "" : " (\(words))"),
      remedy: "Install it: \"sudo apt install libopenblas0\" on Debian and Ubuntu")
  }

  /// The library would not get its memory.
  static func noMemory(threads: Int) -> BLASError {
    let megabytes = cblas_shim_thread_memory >> 20
    return BLASError(
      library: MatrixLibrary.loaded?.description ?? "OpenBLAS",
      problem:
        "there is too little memory: it takes \(megabytes) MB of addresses for each thread, of "
        + "which there are \(threads)",
      remedy: "Take fewer threads, or allow for more memory (\"ulimit -v\" shows the limit in kB)")
  }

  /// A product is wrong.
  static func wrong(_ fault: cblas_shim_fault) -> BLASError {
    let (m, n, k) = (fault.m, fault.n, fault.k)
    let left = fault.a_is_transposed ? "(\(k) × \(m))ᵀ" : "(\(m) × \(k))"
    let right = fault.b_is_transposed ? "(\(n) × \(k))ᵀ" : "(\(k) × \(n))"
    let (library, culprit, remedy) =
      fault.is_own
      ? (
        "The package's own products, kernels for \(ArithmeticKernels.instructionSet)",
        "the processor", "Try another machine"
      )
      : (
        MatrixLibrary.loaded?.description ?? "BLAS", "the library or the processor",
        "Try the kernels of another processor (OPENBLAS_CORETYPE=Haswell), another version of the "
          + "library or another machine"
      )
    return BLASError(
      library: library,
      problem: "\(culprit) computes wrongly: row \(fault.row) of a product "
        + "\(left) · \(right) comes to \(fault.found), expected \(fault.expected). All results are void",
      remedy: remedy)
  }
}
