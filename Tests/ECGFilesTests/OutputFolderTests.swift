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
}
