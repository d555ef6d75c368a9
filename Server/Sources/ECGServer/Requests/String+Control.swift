extension StringProtocol {
  /// Whether there are characters that are no text, such as line breaks: those of ASCII that have no
  /// sign.
  var hasControlCharacters: Bool {
    unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
  }
}
