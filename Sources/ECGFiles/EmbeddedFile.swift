import CECGEmbedded
public import Foundation

/// Files that are part of the program, so that it works wherever it is copied.
public enum EmbeddedFile {
  /// The content of the file called `name`.
  ///
  /// - Precondition: the package has such a file.
  public static func content(of name: String) -> Data {
    let file = cecg_embedded(name)
    guard let bytes = file.bytes else { preconditionFailure("no embedded file \(name)") }
    // The program's own read-only memory, which nobody gives back.
    return Data(
      bytesNoCopy: UnsafeMutableRawPointer(mutating: bytes), count: file.count, deallocator: .none)
  }

  /// The content of a file of text.
  ///
  /// - Precondition: the package has such a file.
  public static func text(of name: String) -> String {
    String(decoding: content(of: name), as: UTF8.self)
  }
}
