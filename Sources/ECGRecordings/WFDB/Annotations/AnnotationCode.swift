/// The codes of annotation files and their symbols (WFDB's `ecgcodes.h` and `annstr`).
public enum AnnotationCode {
  /// The symbols of codes 0 to 41; `nil` where WFDB defines none.
  private static let symbols: [Character?] = [
    " ", "N", "L", "R", "a", "V", "F", "J", "A", "S", "E", "j", "/", "Q", "~", nil, "|", nil, "s",
    "T", "*", "D", "\"", "=", "p", "B", "^", "t", "+", "u", "?", "!", "[", "]", "e", "n", "@", "x",
    "f", "(", ")", "r",
  ]

  private static let codes: [Character: UInt8] = Dictionary(
    uniqueKeysWithValues: (0...largest).compactMap { code in symbol(for: code).map { ($0, code) } })

  /// The largest code that programs may use for marks; 42 to 49 are free for their own.
  public static let largest: UInt8 = 49

  /// The symbol of `code`, or nil above ``largest``.
  ///
  /// Codes without a symbol of their own (15, 17, 42 to 49) are given one of Unicode's private use
  /// area, U+E000 plus the code, so that they survive being read and written.
  public static func symbol(for code: UInt8) -> Character? {
    guard code <= largest else { return nil }
    if Int(code) < symbols.count, let symbol = symbols[Int(code)] { return symbol }
    return Unicode.Scalar(0xE000 + UInt32(code)).map(Character.init)
  }

  /// The code of `symbol`, or nil where annotation files have none for it.
  public static func code(for symbol: Character) -> UInt8? { codes[symbol] }

  /// Whether `symbol` marks a beat (a QRS complex), after WFDB's `isqrs`.
  public static func isBeat(_ symbol: Character) -> Bool { beats.contains(symbol) }

  private static let beats: Set<Character> = [
    "N", "L", "R", "a", "V", "F", "J", "A", "S", "E", "j", "/", "Q", "B", "?", "e", "n", "f", "r",
  ]
}
