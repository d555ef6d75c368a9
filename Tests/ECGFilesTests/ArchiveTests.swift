import ECGFiles
import ECGTestSupport
import Foundation
import Testing

/// Archives that are whole, damaged, or made to do harm.
@Suite struct ArchiveTests {
  private typealias Builder = ArchiveBuilder

  private static let contents: [(name: String, content: [UInt8])] = [
    ("a/one.hea", Array("one 1 360 4\n".utf8)),
    ("a/one.dat", (0..<700).map { UInt8(truncatingIfNeeded: $0 &* 31) }),
    ("two.txt", []),
  ]

  private static func zipped(isDeflated: Bool) -> [UInt8] {
    Builder.zip(
      contents.map { .init(name: $0.name, content: $0.content, isDeflated: isDeflated) })
  }

  /// An archive of each kind.
  private static let whole: [[UInt8]] = [
    zipped(isDeflated: false), zipped(isDeflated: true), Builder.tar(contents),
    Builder.gzip(Builder.tar(contents)), Builder.tar(contents, isOld: true),
  ]

  /// What has no mark of tar's is told by its sum alone.
  @Test func whatHasAnotherSumIsNoOldTarArchive() {
    var bytes = Builder.tar(Self.contents, isOld: true)
    func isArchive() -> Bool {
      Archive.isArchive(FileBytes(path: "a", content: Data(bytes)), named: "a")
    }
    #expect(isArchive())
    bytes[3] ^= 1
    #expect(!isArchive())
    bytes = [UInt8](repeating: 0, count: 1024)
    #expect(!isArchive())
  }

