import ECGFiles
import Foundation

/// One of the two streams a command writes to.
enum Descriptor: Int32 {
  case output = 1
  case error = 2

  /// Whether a person is looking on.
  var isTerminal: Bool { isatty(rawValue) == 1 }

  /// The characters in a line of the terminal.
  var columns: Int {
    var size = winsize()
    guard ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1 else { return 80 }
    return Int(size.ws_col)
  }

  /// The characters that a line may have: those of the terminal, and any number in a file.
  var width: Int { isTerminal ? columns : .max }

  /// Writes all of `text`.
  ///
  /// Where the reader has gone, as in `ecg … | head`, the rest is dropped: nobody wants it, and the
  /// command's files are worth finishing.
  ///
  /// - Throws: `FileError` of kind `inputOutput` where the stream goes to a file and
  ///   its disk is full.
  func write(_ text: String) throws { _ = try deliver(text) }

  /// Writes all of `text`, and tells whether anybody reads it.
  ///
  /// - Throws: as ``write(_:)``.
  func deliver(_ text: String) throws -> Bool {
    var text = text
    return try text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      let failure = writeAll(&rest, to: rawValue)
      guard failure == 0 || failure == EPIPE else {
        throw FileError(
          .inputOutput, path: self == .error ? "standard error" : "standard output",
          "writing broke off (\(SystemError.words(failure)))",
          remedy: "Make room or send it elsewhere")
      }
      return failure == 0
    }
  }
}
