import CECGBLAS

/// The library that multiplies matrices, as it tells of itself.
///
/// The same network and inputs give the same bits wherever library, version and kernels are the
/// same. Other kernels add in another order, and round otherwise in the last places.
public struct MatrixLibrary: Equatable, Sendable {
  /// Its name and version, such as `OpenBLAS 0.3.21`.
  public let name: String
  /// The processor for which it has picked its kernels, such as `Haswell`, where it says so.
  public let kernels: String?
  /// The file it was loaded from, where the system tells.
  public let file: String?

  /// The library, loaded where it has not been.
  ///
  /// - Throws: ``BLASError`` where there is none, or it would not get its memory.
  public static func load() throws -> MatrixLibrary {
    try MatrixProduct.prepare(threads: 1)
    return loaded ?? MatrixLibrary(name: "BLAS", kernels: nil, file: nil)
  }

  /// The library, where it has been loaded.
  static var loaded: MatrixLibrary? {
    guard let file = cblas_shim_file() else { return nil }
    // A configuration goes on with how the library was built.
    let words = (cblas_shim_configuration().map { String(cString: $0) } ?? "BLAS")
      .split(separator: " ").prefix(2)
    return MatrixLibrary(
      name: words.joined(separator: " "),
      kernels: cblas_shim_kernels().map { String(cString: $0) }, file: String(cString: file))
  }
}

extension MatrixLibrary: CustomStringConvertible {
  /// Name, kernels and file in words.
  public var description: String {
    [name, kernels.map { "kernels for \($0)" }, file].compactMap { $0 }.joined(separator: ", ")
  }
}