  private func withArchive<Result>(
    _ bytes: [UInt8], _ body: (String) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "archive").path
      try Data(bytes).write(to: URL(filePath: path))
      return try body(path)
    }
  }

  /// Links are files with the bytes of those that they lead to; those that lead nowhere are none.
  @Test func linksInATarArchiveAreFiles() throws {
    let links = [
      (name: "b/hard", target: "a/x", kind: 1), (name: "b/soft", target: "../a/x", kind: 2),
      (name: "b/chain", target: "soft", kind: 2), (name: "out", target: "../../x", kind: 2),
      (name: "whole", target: "/a/x", kind: 2), (name: "none", target: "a/y", kind: 1),
    ]
    try withArchive(Builder.tar([(name: "./a/x", content: [1, 2, 3])], links: links)) { path in
      let archive = try Archive(path: path)
      #expect(archive.entries.map(\.name) == ["a/x", "b/hard", "b/soft", "b/chain"])
      for entry in archive.entries { #expect(try archive.read(entry) == [1, 2, 3]) }
    }
  }

  @Test(arguments: whole.indices) func areReadFileByFile(index: Int) throws {
    try withArchive(Self.whole[index]) { path in
      #expect(Archive.isArchive(path))
      let archive = try Archive(path: path)
      #expect(archive.entries.map(\.name) == Self.contents.map(\.name))
      // From the last to the first, which a compressed stream has to go back for.
      for (entry, file) in zip(archive.entries, Self.contents).reversed() {
        #expect(try archive.read(entry) == file.content)
        #expect(try archive.read(entry, upTo: 5) == Array(file.content.prefix(5)))
      }
    }
  }

  /// A file comes out as it went in or not at all, wherever the archive was cut.
  @Test(arguments: whole.indices) func thatAreCutGiveNoWrongBytes(index: Int) throws {
    let bytes = Self.whole[index]
    for length in stride(from: 0, to: bytes.count, by: 7) {
      try expectRightOrRefused(Array(bytes[..<length]))
    }
  }

  /// A damaged list of a ZIP archive, or a damaged file in it, is noticed by its checksum.
  @Test(arguments: 0..<2) func thatAreDamagedGiveNoWrongBytes(index: Int) throws {
    let bytes = Self.whole[index]
    for place in stride(from: 0, to: bytes.count, by: 3) {
      for bit in [UInt8(1), 0x80] {
        var damaged = bytes
        damaged[place] ^= bit
        try expectRightOrRefused(damaged)
      }
    }
  }

  private func expectRightOrRefused(_ bytes: [UInt8]) throws {
    let right = Set(Self.contents.map(\.content))
    try withArchive(bytes) { path in
      do {
        let archive = try Archive(path: path)
        for entry in archive.entries {
          do {
            let content = try archive.read(entry)
            #expect(right.contains(content))
          } catch is FileError {}
        }
      } catch is FileError {}
    }
  }

  /// What a tar archive lost at its end cannot be listed, but that something is lost can.
  @Test(arguments: [2, 3]) func thatLostTheirEndSaySo(index: Int) throws {
    let bytes = Self.whole[index]
    try withArchive(bytes) { path throws in #expect(try Archive(path: path).damage == nil) }
    var checked = 0
    for length in stride(from: 600, to: bytes.count - 1024, by: 100) {
      try withArchive(Array(bytes[..<length])) { path in
        guard Archive.isArchive(path) else { return }
        checked += 1
        let damage = try #require(try Archive(path: path).damage)
        #expect(damage.description.contains("what followed is missing"))
      }
    }
    #expect(checked > 0)
  }

  /// A wrong byte in a stored block of DEFLATE decompresses well: the checksum alone tells.
  @Test func ofGzipAreHeldAgainstTheirChecksum() throws {
    var bytes = Builder.gzip(Builder.tar(Self.contents))
    let place = bytes.count / 2
    bytes[place] ^= 1
    try withArchive(bytes) { path in
      let error = #expect(throws: FileError.self) { try Archive(path: path) }
      #expect(error?.kind == .badData && error?.path == path)
    }
  }

  /// gzip's streams may follow one another, and zeros them.
  @Test func ofSeveralStreamsAreOne() throws {
    let tar = Builder.tar(Self.contents)
    let parts = [tar[..<700], tar[700..<1500], tar[1500...]].map { Builder.gzip(Array($0)) }
    let zeros = [UInt8](repeating: 0, count: 200_000)
    try withArchive(parts.joined() + zeros) { path in
      let archive = try Archive(path: path)
      #expect(archive.damage == nil)
      for (entry, file) in zip(archive.entries, Self.contents) {
        #expect(try archive.read(entry) == file.content)
      }
    }
  }

  @Test(arguments: [0, 1, 511, 512, 513, 1_023, 1_024, 1_111, 1_535, 1_536, 2_048])
  func sizesAtTheEndOfAllNumbersAreRefused(below: Int) throws {
    let bytes = Builder.tar(
      [(name: "a", content: [1])], statedSize: .max - below, isSizeBinary: true)
    try withArchive(bytes) { path in
      // Where the size is a number, the archive has nothing behind it.
      do {
        let archive = try Archive(path: path)
        #expect(archive.damage != nil)
      } catch let error as FileError {
        #expect(error.problem.contains("expected a size that fits in the archive"))
      }
    }
  }

  @Test func thatAreEncryptedAreRefused() throws {
    let file = Builder.ZipFile(name: "a/b.edf", content: [1, 2, 3], isEncrypted: true)
    try withArchive(Builder.zip([file, .init(name: "c", content: [4])])) { path in
      let archive = try Archive(path: path)
      let error = #expect(throws: FileError.self) { try archive.read(archive.entries[0]) }
      #expect(error?.path == "\(path)/a/b.edf")
      #expect(error?.problem == "expected a file that can be read, found an encrypted one")
      #expect(try archive.read(archive.entries[1]) == [4])
    }
  }

  @Test(arguments: [false, true]) func thatHoldMoreThanTheySayAreRefused(isDeflated: Bool) throws {
    let file = Builder.ZipFile(
      name: "bomb", content: [UInt8](repeating: 0, count: 5_000_000), isDeflated: isDeflated,
      statedSize: 100)
    try withArchive(Builder.zip([file])) { path in
      let archive = try Archive(path: path)
      #expect(throws: FileError.self) { try archive.read(archive.entries[0]) }
    }
  }

  @Test func thatSayMoreThanTheyHoldAreRefused() throws {
    for size in [101, 0xFFFF_FFFE] {
      let file = Builder.ZipFile(
        name: "a", content: [UInt8](repeating: 0, count: 100), isDeflated: true, statedSize: size)
      try withArchive(Builder.zip([file])) { path in
        let archive = try Archive(path: path)
        #expect(throws: FileError.self) { try archive.read(archive.entries[0]) }
      }
    }
    let tar = Builder.tar([(name: "a", content: [1, 2, 3])], statedSize: 8_000_000_000)
    try withArchive(tar) { path in
      let archive = try Archive(path: path)
      #expect(throws: FileError.self) { try archive.read(archive.entries[0]) }
    }
  }

  @Test func whoseFilesLieOverOneAnotherAreRefused() throws {
    let content = [UInt8](repeating: 7, count: 1000)
    let bytes = Builder.zip([
      .init(name: "a", content: content), .init(name: "b", content: content, over: 0),
    ])
    try withArchive(bytes) { path in
      let refusal = #expect(throws: FileError.self) { try Archive(path: path) }
      #expect(refusal?.path == path)
    }
  }

  /// As texts the names are one.
  private static let twins = ["e\u{301}/a\u{308}", "\u{E9}/\u{E4}"]

  /// Of files that have one name, byte for byte, nobody knows which is meant, unless
  /// they are the same.
  @Test func thatHaveANameTwiceSaySo() throws {
    let files = [
      Builder.ZipFile(name: "a", content: [1]), .init(name: "b", content: [2]),
      .init(name: "a", content: [3]), .init(name: "b", content: [2]),
    ]
    try withArchive(Builder.zip(files)) { path in
      let archive = try Archive(path: path)
      #expect(archive.entries.map { $0.refusal == nil } == [false, true, false, true])
      let error = #expect(throws: FileError.self) { try archive.read(archive.entries[0]) }
      #expect(error?.problem == "expected one file of this name in the archive, found several")
    }
    let twins = Self.twins.enumerated().map {
      Builder.ZipFile(name: $1, content: [UInt8($0)])
    }
    try withArchive(Builder.zip(twins)) { path throws in
      #expect(try Archive(path: path).entries.map { $0.refusal == nil } == [true, true])
    }
  }

  /// A link leads to the file whose name it has, and not to one whose letters are
  /// made up otherwise.
  @Test func linksInATarArchiveAreToldByBytes() throws {
    let files = Self.twins.enumerated().map { (name: $1, content: [UInt8($0)]) }
    let links = Self.twins.enumerated().map { (name: "l\($0)", target: $1, kind: 1) }
    try withArchive(Builder.tar(files, links: links)) { path in
      let archive = try Archive(path: path)
      #expect(try archive.entries.map { try archive.read($0) } == [[0], [1], [0], [1]])
    }
  }

  @Test(arguments: [
    "../a", "a/../../b", "/etc/a", "a//b", "a\\..\\b", "./../a", "..", "../\u{301}a",
  ])
  func namesThatLeadOutAreRefused(name: String) throws {
    for bytes in [
      Builder.zip([.init(name: name, content: [1])]), Builder.tar([(name: name, content: [1])]),
    ] {
      try withArchive(bytes) { path in
        let archive = try Archive(path: path)
        #expect(archive.entries.count == 1)
        #expect(archive.entries[0].refusal != nil)
        #expect(throws: FileError.self) { try archive.read(archive.entries[0]) }
      }
    }
  }
}
