import ECGFiles
import Testing

/// What files hold, in messages.
@Suite struct PrintableTextTests {
  @Test(arguments: [
    ("plain ü 心 📈", "'plain ü 心 📈'"), ("a\nb\r", "'a\\nb\\r'"),
    ("\u{1B}[31mred", "'\\u{1B}[31mred'"),
    ("\u{0}\u{7}\u{9B}", "'\\0\\u{07}\\u{009B}'"), ("a\u{202E}b\u{2028}", "'a\\u{202E}b\\u{2028}'"),
  ])
  func isEscaped(text: String, quoted: String) { #expect(text.quoted == quoted) }

  @Test func isCut() {
    #expect(String(repeating: "ÿ", count: 60).quoted.count == 62)
    #expect(
      String(repeating: "ÿ", count: 500).quoted == "'\(String(repeating: "ÿ", count: 60))…'")
  }

  @Test func makesMessagesOfOneLine() {
    let error = FileError(
      .badData, path: "a\nb\u{1B}.edf", at: .line(1),
      "expected x, found \(String(repeating: "\u{0}", count: 5000))", remedy: "Mend it")
    let message = error.description
    #expect(message.hasPrefix("a\\nb\\u{1B}.edf: line 1: expected x, found \\0"))
    #expect(message.hasSuffix("\\0. Mend it") && message.count < 2200)
    #expect(!message.unicodeScalars.contains { $0.properties.generalCategory == .control })
  }
}
