import Foundation

/// A file that stays open for several reads in a row.
package struct OpenedFile: ~Copyable {
  private let path: String
  private let count: Int
  private let content: Data?
  private let descriptor: Int32

  init(path: String, count: Int, content: Data?) throws {
    self.path = path
    self.count = count
    self.content = content
    descriptor = content == nil ? open(path, O_RDONLY | O_CLOEXEC) : -1
    guard content != nil || descriptor >= 0 else { throw InputFile.error(errno, path: path) }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// The bytes of `range`, as many of them as there are.
  package func read(_ range: Range<Int>) throws -> [UInt8] {
    let range = range.clamped(to: 0..<count)
    if let content {
      let start = content.startIndex
      return [UInt8](content[(start + range.lowerBound)..<(start + range.upperBound)])
    }
    return try [UInt8](unsafeUninitializedCapacity: range.count) { buffer, done in
      while done < range.count {
        let got = pread(
          descriptor, buffer.baseAddress?.advanced(by: done), range.count - done,
          off_t(range.lowerBound + done))
        if got > 0 {
          done += got
        } else if got == 0 {
          throw FileError(
            .inputOutput, path: path, at: .byte(range.lowerBound + done),
            "the file became shorter while it was read", remedy: "Leave it alone and try again")
        } else if errno != EINTR {
          throw InputFile.error(errno, path: path)
        }
      }
    }
  }
}
