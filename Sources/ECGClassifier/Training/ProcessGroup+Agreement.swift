package import ECGFiles
package import ECGParallel

extension ProcessGroup {
  /// Checks that all processes have found the same.
  ///
  /// - Parameters:
  ///   - findings: what it is in words, and a text that is the same where it is.
  ///   - remedy: what to do where it is not.
  /// - Throws: `AgreedFailure` where one has found something else; what sending throws.
  package func checkSame(_ findings: [(what: String, text: String)], remedy: Remedy) throws {
    for (what, text) in findings {
      let found = try all(text)
      guard let other = found.firstIndex(where: { $0 != found[0] }) else { continue }
      throw AgreedFailure(
        FileError(
          .badData, path: "process \(other)",
          "expected the same \(what) as process 0 has, found another", remedy: remedy))
    }
  }
}
