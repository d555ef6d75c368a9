import Foundation

/// A number of bytes in powers of ten, as people read it: `117.3 kB`, `94 MB`, `1.4 GB`.
public struct ByteCount: CustomStringConvertible, Sendable {
  private let bytes: Int

  /// - Parameter bytes: the number of bytes.
  public init(_ bytes: Int) { self.bytes = bytes }

  /// The size of a file, or of what a link leads to; 0 where there is none.
  public init(ofFile path: String) {
    var status = stat()
    bytes = stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  public var description: String {
    let number = Double(bytes)
    return switch bytes {
    case ..<1_000: "\(bytes) bytes"
    // From where they would be rounded to a number of the next form.
    case ..<999_950: String(format: "%.1f kB", number / 1e3)
    case ..<9_950_000: String(format: "%.1f MB", number / 1e6)
    case ..<999_500_000: String(format: "%.0f MB", number / 1e6)
    default: String(format: "%.1f GB", number / 1e9)
    }
  }
}
