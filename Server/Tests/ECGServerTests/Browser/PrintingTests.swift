import ECGTestSupport
import Foundation
import Testing

/// What the viewer prints.
@Suite(.serialized, .waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"))
struct PrintingTests {
  private let page: ViewerPage
  private var browser: Chromium { page.browser }

  init() throws { page = try ViewerPage(answeredBy: StubServer()) }

  @Test("what is printed has the strips, in light colours, and the page is as before")
  func printing() throws {
    try browser.setScreen(width: 1280, isDark: true)
    try page.openExample()
    try browser.evaluate(
      """
      addEventListener("beforeprint", () => {
        window.printedTheme = document.documentElement.dataset.theme;
      });
      """)
    let printed = try browser.printed()
    #expect(try browser.evaluate("window.printedTheme") as? String == "light")
    #expect(printed.prefix(5) == Data("%PDF-".utf8))
    #expect(printed.count > 20_000)
    #expect(try page.texts("#print-strips figure").count == 5)
    #expect(
      try page.texts("#print-strips p") == ["Classes are a model’s; nobody has changed any."])
    // With a part of a pixel more than its box has room for, a strip would be printed
    // smaller than 25 mm/s.
    let excess = try browser.evaluate(
      """
      Math.max(...[...document.querySelectorAll("#print-strips canvas")].flatMap(({ width, height, style }) =>
        [width - 2 * 180 * 96 / 25.4, height - 2 * parseFloat(style.height) * 96 / 25.4]))
      """)
    #expect((excess as? Double ?? 1) <= 0)
    let theme = try browser.evaluate("document.documentElement.dataset.theme ?? 'as the screen'")
    #expect(theme as? String == "as the screen")
    page.expectQuiet()
  }

  @Test("on paper it is told what was corrected")
  func corrected() throws {
    try page.openExample()
    try page.click("[data-class=V] [data-step='1']")
    try page.click("#labels button")
    _ = try browser.printed()
    let words = "Classes are a model’s and a reader’s: 1 label changed."
    #expect(try page.texts("#print-strips p") == [words])
    page.expectQuiet()
  }
}
