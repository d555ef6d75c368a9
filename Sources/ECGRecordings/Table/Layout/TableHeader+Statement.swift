import ECGText

extension TableHeader {
  /// A line of a header that names a property and what it is: `Sampling rate: 360`,
  /// `Interval=<tab>2 ms`.
  enum Statement: Equatable {
    /// In Hz, and whether it is said to be that of the electrocardiogram.
    case samplingRate(Double, isOfECG: Bool)
    case interval(Double)
    /// Names of all columns.
    case names([String])
    case units([String?])
    /// Of no use here.
    case other

    /// - Parameter isProperty: whether the line is known to be a key and a value,
    ///   parted as cells are.
    /// - Returns: nil where the line is no such statement.
    init?(_ cells: [String], columns: Int, isProperty: Bool = false) {
      var key: String
      var values = cells.dropFirst().map { $0 }
      if let first = cells.first, let mark = first.last, mark == "=" || mark == ":" {
        key = String(first.dropLast())
      } else if cells.count == 1, let text = cells.first,
        let mark = text.firstIndex(where: { $0 == ":" || $0 == "=" })
      {
        key = String(text[..<mark])
        values = [String(text[text.index(after: mark)...].trimmed)]
      } else if let rate = Self.rate(inCells: cells) ?? Self.rate(bySample: cells) {
        self = rate
        return
      } else if isProperty {
        key = Self.parts(of: cells)[0]
        values = Array(Self.parts(of: cells).dropFirst())
      } else {
        return nil
      }
      key = key.trimmed.lowercased()
      guard key.first?.isLetter == true, key.count <= 40, !key.hasPrefix("unnamed") else {
        return nil
      }
      self = Self.statement(key, values, columns: columns)
    }

    /// A rate behind its name in a cell of its own, as in `Sampling rate,250 Hz`: names of columns
    /// begin with no digit.
    private static func rate(inCells cells: [String]) -> Statement? {
      let parts = parts(of: cells)
      guard parts.count > 1, parts[1].first?.isWholeNumber == true,
        parts.dropFirst(2).allSatisfy(\.isEmpty)
      else { return nil }
      let found = statement(parts[0].trimmed.lowercased(), [parts[1]], columns: parts.count)
      return if case .samplingRate = found { found } else { nil }
    }

    /// A rate without a name, in a unit that nothing else has: `2 msec/sample`,
    /// `500 samples/second`.
    private static func rate(bySample cells: [String]) -> Statement? {
      guard let text = cells.first, cells.dropFirst().allSatisfy(\.isEmpty),
        let (number, unit) = quantity(text.trimmed.description), number > 0
      else { return nil }
      let parts = unit.split(separator: "/").map { String($0.trimmed) }
      guard parts.count == 2 else { return nil }
      if let period = TimeUnit(parts[0]), parts[1] == "sample" {
        let seconds = number * period.seconds
        return plausibleRates.contains(1 / seconds) ? .interval(seconds) : nil
      }
      guard parts[0] == "samples", TimeUnit(parts[1]) == .seconds, plausibleRates.contains(number)
      else { return nil }
      return .samplingRate(number, isOfECG: false)
    }

    /// A key and what is behind it; in a table of one column commas part no cells.
    private static func parts(of cells: [String]) -> [String] {
      guard cells.count == 1 else { return cells }
      return cells[0].split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false).map {
        String($0.trimming { $0.isWhitespace || $0 == "\"" })
      }
    }

