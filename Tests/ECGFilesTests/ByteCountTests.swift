import ECGFiles
import ECGTestSupport
import Foundation
import Testing

/// Numbers of bytes, as people read them.
@Suite struct ByteCountTests {
  @Test(arguments: [
    (0, "0 bytes"), (999, "999 bytes"), (1_000, "1.0 kB"), (117_345, "117.3 kB"),
    (1_500_000, "1.5 MB"), (93_900_000, "94 MB"), (411_500_000, "412 MB"),
    (1_400_000_000, "1.4 GB"), (999_949, "999.9 kB"), (999_950, "1.0 MB"), (9_950_000, "10 MB"),
    (999_500_000, "1.0 GB"),
  ])
  func areInPowersOfTen(bytes: Int, text: String) {
    #expect("\(ByteCount(bytes))" == text)
  }

  @Test func filesHaveTheirSizeAndNoneHasNone() throws {
    try withTemporaryFolder { folder in
      let (file, link) = (folder.appending(path: "file"), folder.appending(path: "link"))
      try Data(count: 2_500).write(to: file)
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
      #expect("\(ByteCount(ofFile: file.path))" == "2.5 kB")
      #expect("\(ByteCount(ofFile: link.path))" == "2.5 kB")
      #expect("\(ByteCount(ofFile: folder.appending(path: "none").path))" == "0 bytes")
    }
  }
}
