import ECGDatasets
import ECGFiles
import ECGRecordings
import Foundation
import ECGTestSupport
import Testing

@Suite struct DamagedMITBIHTests {
  @Test func aMissingFolderIsNamed() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "mitdb").path
      let error = #expect(throws: FileError.self) { try MITBIHBeats.canonical(folder: path) }
      #expect(error?.kind == .noInput)
      #expect(error?.path == path)
      #expect(error?.problem == "there is no such folder")
      try Data().write(to: URL(filePath: path))
      let file = #expect(throws: FileError.self) { try MITBIHBeats.canonical(folder: path) }
      #expect(file?.problem == "expected a folder of records, found a file")
    }
  }

  @Test func missingRecordsAreNamed() throws {
    try withTemporaryFolder { folder in
      let error = #expect(throws: FileError.self) {
        try MITBIHBeats.canonical(folder: folder.path, threads: 2)
      }
      #expect(error?.kind == .noInput)
      #expect(error?.path == folder.path)
      #expect(
        error?.problem
          == "expected the 48 records of the MIT-BIH Arrhythmia Database, found 0 of them; "
          + "100, 101, 102, 103, 104, 105, 106, 107 and 40 more are missing")
    }
  }

  /// A beat given another class, a beat moved by one sample, a signal of another record.
  @Test(
    .enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"),
    arguments: ["symbol", "sample", "record", "missing"])
  func aChangedRecordIsNamed(change: String) throws {
    let original = try #require(RealData.mitdb)
    try withTemporaryFolder { folder in
      for file in try FileManager.default.contentsOfDirectory(atPath: original.path) {
        try FileManager.default.createSymbolicLink(
          at: folder.appending(path: file), withDestinationURL: original.appending(path: file))
      }
      let file = folder.appending(path: change == "record" ? "208.hea" : "208.atr")
      try FileManager.default.removeItem(at: file)
      switch change {
      case "record":
        let header = try String(contentsOf: original.appending(path: "100.hea"), encoding: .utf8)
        try Data(header.utf8).write(to: file)
      case "missing": break
      default:
        var annotations = try AnnotationFile.read(
          path: original.appending(path: "208.atr").path
        ).annotations
        if change == "symbol" {
          annotations[1000].symbol = "F"
        } else {
          annotations[1000].sample += 1
        }
        try AnnotationFile(annotations: annotations).write(to: file.path)
      }
      let output = folder.appending(path: "output")
      let error = #expect(throws: FileError.self) {
        try MITBIHBeats.prepare(folder: folder.path, output: output.path)
      }
      #expect(error?.kind == (change == "missing" ? .noInput : .badData))
      #expect(error?.path == file.path)
      #expect(!FileManager.default.fileExists(atPath: output.path))
    }
  }
}
