import Foundation

/// Errors of the system's calls, by their numbers.
package enum SystemError {
  /// What the system says of an error, such as `Permission denied`.
  ///
  /// - Parameter number: the error's number; that of the last call where it is left out.
  package static func words(_ number: Int32 = errno) -> String { String(cString: strerror(number)) }
}
