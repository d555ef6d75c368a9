import ECGFiles
import ECGTestSupport
import Foundation
import Testing

@Suite struct OutputFolderTests {
  private let files = [
    (path: "List.json", content: Data("{}".utf8)),
    (path: "Data/a/numbers.bin", content: Data([1, 2, 3])),
  ]

  private func names(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func appearsWithAllFilesAndNothingBeside() throws {
    try withTemporaryFolder { folder in
      let target = folder.appending(path: "made/x.package")
      try OutputFolder.write(files, to: target.path)
      #expect(try names(target) == ["Data", "List.json"])
      #expect(
        try Data(contentsOf: target.appending(path: "Data/a/numbers.bin")) == Data([1, 2, 3]))
      #expect(try names(folder.appending(path: "made")) == ["x.package"])
    }
  }

  @Test func anotherOfItsKindIsReplacedWhereAskedFor() throws {
    try withTemporaryFolder { folder in
      let target = folder.appending(path: "x.package")
      try OutputFolder.write(files, to: target.path)
      let error = try #require(throws: FileError.self) {
        try OutputFolder.write(files, to: target.path)
      }
      #expect(error.kind == .cannotWrite && error.description.contains("exists already"))
      let others = [files[0], (path: "Data/b", content: Data([4]))]
      try OutputFolder.write(others, to: target.path + "/", overwrite: true)
      #expect(try names(target.appending(path: "Data")) == ["b"])
    }
  }

  @Test func whatIsLeftOfAKilledProcessIsTakenAway() throws {
    try withTemporaryFolder { folder in
      let left = folder.appending(path: ".x.package.new/Data")
      try FileManager.default.createDirectory(at: left, withIntermediateDirectories: true)
      try Data([9]).write(to: left.appending(path: "half"))
      let target = folder.appending(path: "x.package")
      try OutputFolder.write(files, to: target.path)
      #expect(try names(target.appending(path: "Data")) == ["a"])
      #expect(try names(folder) == ["x.package"])
    }
  }

  @Test func foldersOfOthersAreNeverReplaced() throws {
    try withTemporaryFolder { folder in
      let target = folder.appending(path: "photographs")
      try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
      try Data([1]).write(to: target.appending(path: "cat.jpg"))
      let error = try #require(throws: FileError.self) {
        try OutputFolder.write(files, to: target.path, overwrite: true)
      }
      #expect(error.description.contains("cat.jpg"))
      #expect(try names(target) == ["cat.jpg"])
      #expect(throws: FileError.self) {
        try OutputFolder.write(files, to: target.path + "/cat.jpg", overwrite: true)
      }
      #expect(try names(target) == ["cat.jpg"])
    }
  }

  /// An unreadable folder may hold what is never to be replaced.
  @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
  func anUnreadableFolderIsToldAsSuch() throws {
    try withTemporaryFolder { folder in
      let target = folder.appending(path: "x.package")
      try OutputFolder.write(files, to: target.path)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o300], ofItemAtPath: target.path)
      defer {
        try? FileManager.default.setAttributes(
          [.posixPermissions: 0o755], ofItemAtPath: target.path)
      }
      for check in [
        { try OutputFile.checkFolder(path: target.path, overwrite: true) },
        { try OutputFolder.write(files, to: target.path, overwrite: true) },
      ] {
        let error = try #require(throws: FileError.self) { try check() }
        #expect(error.kind == .cannotWrite && error.description.contains("cannot be read"))
      }
    }
  }

  @Test func aFolderToFillIsEmptyOrMayBeReplaced() throws {
    try withTemporaryFolder { folder in
      // Nothing is there, and nothing is left behind.
      try OutputFile.checkFolder(path: folder.appending(path: "a/b").path, overwrite: false)
      #expect(try names(folder) == [])
      // What a killed process claimed is no file yet.
      let claimed = folder.appending(path: ".r.csv.writing")
      try Data().write(to: claimed)
      try OutputFile.checkFolder(path: folder.path, overwrite: false)
      let file = folder.appending(path: "r.csv")
      try Data([1]).write(to: file)
      for (path, overwrite, words) in [
        (folder.path, false, "exists already and is not empty"),
        (file.path, true, "expected a folder to write to, found a file"),
      ] {
        let error = try #require(throws: FileError.self) {
          try OutputFile.checkFolder(path: path, overwrite: overwrite)
        }
        #expect(error.kind == .cannotWrite && error.problem == words)
      }
      try OutputFile.checkFolder(path: folder.path, overwrite: true)
      #expect(try names(folder) == [".r.csv.writing", "r.csv"])
    }
  }
}
