import ECGFiles
import Foundation
import ECGTestSupport
import Testing

/// Several files that take their places together, or not at all.
@Suite struct EarlierFilesTests {
  /// What is in a folder, hidden files included.
  private func texts(in folder: URL) throws -> [String: String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return Dictionary(
      uniqueKeysWithValues: try names.map {
        ($0, try String(contentsOf: folder.appending(path: $0), encoding: .utf8))
      })
  }

  @Test(arguments: 0...3) func comeBackWhereNotAllWereReplaced(replaced: Int) throws {
    try withTemporaryFolder { folder in
      let paths = ["a", "b", "c"].map { folder.appending(path: $0).path }
      try OutputFile.write("old a", to: paths[0])
      try OutputFile.write("old c", to: paths[2])
      let before = try texts(in: folder)
      let earlier = EarlierFiles(paths)
      for path in paths.prefix(replaced) {
        try OutputFile.write("new", to: path, overwrite: true)
      }
      earlier.restore()
      #expect(try texts(in: folder) == before)
    }
  }

  @Test func leaveNothingBehindWhenAllAreReplaced() throws {
    try withTemporaryFolder { folder in
      let paths = ["a", "b"].map { folder.appending(path: $0).path }
      try OutputFile.write("old", to: paths[0])
      let earlier = EarlierFiles(paths)
      for path in paths { try OutputFile.write("new", to: path, overwrite: true) }
      earlier.forget()
      #expect(try texts(in: folder) == ["a": "new", "b": "new"])
    }
  }
}
