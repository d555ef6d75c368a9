import Foundation
import Testing

/// Libraries, the server's among them, know no command line: what they say names neither
/// options nor commands.
struct LibraryWordsTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// What may, and why.
  private static let exceptions = [
    // A card says which command wrote it, and by which the data were made, so that it
    // can be done again.
    "Sources/ECGReports/ModelCard/ModelCard.swift"
  ]

  /// An option, or a command; `swift-ecg` is the name of formats, `var(--x)` one of a style sheet.
  private static func namesACommandLine(_ line: Substring) -> Bool {
    let code = line.replacing(#/(^|[^:])\/\/.*$/#, with: { "\($0.1)" })
    return code.replacing("var(--", with: "").contains(#/--[a-z]/#)
      || code.replacing("swift-ecg", with: "").contains(#/\becg [a-z]/#)
  }

  private static func sources(of folder: String) throws -> [String] {
    let files = try #require(
      FileManager.default.enumerator(atPath: root.appending(path: folder).path))
    return files.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }
      .map { "\(folder)/\($0)" }
  }

  @Test func noLibraryNamesOptionsOrCommands() throws {
    let targets = try FileManager.default
      .contentsOfDirectory(atPath: Self.root.appending(path: "Sources").path)
      .filter { $0.hasPrefix("ECG") }.map { "Sources/\($0)" }
    #expect(targets.count > 15)
    for target in targets + ["Server/Sources/ECGServer"] {
      let files = try Self.sources(of: target)
      #expect(!files.isEmpty, "\(target)")
      for file in files where !Self.exceptions.contains(file) {
        let text = try String(contentsOf: Self.root.appending(path: file), encoding: .utf8)
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
          .enumerated() where Self.namesACommandLine(line)
        {
          Issue.record("\(file):\(number + 1) names a command or an option: \(line)")
        }
      }
    }
  }

  @Test func everyExceptionIsOne() throws {
    for file in Self.exceptions {
      let text = try String(contentsOf: Self.root.appending(path: file), encoding: .utf8)
      #expect(text.split(separator: "\n").contains(where: Self.namesACommandLine), "\(file)")
    }
  }

  @Test(arguments: [
    (#"remedy: "Go on with --resume""#, true),
    (#"remedy: "Make one with \"ecg train beats\"")"#, true),
    ("  or of files that ecg prepare ptbdb wrote", true),
    ("  /// As `ecg classify --json` does.", false),
    ("let a = b  // for --json", false),
    (#"case beatModel = "swift-ecg heartbeat classifier""#, false),
    ("stroke:var(--class-N)", false), (#"let link = "https://x.org/ecg/--help""#, true),
  ]) func theCheckTellsWhatNamesThem(line: String, names: Bool) {
    #expect(Self.namesACommandLine(Substring(line)) == names)
  }
}