    private static func statement(_ key: String, _ values: [String], columns: Int) -> Statement {
      let words = key.split { !$0.isLetter }.map(String.init)
      let value = values.first ?? ""
      let isRate =
        !TableHeader.isOfFilter(key)
        && (words.contains { $0.contains("sampl") && !$0.contains("oversampl") }
          && words.contains { ["rate", "frequency"].contains($0) }
          || rateNames.contains(words.joined())
          || rateNames.contains(words.filter { $0 != "hz" }.joined()))
      if isRate {
        // That of another sensor says nothing of this one.
        let isOfECG = words.contains { ["ecg", "ekg"].contains($0) }
        guard isOfECG || !OtherName.matches(others(of: words)) else { return .other }
        guard let rate = rate(value, isInKilohertz: words.contains("khz")) else { return .other }
        // What a device can do at most is not what it did.
        guard words.allSatisfy({ !["max", "maximum", "min", "minimum"].contains($0) }) else {
          return .other
        }
        return .samplingRate(rate, isOfECG: isOfECG)
      }
      let bare = words.filter { TimeUnit($0) == nil }.joined()
      if ["interval", "sampleinterval", "samplinginterval", "samplingperiod"].contains(bare),
        let (number, unit) = quantity(value), number > 0
      {
        let named = words.lazy.compactMap(TimeUnit.init).first
        let seconds = number * ((TimeUnit(unit) ?? named)?.seconds ?? 1)
        // A number without a unit may be of milliseconds or microseconds, and one in
        // seconds of blocks.
        return plausibleRates.contains(1 / seconds) ? .interval(seconds) : .other
      }
      // LabChart names the channels, before which there is the time.
      if ["channeltitle", "channeltitles", "channelnames"].contains(words.joined()),
        [columns - 1, columns].contains(values.count)
      {
        return .names(values.count == columns ? values : ["time"] + values)
      }
      let units = values.map { quantity($0)?.unit ?? $0 }
      if ["range", "unit", "units", "unitname"].contains(words.joined()) {
        if values.count == columns - 1, columns > 1 { return .units([nil] + units) }
        if values.count == columns, columns > 1 { return .units(units) }
        if values.count == 1, let unit = units.first, VoltageUnit.millivolts(in: unit) != nil {
          return .units((0..<columns).map { _ in unit })
        }
      }
      return .other
    }

    /// What a key says besides that it is a sampling rate.
    private static func others(of words: [String]) -> String {
      words.filter {
        !$0.contains("sampl") && $0 != "rate" && $0 != "frequency" && !rateNames.contains($0)
      }
      .joined(separator: " ")
    }

    /// What a sampling rate is called in a word, or without blanks.
    private static let rateNames: Set<String> = [
      "fs", "samplerate", "samplingrate", "samplingfrequency", "samplefrequency", "sfreq", "sps",
      "samplespersecond", "abtastrate", "abtastfrequenz", "messrate",
      "fr\u{E9}quenced\u{E9}chantillonnage", "frecuenciademuestreo", "frequenzadicampionamento",
    ]

    /// A rate in Hz; nil where it is in a unit that is none of a rate, or none that an
    /// electrocardiogram has.
    private static func rate(_ text: String, isInKilohertz: Bool) -> Double? {
      let mark =
        text.firstIndex { !($0.isNumber || ".,+-eE \u{A0}'".contains($0)) } ?? text.endIndex
      guard let number = Self.number(String(text[..<mark].trimmed)) else { return nil }
      let unit = text[mark...].trimmed.lowercased()
      let rate: Double
      if unit.hasPrefix("khz") || unit == "k" || unit.isEmpty && isInKilohertz {
        rate = number * 1000
      } else if let period = TimeUnit(unit) {
        rate = number > 0 ? 1 / (number * period.seconds) : 0
      } else if unit.isEmpty || rateUnits.contains(where: unit.hasPrefix), !unit.contains("min") {
        rate = number
      } else {
        return nil
      }
      return plausibleRates.contains(rate) ? rate : nil
    }

    /// A number, with marks between thousands or with a decimal comma.
    private static func number(_ text: String) -> Double? {
      let plain = text.filter { !" \u{A0}'".contains($0) }
      switch NumberMarks.evidence(of: plain) {
      case nil: return Double(plain)
      case .sure(let marks):
        return Double(
          plain.filter { $0 != Character(UnicodeScalar(marks.group)) }.replacing(",", with: "."))
      // A rate of 1.000 or 1,000 is a thousand; of one sample a second there is no
      // electrocardiogram.
      case .doubtful: return Double(plain.filter { $0 != "," && $0 != "." })
      }
    }

    private static let rateUnits = [
      "hz", "sps", "samples/s", "samples per s", "sample/s", "/s", "1/s", "s/s",
    ]
    private static let plausibleRates = 10.0...1e6

    /// A number and the word behind it.
    private static func quantity(_ text: String) -> (number: Double, unit: String)? {
      let digits = text.prefix { $0.isNumber || ".+-eE".contains($0) }
      guard let number = Double(digits), number.isFinite else { return nil }
      return (number, text[digits.endIndex...].trimmed.lowercased())
    }
  }
}
