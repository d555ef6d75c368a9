import ECGServer
import Foundation
import Testing

@Suite struct ViewerFilesTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Sources/CECGViewer").standardizedFileURL

  /// A build that missed a change of an embedded file would go unnoticed otherwise.
  @Test func areThoseOfTheSources() throws {
    let embedded = ViewerFiles.embedded.filter { $0.name != "look.css" }
    for (name, content) in embedded {
      let file = try Data(contentsOf: Self.folder.appending(path: name))
      #expect(content == file, "\(name): run scripts/embed, so that the build notices.")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { !["include", "viewer.c"].contains($0) }
    #expect(embedded.map(\.name).sorted() == names.sorted())
  }
}
