import ECGFiles
import Foundation
import ECGTestSupport
import Testing

/// Files that go past the system's cache hold what those hold that do not.
@Suite struct OutputFileTests {
  private static let block = DirectWriter.blockSize

  /// Bytes that tell places apart.
  private static func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 ^ $0 >> 8 ^ $0 >> 16) }
  }

  /// Nothing, less than a block, whole blocks, more blocks than are in memory at a time; at once and in
  /// pieces of any length.
  @Test(
    arguments: [0, 1, block - 1, block, block + 1, 3 * block, 9 * block + 4_321],
    [1_000_003, 4_096, .max])
  func largeFilesHoldWhatWasWritten(count: Int, piece: Int) throws {
    let bytes = Self.bytes(count)
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "large").path
      var file = try OutputFile(path: path, isLarge: true)
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
      var file = try OutputFile(path: path, isLarge: true)
      try file.write(Data(bytes))
      try Data([9, 8, 7]).withUnsafeBytes { try file.rewrite($0) }
      try file.write(Data([1, 2]))
      try file.commit()
      bytes.replaceSubrange(0..<3, with: [9, 8, 7])
      #expect(try Data(contentsOf: URL(filePath: path)) == Data(bytes + [1, 2]))
    }
  }

  /// A large file that is given up in the middle leaves nothing.
  @Test func whatIsNotCommittedLeavesNothing() throws {
    try withTemporaryFolder { folder in
      do {
        var file = try OutputFile(path: folder.appending(path: "large").path, isLarge: true)
        try file.write(Data(Self.bytes(3 * Self.block)))
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
  }

  #if os(Linux)
    /// A full disk is told at the latest when the file is finished, for a whole block and for a rest.
    @Test(arguments: [7, block, 6 * block])
    func aFullDiskIsAnError(count: Int) throws {
      let descriptor = open("/dev/full", O_WRONLY | O_CLOEXEC)
      try #require(descriptor >= 0)
      defer { close(descriptor) }
      let writer = DirectWriter(descriptor: descriptor)
      _ = Self.bytes(count).withUnsafeBytes { writer.append($0) }
      #expect(writer.finish() == ENOSPC)
    }
  #endif
}
