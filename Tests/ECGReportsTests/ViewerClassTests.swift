import ECGRecordings
import ECGReports
import ECGSignals
import ECGTestSupport
import Foundation
import Testing

/// The server's viewer, which is written in JavaScript, has the classes of beats that
/// the library has.
@Suite(.hangLimit, .enabled(if: Chromium.path != nil, "there is no Chromium"))
struct ViewerClassTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Server/Sources/CECGViewer").standardizedFileURL
  private static let address = "http://viewer.test/"
  private let browser: Chromium

  init() throws {
    browser = try Chromium()
    browser.answer = { request in
      let name = request.url.lastPathComponent
      guard name.hasSuffix(".js"),
        let body = try? Data(contentsOf: Self.folder.appending(path: name))
      else { return Chromium.Answer(fields: ["Content-Type": "text/html"], body: Data()) }
      return Chromium.Answer(fields: ["Content-Type": "text/javascript"], body: body)
    }
    try browser.open(Self.address)
  }

  private func run(_ script: String) throws -> Any? {
    try browser.evaluate("(async () => { \(script) })()")
  }

  private func json(_ value: Any) throws -> String {
    String(decoding: try JSONSerialization.data(withJSONObject: value), as: UTF8.self)
  }

  @Test func lettersAndNamesAreThoseOfTheLibrary() throws {
    let found = try run(
      """
      const { classes, classNames } = await import("./classes.js");
      return classes.map((letter) => `${letter} ${classNames[letter].toLowerCase()}`);
      """)
    #expect(found as? [String] == AAMIClass.allCases.map { "\($0.letter) \($0.shortName)" })
  }

  /// Every code of annotation files, and what stands for none of their symbols.
  @Test func symbolsAreOfTheClassesOfTheLibrary() throws {
    let codes = (0...AnnotationCode.largest).compactMap(AnnotationCode.symbol)
    #expect(codes.count == 50)
    let symbols = codes + ["Z", "5", "é"]
    let found = try run(
      """
      const { isBeat, labelOf } = await import("./annotations.js");
      return \(try json(symbols.map(String.init))).map((symbol) => [isBeat(symbol), labelOf(symbol) ?? -1]);
      """)
    let answers = try #require(found as? [[Any]])
    #expect(answers.count == symbols.count)
    for (symbol, answer) in zip(symbols, answers) {
      #expect(answer[0] as? Bool == AnnotationCode.isBeat(symbol), "\(symbol)")
      #expect(answer[1] as? Int == AAMIClass(symbol: symbol)?.label ?? -1, "\(symbol)")
    }
    #expect(answers.count { $0[0] as? Bool == true } == 19)
    let none = try run(
      """
      const { isBeat, labelOf } = await import("./annotations.js");
      return [isBeat(""), labelOf("")].join();
      """)
    #expect(none as? String == "false,")
  }

  /// The symbols of a file's codes: each code once, a sample apart.
  @Test func codesOfAnnotationFilesHaveTheSymbolsOfTheLibrary() throws {
    let codes = Array(1...AnnotationCode.largest)
    let words = codes.map { Int($0) << 10 | 1 } + [0]
    let found = try run(
      """
      const { readAnnotations } = await import("./annotations.js");
      const { annotations } = readAnnotations(new Uint16Array(\(try json(words))).buffer, "codes");
      return annotations.map(({ symbol }) => symbol);
      """)
    let symbols = codes.map { code -> String in
      let symbol = AnnotationCode.symbol(for: code) ?? " "
      // The library keeps codes without a symbol of their own; the viewer does not write them.
      return symbol.unicodeScalars.contains { $0.value >= 0xE000 } ? "" : String(symbol)
    }
    #expect(found as? [String] == symbols)
  }

  /// Pages and viewer show a class by one mark, whatever the order of the mark's attributes.
  @Test func marksAreThoseOfReports() throws {
    let marks = AAMIClass.allCases.compactMap { kind in
      ClassMark(String(kind.letter)).map { [String(kind.letter), $0.element, $0.style] }
    }
    #expect(marks.count == AAMIClass.allCases.count)
    let found = try run(
      """
      const { markElement } = await import("./marks.js");
      return \(try json(marks)).filter(([letter, element, style]) => {
        const theirs = new DOMParser().parseFromString(element, "text/html").querySelector("svg");
        const ours = markElement(letter);
        return !ours.classList.contains(style) || !ours.querySelector("svg").isEqualNode(theirs);
      }).map(([letter]) => letter);
      """)
    #expect(found as? [String] == [])
  }
}
