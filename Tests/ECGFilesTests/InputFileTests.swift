import ECGFiles
import Foundation
import ECGTestSupport
import Testing

@Suite struct InputFileTests {
  /// Below and above the size from which files are mapped, and on both sides of it.
  @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 1_000_000])
  func readsEveryByte(count: Int) throws {
    try withTemporaryFolder { folder in
      let bytes = Data((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) })
      let path = folder.appending(path: "bytes").path
      try bytes.write(to: URL(filePath: path))
      #expect(try InputFile.read(path: path) == bytes)
    }
  }

  @Test func saysWhatIsWrong() throws {
    try withTemporaryFolder { folder in
      let missing = folder.appending(path: "missing").path
      let absence = #expect(throws: FileError.self) { try InputFile.read(path: missing) }
      #expect(absence?.kind == .noInput)
      #expect(absence?.description == "\(missing): there is no such file. Check the path")
      let asFile = #expect(throws: FileError.self) { try InputFile.read(path: folder.path) }
      #expect(asFile?.kind == .noInput)
      #expect(asFile?.problem == "expected a file, found a folder")
    }
  }

  @Test(.enabled(if: getuid() != 0, "the superuser may read everything"))
  func refusesWithoutPermission() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "secret").path
      try Data([1]).write(to: URL(filePath: path))
      #expect(chmod(path, 0) == 0)
      let error = #expect(throws: FileError.self) { try InputFile.read(path: path) }
      #expect(error?.kind == .noInput)
      #expect(error?.problem == "may not be read (Permission denied)")
    }
  }

  /// To the system a path ends where NUL stands in it, so that another file would be
  /// opened under its name.
  @Test func pathsWithNULAreRefused() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a").path
      try Data([1]).write(to: URL(filePath: path))
      for read: (String) throws -> Int in [
        { try InputFile.read(path: $0).count }, { try FileBytes(path: $0).count },
        { try MappedFile(path: $0).bytes.count },
      ] {
        #expect(try read(path) == 1)
        let error = #expect(throws: FileError.self) { try read(path + "\0b") }
        #expect(error?.kind == .noInput)
        #expect(error?.problem == "expected the path of a file, found NUL in it")
      }
    }
  }

  @Test func errorNumbersBecomeKinds() {
    #expect(InputFile.error(EACCES, path: "a").kind == .noInput)
    #expect(InputFile.error(EIO, path: "a").kind == .inputOutput)
    #expect(InputFile.error(EMFILE, path: "a").kind == .inputOutput)
  }

  /// An app that shows errors by their localised description shows the sentence, not a number.
  @Test func errorsAreToldWhereTheirDescriptionIsLocalised() {
    let error: any Error = FileError(.noInput, path: "x.csv", "there is no such file")
    #expect(error.localizedDescription == "x.csv: there is no such file")
  }
}
