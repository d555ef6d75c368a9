import ECGFiles
import Foundation
import ECGTestSupport
import Testing

/// Who may write a file, and what becomes of the one that stands there.
@Suite struct OutputClaimTests {
  private func names(in folder: URL) throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
  }

  private func mode(of path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
  }

  @Test(arguments: [0o600, 0o640, 0o664, 0o444] as [mode_t])
  func aFileThatIsReplacedKeepsItsMode(_ wanted: mode_t) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a").path
      try OutputFile.write("old", to: path)
      chmod(path, wanted)
      try OutputFile.write("new", to: path, overwrite: true)
      #expect(mode(of: path) == wanted)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
    }
  }

  /// Links that lead to a file, to another link, to nothing, and into another folder.
  @Test(arguments: ["a", "sub/a"], [true, false])
  func aSymbolicLinkStaysOne(target: String, isThere: Bool) throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createDirectory(
        at: folder.appending(path: "sub"), withIntermediateDirectories: false)
      let file = folder.appending(path: target).path
      let (link, outer) = (folder.appending(path: "l").path, folder.appending(path: "m").path)
      if isThere { try OutputFile.write("old", to: file) }
      #expect(symlink(target, link) == 0 && symlink(link, outer) == 0)
      try OutputFile.write("new", to: outer, overwrite: isThere)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == target)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: outer) == link)
      #expect(try String(contentsOfFile: file, encoding: .utf8) == "new")
      #expect(try names(in: folder) == Set(["l", "m", "sub"] + (target == "a" ? ["a"] : [])))
    }
  }

  @Test func aCircleOfLinksIsRefused() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "l").path
      #expect(symlink("l", path) == 0)
      let error = try #require(throws: FileError.self) { try OutputFile.write("new", to: path) }
      #expect(error.kind == .cannotWrite)
      #expect(try names(in: folder) == ["l"])
    }
  }

  @Test(arguments: [true, false]) func oneWritesAtATime(overwrite: Bool) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a").path
      var first = try OutputFile(path: path, overwrite: overwrite)
      let error = try #require(throws: FileError.self) {
        _ = try OutputFile(path: path, overwrite: overwrite)
      }
      #expect(error.kind == .cannotWrite && error.problem.contains("is being written") == true)
      try first.write("first")
      try first.commit()
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "first")
      #expect(try names(in: folder) == ["a"])
    }
  }

  /// A file that has come in between, from a program that does not ask, is not replaced.
  @Test func aFileThatHasAppearedMeanwhileStays() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a").path
      let error = try #require(throws: FileError.self) {
        var file = try OutputFile(path: path)
        try file.write("ours")
        try "theirs".write(toFile: path, atomically: true, encoding: .utf8)
        try file.commit()
      }
      #expect(error.kind == .cannotWrite && error.problem == "exists already")
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "theirs")
      #expect(try names(in: folder) == ["a"])
    }
  }

  /// Of many at once without leave to replace, one writes, and the others are told.
  @Test func ofManyAtOnceOneWrites() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a").path
    let winners = await withTaskGroup(of: String?.self) { group in
      for number in 0..<16 {
        group.addTask { (try? OutputFile.write("\(number)", to: path)) == nil ? nil : "\(number)" }
      }
      return await group.reduce(into: [String]()) { if let winner = $1 { $0.append(winner) } }
    }
    #expect(winners.count == 1)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == winners.first)
    #expect(try names(in: folder) == ["a"])
  }

  /// What a killed process has left: an empty file, a part, or a second name of the file itself,
  /// whose process was killed after the file had appeared.
  @Test(arguments: ["empty", "part", "second name"])
  func whatIsLeftOverGoes(_ kind: String) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a").path
      let hidden = folder.appending(path: ".a.writing").path
      try OutputFile.write("old", to: path)
      if kind == "second name" {
        #expect(link(path, hidden) == 0)
      } else {
        try Data(kind == "part" ? [1, 2, 3] : []).write(to: URL(filePath: hidden))
      }
      #expect(throws: FileError.self) { try OutputFile.write("new", to: path) }
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
      try OutputFile.write("new", to: path, overwrite: true)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
      #expect(try names(in: folder) == ["a"])
    }
  }
}
