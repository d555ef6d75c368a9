import ECGText

/// What the name of a column says of it.
struct ColumnName {
  private let words: [String]

  init(_ name: String) {
    words = name.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "#" && $0 != "\u{B5}" }
      .map(String.init)
  }

  /// Whether it is a time.
  var isTime: Bool {
    isSurelyTime || words.contains { Self.times.contains($0) }
      || timeUnit != nil && words.count == 1
  }

  /// Whether it is a time, though its numbers do not grow.
  var isSurelyTime: Bool { words.contains { Self.sureTimes.contains($0) } }

  /// Whether it is a date of something else than the recording, such as of birth or of an export.
  var isOtherDate: Bool {
    words.contains { word in
      Self.otherDates.contains(word) || Self.stemsOfOtherDates.contains(where: word.contains)
    } || Self.otherDates.contains(words.joined())
  }

  /// Whether it counts rows.
  var isCount: Bool { words.contains { Self.counts.contains($0) } }

  /// The unit of time among its words: `ms` of `time_ms`; a single letter only alone
  /// or behind a time.
  var timeUnit: TimeUnit? {
    for (index, word) in words.enumerated().reversed() {
      guard let unit = TimeUnit(word) else { continue }
      if word.count > 1 || words.count == 1 || index > 0 && Self.isTimeWord(words[index - 1]) {
        return unit
      }
    }
    return nil
  }

  private static func isTimeWord(_ word: String) -> Bool {
    times.contains(word) || sureTimes.contains(word)
  }

  private static let sureTimes: Set<String> = [
    "time", "times", "timestamp", "timestamps", "datetime", "date", "elapsed", "zeit", "uhrzeit",
    "temps", "tiempo", "tempo", "tijd", "unixtime", "epoch",
  ]
  private static let otherDates: Set<String> = [
    "dob", "bdate", "bday", "geb", "gebdat", "gebdatum", "dod", "geboren", "born", "died", "death",
    "entlassung", "aufnahmedatum", "surgery", "operation",
  ]
  private static let stemsOfOtherDates = [
    "birth", "geburt", "geboorte", "naissance", "nacimiento", "nascita", "nascimento", "admission",
    "admitted", "discharg", "export", "import", "upload", "download", "print", "report", "diagnos",
    "implant", "enrol", "modified", "processed", "analysed", "analyzed",
  ]
  private static let times: Set<String> = ["t", "ts", "timer", "clock", "unix", "millis", "micros"]
  private static let counts: Set<String> = [
    "index", "idx", "sample", "samples", "frame", "frames", "#", "n", "no", "nr", "nseq", "seq",
    "id", "row", "count", "counter", "number",
  ]

  /// A cell of a header row cut into name and unit: `MLII (mV)`, `ECG [uV]`. A unit without
  /// brackets, as in `ECG_uV`, stays part of the name.
  static func parts(of text: String) -> (name: String, unit: String?) {
    guard let last = text.last, last == ")" || last == "]",
      let opening = text.lastIndex(where: { $0 == "(" || $0 == "[" })
    else { return (text, voltage(behind: text)) }
    return (
      String(text[..<opening].trimmed),
      String(text[text.index(after: opening)...].dropLast())
    )
  }

  /// The unit of voltage that a name ends in; V alone is a lead's.
  private static func voltage(behind name: String) -> String? {
    let words = name.split { $0 == "_" || $0.isWhitespace }
    guard words.count > 1, let unit = words.last, unit.count > 1,
      VoltageUnit.millivolts(in: String(unit)) != nil
    else { return nil }
    return String(unit)
  }

  /// A unit without brackets around it.
  static func bare(_ unit: String) -> String { String(unit.trimming { "()[] ".contains($0) }) }
}
