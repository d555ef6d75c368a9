import ECGFiles
import ECGRecordings
import Foundation
import ECGTestSupport
import Testing

/// Each fault of a record gives one error that names the file, the fault and a remedy.
@Suite struct DamagedRecordTests {
  struct Fault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var header: String? = "r 2 360 5\nr.dat 212 200 12 0 0 15 0 I\nr.dat 212 200 12 0 0 -15 0 II\n"
    var signals: Data? = pack([1, -1, 2, -2, 3, -3, 4, -4, 5, -5], .format212)
    let kind: FileError.Kind
    /// The file the error names.
    var file = "r.dat"
    let problem: String
  }

  static let faults = [
    Fault(
      testDescription: "no header", header: nil, kind: .noInput, file: "r.hea",
      problem: "there is no such file"),
    Fault(
      testDescription: "header without signals", signals: nil, kind: .noInput,
      problem: "there is no such file"),
    Fault(
      testDescription: "truncated", signals: pack([1, -1, 2, -2, 3, -3, 4, -4], .format212),
      kind: .badData, problem: "expected 15 bytes of samples, as r.hea says, found 12"),
    Fault(
      testDescription: "empty", signals: Data(), kind: .badData,
      problem: "expected 15 bytes of samples, as r.hea says, found 0"),
    Fault(
      testDescription: "one changed bit",
      signals: pack([1, -1, 2, -2, 3, -3, 4, -4, 5, -6], .format212), kind: .badData,
      problem: "expected the checksum -15 for signal 'II', found -16"),
    Fault(
      testDescription: "a length that overflows",
      header: "r 2 360 9223372036854775807\nr.dat 212\nr.dat 212\n", kind: .badData,
      problem: "expected more bytes than a file can hold, as r.hea says, found 15"),
    Fault(
      testDescription: "an offset past the end",
      header: "r 1 360 5\nr.dat 16+9223372036854775807\n",
      kind: .badData, problem: "expected 10 bytes of samples, as r.hea says, found 0"),
    Fault(
      testDescription: "two formats in one file", header: "r 2 360 5\nr.dat 16\nr.dat 212\n",
      kind: .badData, file: "r.hea",
      problem: "expected one format and byte offset for all signals in 'r.dat'"),
  ]

  @Test(arguments: faults) func isNamed(fault: Fault) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r").path
      try fault.header.map { try Data($0.utf8).write(to: URL(filePath: path + ".hea")) }
      try fault.signals?.write(to: URL(filePath: path + ".dat"))
      let error = #expect(throws: FileError.self) { try Recording.read(path: path) }
      #expect(error?.kind == fault.kind)
      #expect(error?.path == folder.appending(path: fault.file).path)
      #expect(error?.problem == fault.problem)
      #expect(error?.remedy.isEmpty == false)
    }
  }

  /// A checksum of 0 is one that nobody reckoned.
  @Test func aChecksumOfZeroIsNone() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r").path
      try Data("r 1 360 5\nr.dat 16 200 12 0 0 0 0 I\n".utf8).write(
        to: URL(filePath: path + ".hea"))
      try pack([1, 2, 3, 4, 5], .format16).write(to: URL(filePath: path + ".dat"))
      #expect(try Recording.read(path: path).samples == [[1, 2, 3, 4, 5]])
    }
  }

  /// The faults above are faults only because what is left unchanged can be read.
  @Test func theUndamagedRecordIsRead() throws {
    let whole = Fault(testDescription: "none", kind: .badData, problem: "")
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r").path
      try Data(#require(whole.header).utf8).write(to: URL(filePath: path + ".hea"))
      try #require(whole.signals).write(to: URL(filePath: path + ".dat"))
      #expect(try Recording.read(path: path).samples == [[1, 2, 3, 4, 5], [-1, -2, -3, -4, -5]])
    }
  }

  @Test func aFolderIsNoSignalFile() throws {
    try withTemporaryFolder { folder in
      try Data("r 1 360 5\nr.dat 16\n".utf8).write(to: folder.appending(path: "r.hea"))
      try FileManager.default.createDirectory(
        at: folder.appending(path: "r.dat"), withIntermediateDirectories: false)
      let error = #expect(throws: FileError.self) {
        try Recording.read(path: folder.appending(path: "r").path)
      }
      #expect(error?.kind == .noInput)
      #expect(error?.problem == "expected a file, found a folder")
    }
  }
}
