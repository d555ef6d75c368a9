import ECGFiles
import Foundation
import ECGTestSupport
import Testing

/// Files appear whole or not at all.
@Suite struct OutputFileTests {
  private static let block = 1 << 20

  /// Bytes that tell places apart.
  private static func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 ^ $0 >> 8 ^ $0 >> 16) }
  }

  /// Nothing, a little, megabytes; at once and in pieces of any length.
  @Test(
    arguments: [0, 1, block - 1, block, block + 1, 3 * block, 9 * block + 4_321],
    [1_000_003, 4_096, .max])
  func largeFilesHoldWhatWasWritten(count: Int, piece: Int) throws {
    let bytes = Self.bytes(count)
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "large").path
      var file = try OutputFile(path: path)
      try bytes.withUnsafeBytes { bytes in
        for start in stride(from: 0, to: count, by: min(piece, max(count, 1))) {
          try file.write(
            UnsafeRawBufferPointer(
              rebasing: bytes[start..<start + min(piece, count - start)]))
        }
      }
      #expect(!FileManager.default.fileExists(atPath: path))
      try file.commit()
      #expect(try Data(contentsOf: URL(filePath: path)) == Data(bytes))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["large"])
    }
  }

  @Test func theBeginningOfALargeFileMayBeRewritten() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "large").path
      var bytes = Self.bytes(2 * Self.block + 77)
      var file = try OutputFile(path: path)
      try file.write(Data(bytes))
      try Data([9, 8, 7]).withUnsafeBytes { try file.rewrite($0) }
      try file.write(Data([1, 2]))
      try file.commit()
      bytes.replaceSubrange(0..<3, with: [9, 8, 7])
      #expect(try Data(contentsOf: URL(filePath: path)) == Data(bytes + [1, 2]))
    }
  }

  /// Whatever of the path is too long, and whether it is written or read: nothing else tells it
  /// from a full disk.
  @Test(arguments: [255, 300]) func namesThatAreTooLongAreTold(count: Int) throws {
    try withTemporaryFolder { folder in
      let long = folder.appending(path: String(repeating: "n", count: count)).path
      let error = #expect(throws: FileError.self) { try OutputFile.write("x", to: long) }
      #expect(error?.kind == .cannotWrite && error?.reason == .nameTooLong, "\(error as Any)")
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(left.isEmpty)
    }
  }

  @Test func foldersAndInputsOfTooLongANameAreToldAlike() throws {
    try withTemporaryFolder { folder in
      let long = folder.appending(path: String(repeating: "n", count: 300)).path
      let inside = #expect(throws: FileError.self) { try OutputFile.write("x", to: long + "/a") }
      #expect(inside?.kind == .cannotWrite && inside?.reason == .nameTooLong, "\(inside as Any)")
      let input = #expect(throws: FileError.self) { try InputFile.read(path: long) }
      #expect(input?.reason == .nameTooLong, "\(input as Any)")
      let missing = #expect(throws: FileError.self) {
        try InputFile.read(path: folder.appending(path: "none").path)
      }
      #expect(missing != nil && missing?.reason == nil)
    }
  }

  /// A large file that is given up in the middle leaves nothing.
  @Test func whatIsNotCommittedLeavesNothing() throws {
    try withTemporaryFolder { folder in
      do {
        var file = try OutputFile(path: folder.appending(path: "large").path)
        try file.write(Data(Self.bytes(3 * Self.block)))
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
  }

  #if os(Linux)
    @Test(arguments: [7, 6 * block])
    func aFullDiskIsAnError(count: Int) throws {
      let descriptor = open("/dev/full", O_WRONLY | O_CLOEXEC)
      try #require(descriptor >= 0)
      defer { close(descriptor) }
      let bytes = Self.bytes(count)
      let failure = bytes.withUnsafeBytes { bytes in
        var rest = bytes
        return writeAll(&rest, to: descriptor)
      }
      #expect(failure == ENOSPC)
    }
  #endif
}
