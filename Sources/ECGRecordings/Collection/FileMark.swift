import ECGFiles
import Foundation

/// A number that changes where files do: their names, sizes and times, hashed.
package struct FileMark {
  private var hash = FNV1a()

  /// The number.
  package var value: UInt64 { hash.value }

  /// The mark of nothing.
  package init() {}

  /// Adds a text.
  package mutating func add(_ text: String) {
    // The zero keeps two texts from being taken for one.
    for byte in text.utf8 { hash.add(byte) }
    hash.add(0)
  }

  /// The mark of a file's content, in hexadecimal digits.
  ///
  /// - Throws: `FileError`.
  package static func hexadecimal(ofFile path: String) throws -> String {
    String(FNV1a(try InputFile.read(path: path)).value, radix: 16)
  }

  /// Adds a number.
  package mutating func add(_ number: UInt64) { add(String(number, radix: 16)) }

  /// The bytes of files on the disk, and their mark; one that is missing counts as missing.
  static func of(_ paths: [String]) -> (size: Int, mark: UInt64) {
    var (mark, size) = (FileMark(), 0)
    for path in paths {
      var status = stat()
      mark.add(URL(filePath: path).lastPathComponent)
      guard stat(path, &status) == 0 else { continue }
      size += Int(status.st_size)
      mark.add(UInt64(bitPattern: Int64(status.st_size)))
      let changed = Platform.changed(status)
      mark.add(
        UInt64(bitPattern: Int64(changed.tv_sec) &* 1_000_000_000 &+ Int64(changed.tv_nsec)))
    }
    return (size, mark.value)
  }

  /// The mark of files whose content is told by a number.
  static func of(_ files: [(name: String, size: Int, mark: UInt64)]) -> UInt64 {
    var mark = FileMark()
    for file in files {
      mark.add(file.name)
      mark.add(UInt64(file.size))
      mark.add(file.mark)
    }
    return mark.value
  }
}
