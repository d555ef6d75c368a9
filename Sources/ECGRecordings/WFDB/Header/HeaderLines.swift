/// The lines of a header that say something, one after the other; its comments are kept on the way.
///
/// They are not made all at once: of short lines that takes many times the text.
struct HeaderLines: IteratorProtocol {
  /// The comments so far, without `#` and the blank after it.
  private(set) var comments: [String] = []
  private let path: String
  private var rest: Substring?
  /// The lines so far, empty ones and comments included.
  private var count = 0

  init(_ text: String, path: String) {
    (rest, self.path) = (text[...], path)
  }

  mutating func next() -> HeaderLine? {
    while let text = cut() {
      if text.hasPrefix("#") {
        comments.append(String(text.dropFirst().trimmingPrefix(" ")))
      } else if !text.allSatisfy(\.isWhitespace) {
        return HeaderLine(path: path, number: count, text: text)
      }
    }
    return nil
  }

  /// Takes the next line off.
  private mutating func cut() -> Substring? {
    guard let text = rest else { return nil }
    count += 1
    guard let end = text.firstIndex(where: \.isNewline) else {
      rest = nil
      return text
    }
    rest = text[text.index(after: end)...]
    return text[..<end]
  }
}
