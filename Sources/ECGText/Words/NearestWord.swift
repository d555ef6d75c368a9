/// Which of the words that make sense a mistyped one is most like.
package enum NearestWord {
  /// The word of `words` that is nearest to `word`, whatever the case of letters; nil where
  /// none is like it.
  package static func of(_ word: String, among words: some Sequence<String>) -> String? {
    let wanted = Array(word.lowercased())
    let distances = words.map { ($0, distance(wanted, Array($0.lowercased()))) }
    guard let (nearest, least) = distances.min(by: { $0.1 < $1.1 }) else { return nil }
    return least <= max(2, word.count / 2) ? nearest : nil
  }

  /// Levenshtein's distance: the letters to insert, take out or change.
  static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var corner = row[0]
      row[0] = i + 1
      for (j, other) in b.enumerated() {
        let change = corner + (letter == other ? 0 : 1)
        corner = row[j + 1]
        row[j + 1] = min(change, corner + 1, row[j] + 1)
      }
    }
    return row[b.count]
  }
}
