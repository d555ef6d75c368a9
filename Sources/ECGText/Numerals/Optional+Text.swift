import Foundation

extension Double? {
  /// The number as a format of C's such as `%.2f` writes it.
  ///
  /// - Parameters:
  ///   - format: the format.
  ///   - dash: what stands where there is no number.
  package func text(_ format: String, else dash: String = "–") -> String {
    map { String(format: format, $0) } ?? dash
  }
}
