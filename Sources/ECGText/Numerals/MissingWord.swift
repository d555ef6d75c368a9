/// The words for a number that is missing.
package enum MissingWord {
  /// Those of pandas, R, MATLAB and C, and what people write by hand.
  private static let words: Set<String> = [
    "nan", "-nan", "+nan", "na", "n/a", "#n/a", "<na>", "null", "none", "-", ".", "missing",
    "--", "?", "!", "lead_off", "lead off", "lead-off", "leadoff", "#num!", "#value!", "#div/0!",
    "nan(ind)", "-nan(ind)", "1.#ind", "-1.#ind", "1.#qnan", "-1.#qnan",
  ]
  private static let longest = 9

  /// Whether a cell is empty or holds such a word.
  package static func matches(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    cell.isEmpty
      || cell.count <= longest && words.contains(String(decoding: cell, as: UTF8.self).lowercased())
  }
}
