import ECGFiles
import Foundation
import ECGTestSupport
import Testing

@Suite struct MappedFileTests {
  @Test func bytesThatWereGivenBackAreReadAgain() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "bytes")
      let bytes = (0..<100_003).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 >> 8) }
      try Data(bytes).write(to: url)
      let file = try MappedFile(path: url.path)
      #expect(file.bytes.elementsEqual(bytes))
      for part in [0..<100_003, 1..<5000, 4096..<8192, 99_000..<100_003, 7..<7] {
        file.release(UnsafeRawBufferPointer(rebasing: file.bytes[part]))
        #expect(file.bytes.elementsEqual(bytes))
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: part.count, alignment: 1)
        defer { copy.deallocate() }
        #expect(file.copy(from: part.lowerBound, to: copy) && copy.elementsEqual(bytes[part]))
      }
    }
  }

  @Test func whatHasNoSizeIsReadToItsEnd() throws {
    #expect(try MappedFile(path: "/dev/null").bytes.isEmpty)
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "empty")
      try Data().write(to: url)
      let file = try MappedFile(path: url.path)
      file.release(file.bytes)
      #expect(file.bytes.isEmpty)
      let error = #expect(throws: FileError.self) { try MappedFile(path: folder.path) }
      #expect(error?.kind == .noInput)
    }
  }
}
