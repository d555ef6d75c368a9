extension String {
  /// The text where it has at most `length` characters, otherwise its beginning with an ellipsis.
  func shortened(to length: Int) -> String {
    count <= length ? self : prefix(length - 1) + "…"
  }
}
