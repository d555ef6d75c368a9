import ECGDownload
import Foundation
import Testing

/// The checksum against the examples of NIST and GNU coreutils' `sha256sum`.
@Suite struct SHA256Tests {
  /// Source: NIST, Cryptographic Standards and Guidelines, Examples with Intermediate Values,
  /// SHA-256; the last one is `yes a | tr -d '\n' | head -c 1000000 | sha256sum`.
  @Test(arguments: [
    ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ])
  func isThatOfTheExamples(text: String, count: Int, expected: String) {
    var checksum = SHA256()
    for _ in 0..<count { Data(text.utf8).withUnsafeBytes { checksum.add($0) } }
    #expect(checksum.text == expected)
  }

  /// However the bytes are cut, around the ends of blocks too.
  @Test func doesNotDependOnPieces() {
    for count in [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129, 1000] {
      let bytes = SampleDatabase.bytes(count, seed: UInt64(count))
      var whole = SHA256()
      bytes.withUnsafeBytes { whole.add($0) }
      for piece in [1, 7, 63, 64, 65] {
        var checksum = SHA256()
        var rest = bytes[...]
        while !rest.isEmpty {
          Data(rest.prefix(piece)).withUnsafeBytes { checksum.add($0) }
          rest = rest.dropFirst(piece)
        }
        #expect(checksum.text == whole.text)
      }
    }
  }

  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/sha256sum"), "no sha256sum")
  )
  func agreesWithCoreutils() throws {
    for count in [0, 3, 64, 4096, 100_001] {
      let bytes = SampleDatabase.bytes(count, seed: 9)
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/sha256sum")
      let (input, output) = (Pipe(), Pipe())
      process.standardInput = input
      process.standardOutput = output
      try process.run()
      try input.fileHandleForWriting.write(contentsOf: bytes)
      try input.fileHandleForWriting.close()
      let line = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      var checksum = SHA256()
      bytes.withUnsafeBytes { checksum.add($0) }
      #expect(line.prefix(64) == checksum.text)
    }
  }
}
