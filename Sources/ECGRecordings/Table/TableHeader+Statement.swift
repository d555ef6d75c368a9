import ECGText

extension TableHeader {
  /// A line of a header that names a property and what it is: `Sampling rate: 360`, `Interval=<tab>2 ms`.
  enum Statement: Equatable {
    case samplingRate(Double)
    case interval(Double)
    /// Names of all columns.
    case names([String])
    case units([String?])
    /// Of no use here.
    case other

    /// - Returns: nil where the line is no such statement.
    init?(_ cells: [String], columns: Int) {
      var key: String
      var values = cells.dropFirst().map { $0 }
      if let first = cells.first, let mark = first.last, mark == "=" || mark == ":" {
        key = String(first.dropLast())
      } else if cells.count == 1, let text = cells.first,
        let mark = text.firstIndex(where: { $0 == ":" || $0 == "=" })
      {
        key = String(text[..<mark])
        values = [String(text[text.index(after: mark)...].trimmed)]
      } else {
        return nil
      }
      key = key.trimmed.lowercased()
      guard key.first?.isLetter == true, key.count <= 40, !key.hasPrefix("unnamed") else {
        return nil
      }
      self = Self.statement(key, values, columns: columns)
    }

    private static func statement(_ key: String, _ values: [String], columns: Int) -> Statement {
      let words = key.split { !$0.isLetter }.map(String.init)
      let value = values.first ?? ""
      let isRate =
        words.contains { $0.hasPrefix("sampl") }
        && words.contains { ["rate", "frequency"].contains($0) }
        || ["fs", "samplerate", "samplingrate", "samplingfrequency", "sfreq"].contains(
          words.joined())
      if isRate, let rate = quantity(value).map({ $1.hasPrefix("khz") ? $0 * 1000 : $0 }), rate > 0
      {
        return .samplingRate(rate)
      }
      if ["interval", "sampleinterval", "samplinginterval"].contains(words.joined()),
        let (number, unit) = quantity(value), number > 0
      {
        return .interval(number * (TimeUnit(unit)?.seconds ?? 1))
      }
      // LabChart names the channels, before which there is the time.
      if ["channeltitle", "channeltitles", "channelnames"].contains(words.joined()),
        values.count == columns - 1
      {
        return .names(["time"] + values)
      }
      let units = values.map { quantity($0)?.unit ?? $0 }
      if ["range", "unit", "units", "unitname"].contains(words.joined()) {
        if values.count == columns - 1, columns > 1 { return .units([nil] + units) }
        if values.count == 1, let unit = units.first, VoltageUnit.millivolts(in: unit) != nil {
          return .units((0..<columns).map { _ in unit })
        }
      }
      return .other
    }

    /// A number and the word behind it.
    private static func quantity(_ text: String) -> (number: Double, unit: String)? {
      let digits = text.prefix { $0.isNumber || ".+-eE".contains($0) }
      guard let number = Double(digits), number.isFinite else { return nil }
      return (number, text[digits.endIndex...].trimmed.lowercased())
    }
  }
}
