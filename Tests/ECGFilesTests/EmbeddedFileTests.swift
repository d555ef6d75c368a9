import ECGFiles
import Foundation
import Testing

/// A build that missed a change of an embedded file would go unnoticed otherwise.
@Suite struct EmbeddedFileTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Sources/CECGEmbedded").standardizedFileURL

  @Test(arguments: [
    "look.css", "mitbih_test_rows.u32le", "pretrained.safetensors", "recordings.safetensors",
    "report.mustache",
  ])
  func isThatOfTheSources(name: String) throws {
    let file = try Data(contentsOf: Self.folder.appending(path: name))
    #expect(
      EmbeddedFile.content(of: name) == file, "Run scripts/embed, so that the build notices.")
  }
}
