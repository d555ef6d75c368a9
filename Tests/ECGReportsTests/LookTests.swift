import Foundation
import Testing

/// The style sheet that the reports and the viewer share.
struct LookTests {
  static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")

  private static func read(_ path: String) throws -> String {
    try String(contentsOf: sources.appending(path: path), encoding: .utf8)
  }

  /// The colours of the first rule after `selector`, by name.
  private func colors(after selector: String, in sheet: String) throws -> [String: String] {
    let start = try #require(sheet.range(of: selector + " {")).upperBound
    let rule = sheet[start...].prefix { $0 != "}" }
    return Dictionary(
      rule.matches(of: #/--([A-Za-z-]+): (#[0-9a-f]{6});/#).map {
        (String($0.1), String($0.2))
      }, uniquingKeysWith: { _, last in last })
  }

  @Test func isOneForReportsAndViewer() throws {
    // The viewer loads it before what is its own, as the reports do.
    let page = try Self.read("../Server/Sources/CECGViewer/index.html")
    let sheets = page.matches(of: #/rel="stylesheet" href="([^"]*)"/#).map { String($0.1) }
    #expect(sheets.first == "look.css")
  }

  @Test func classesHaveTheColoursOfTheFigures() throws {
    let light = try colors(after: ":root", in: Self.read("CECGEmbedded/look.css"))
    #expect(
      ["N", "S", "V", "F", "Q"].map { light["class-\($0)"]?.uppercased() } == FigureTests.palette)
  }

  @Test func theTwoWaysToDarkAreTheSame() throws {
    let look = try Self.read("CECGEmbedded/look.css")
    let chosen = try colors(after: #":root[data-theme="dark"]"#, in: look)
    #expect(chosen.count > 10)
    #expect(chosen == (try colors(after: "  :root:not([data-theme])", in: look)))
  }

  /// WCAG 2.2 AA: 4.5 for text (1.4.3), 3 for what bounds a control (1.4.11).
  @Test(arguments: [false, true]) func contrastSuffices(isDark: Bool) throws {
    let look = try Self.read("CECGEmbedded/look.css")
    var colors = try colors(after: ":root", in: look)
    if isDark {
      colors.merge(try self.colors(after: #":root[data-theme="dark"]"#, in: look)) { $1 }
    }
    func contrast(_ name: String, on ground: String) throws -> Double {
      let pair = try [name, ground].map { luminance(try #require(colors[$0], "no \($0)")) }
      return (max(pair[0], pair[1]) + 0.05) / (min(pair[0], pair[1]) + 0.05)
    }
    for ground in ["ground", "card", "paper"] {
      for text in ["text", "muted", "accent"] {
        #expect(try contrast(text, on: ground) >= 4.5, "\(text) on \(ground)")
      }
      #expect(try contrast("edge", on: ground) >= 3, "edge on \(ground)")
      #expect(try contrast("focus", on: ground) >= 3, "focus on \(ground)")
    }
    #expect(try contrast("alarm", on: "alarm-ground") >= 4.5)
    #expect(try contrast("on-accent", on: "accent") >= 4.5)
    #expect(try contrast("trace", on: "grid-strong") >= 3)
  }

  private func luminance(_ color: String) -> Double {
    let number = Int(color.dropFirst(), radix: 16) ?? 0
    let parts = [16, 8, 0].map { shift -> Double in
      let part = Double(number >> shift & 255) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}
