import ECGText
import Foundation

/// An electrocardiogram as Apple Health exports it: lines of a key and a value, then
/// a sample a line.
///
/// Keys, units and decimal marks follow the language and region of the telephone, so nothing
/// is known by its key. The rate is the value of a number and a word for hertz, the unit a
/// unit of voltage, the time the one value with a date and a time of day. All else, the
/// person's name and date of birth among it, is passed over: it is neither kept nor shown, not
/// even in an error message.
///
/// Other programs write lines of a key and a value above a column as well. Apple's are told by the
/// rate of its watches, or by two of what few others have together: a time with its zone,
/// microvolts, and a lead of which the kind is said.
struct AppleHealthTable: Sendable {
  /// Samples per second in Hz; nil where the file does not say so in a form known here.
  let samplingRate: Double?
  /// The unit of the samples; nil where the file does not say it.
  let unit: String?
  /// The lead: the watch records what is like lead I.
  let lead: String
  let start: DateComponents?
  /// Where the samples begin, and the lines before them.
  let dataOffset: Int
  let headerLineCount: Int

  /// The key-value lines of true exports are ten to twelve.
  private static let mostHeaderLines = 40
  /// The rates of the watches, in Hz: 512, as far as their clocks are right.
  private static let watchRates = 500.0...525

  /// - Parameter beginning: the first bytes of the file.
  /// - Returns: nil where this is no such file.
  init?(_ beginning: [UInt8]) {
    guard
      let (values, offset, count) = beginning.withUnsafeBufferPointer({ Self.header($0) }),
      values.count >= 3
    else { return nil }
    let units = values.compactMap(Self.unit(from:))
    samplingRate = Self.samplingRate(from: values)
    // The first lines are about the person, whose name may end in a numeral.
    let lead = values.dropFirst(3).reversed().lazy.compactMap(Self.lead(from:)).first
    let traits = [
      values.contains(where: Self.isZonedTime), lead != nil,
      units.contains { VoltageUnit.millivolts(in: $0) == 1e-3 },
    ]
    guard samplingRate.map(Self.watchRates.contains) ?? false || traits.count(where: \.self) > 1
    else { return nil }
    start = values.lazy.compactMap(Self.date(from:)).first
    unit = units.last
    self.lead = lead ?? "I"
    (dataOffset, headerLineCount) = (offset, count)
  }

  /// The values of the lines before the samples, and where the samples begin; nil
  /// where there are none.
  private static func header(
    _ beginning: UnsafeBufferPointer<UInt8>
  ) -> (values: [String], offset: Int, lines: Int)? {
    guard let start = beginning.baseAddress else { return nil }
    let hasMark = beginning.starts(with: TextLines.byteOrderMark)
    let lines = TextLines(
      from: start + (hasMark ? TextLines.byteOrderMark.count : 0), to: start + beginning.count,
      ending: LineEnding(of: beginning))
    var values: [String] = []
    // Whether the line before has something in it: in true exports a blank one parts
    // keys from samples.
    var isBehindText = false
    for (count, line) in lines.enumerated() {
      guard count <= Self.mostHeaderLines else { break }
      let text = String(decoding: line, as: UTF8.self).trimmed
      if AppleHealthNumber(String(text)) != nil {
        let offset = (line.baseAddress ?? start) - start
        let samples = UnsafeBufferPointer(rebasing: beginning[offset...])
        guard haveOneCell(samples, areNamed: isBehindText) else { return nil }
        return (values, offset, count)
      }
      isBehindText = !text.isEmpty
      // A key without a value, such as that of a name that was never given, is none.
      guard let comma = text.firstIndex(of: ",") else { continue }
      // No key is a number: this is a row of a table.
      guard AppleHealthNumber(String(text[..<comma])) == nil else { return nil }
      // The limit of a filter is in hertz as well.
      if TableHeader.isOfFilter(String(text[..<comma])) { continue }
      values.append(
        String(text[text.index(after: comma)...].trimming { $0.isWhitespace || $0 == "\"" }))
    }
    return nil
  }

  /// Whether lines of samples have one cell each, though there may be commas in them, which part
  /// the cells of tables.
  ///
  /// - Parameter areNamed: whether the line before the first, which may hold names of
  ///   columns, is not blank.
  private static func haveOneCell(_ samples: UnsafeBufferPointer<UInt8>, areNamed: Bool) -> Bool {
    guard let start = samples.baseAddress else { return false }
    let ending = LineEnding(of: samples)
    // The last line may be cut.
    let end = samples.last == ending.byte ? nil : samples.lastIndex(of: ending.byte)
    let lines = TextLines(from: start, to: start + (end ?? samples.count), ending: ending)
    var count = 0
    var isDecimal = false
    for line in lines {
      let text = String(decoding: line, as: UTF8.self)
      if let number = AppleHealthNumber(text) {
        if number.isWithoutComma { return true }
        if text.trimmed.last != "," { count += 1 }
        isDecimal = isDecimal || number.hasDecimalComma
      } else {
        let cells = text.split(separator: ",", omittingEmptySubsequences: false)
        if cells.count > 1, cells.allSatisfy({ AppleHealthNumber(String($0)) != nil }) {
          return false
        }
      }
    }
    // Of many fractions some begin with a zero, of whole numbers none.
    return count == 0 || isDecimal || !areNamed && count < fewestFractions
  }

  /// In fewer numbers there may be by chance no fraction that begins with a zero.
  private static let fewestFractions = 64

  /// `512 hertz`, `511,562 Hertz`, `512ヘルツ`: a number and a word for hertz, of which
  /// there is but one.
  private static func samplingRate(from values: [String]) -> Double? {
    let rates = values.compactMap { value -> Double? in
      let number = value.prefix { $0.isWholeNumber || ".,\u{66B}".contains($0) }
      let word = value[number.endIndex...].drop(while: \.isWhitespace).lowercased()
      guard
        let rate = AppleHealthNumber(String(number))?.value(mark: nil),
        (100...2_000).contains(rate), hertz.contains(where: word.hasPrefix)
      else { return nil }
      return rate
    }
    return rates.count == 1 ? rates[0] : nil
  }

  /// How words for hertz begin in the languages of telephones, in small letters.
  private static let hertz = [
    "hz", "hert", "herc", "h\u{E9}c", "герц", "гц", "херц", "хц", "χερτζ", "ヘルツ",
    "赫", "헤르츠", "هرتز", "هيرتز", "הרץ", "เฮิร", "हर्ट",
  ]

  private static func unit(from value: String) -> String? {
    if VoltageUnit.millivolts(in: value) != nil { return value == "V" ? nil : value }
    // The units' symbols are written in the script of the language in some regions.
    return ["мкв": "\u{B5}V", "мв": "mV", "微伏": "\u{B5}V", "毫伏": "mV"][value.lowercased()]
  }

  /// `Lead I`, `Ableitung I`, `リードI`: the lead's number at the end of its name.
  private static func lead(from value: String) -> String? {
    let end = value.reversed().prefix { $0 == "I" || $0 == "V" || $0.isASCII && $0.isNumber }
    let lead = String(end.reversed())
    let before = value.dropLast(lead.count).last
    guard ["I", "II", "III", "V1", "V2", "V3", "V4", "V5", "V6"].contains(lead),
      value.count > lead.count, let before, before.isWhitespace || !before.isASCII
    else { return nil }
    return lead
  }

  /// Whether a value is a time with its zone, as Apple writes it: `2020-07-31 22:48:19 +0200`.
  private static func isZonedTime(_ value: String) -> Bool {
    value.wholeMatch(of: /\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} ?(?:[+-]\d{2}:?\d{2}|Z)/) != nil
  }

  /// `2020-07-31 22:48:19 +0200`; a date of birth has no time of day.
  private static func date(from value: String) -> DateComponents? {
    guard
      let match = value.wholeMatch(
        of: /(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})(?: ?[+-]\d{2}:?\d{2}| ?Z)?/)
    else { return nil }
    let numbers = [match.1, match.2, match.3, match.4, match.5, match.6].compactMap { Int($0) }
    guard numbers.count == 6 else { return nil }
    return DateComponents(
      year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4],
      second: numbers[5])
  }
}

/// A number as Apple's formatter writes it in some region: digits of the region, a decimal mark,
/// perhaps marks between groups of three digits, perhaps a true minus sign.
struct AppleHealthNumber {
  /// Digits in ASCII, a minus, and marks: points and commas.
  let text: String
  /// Whether no comma of it could part the cells of a table: there is none, or it stands in
  /// quotation marks.
  let isWithoutComma: Bool

  /// - Returns: nil where `text` is no number.
  init?(_ text: String) {
    var plain = ""
    var hasDigit = false
    var hasComma = false
    let bare = text.trimming { $0.isWhitespace || $0 == "\"" || $0 == ";" }
    for (index, character) in bare.enumerated() {
      switch character {
      case "-", "\u{2212}":
        guard index == 0 else { return nil }
        plain.append("-")
      case "+": guard index == 0 else { return nil }
      case ".": plain.append(character)
      case ",":
        hasComma = true
        plain.append(character)
      case "\u{66B}": plain.append(",")
      // Marks between groups of digits that cannot be decimal marks, and marks of direction.
      // A plain blank is none of them: it stands between the cells of tables.
      case "\u{66C}", "'", "\u{2019}", "\u{A0}", "\u{202F}", "\u{200E}", "\u{200F}": continue
      default:
        guard let digit = character.wholeNumberValue, digit < 10 else { return nil }
        hasDigit = true
        plain.append("\(digit)")
      }
    }
    // A cell behind the number is empty or not there.
    if plain.last == "," { plain.removeLast() }
    guard hasDigit, plain.count <= 40, Self.isGrouped(plain) else { return nil }
    self.text = plain
    isWithoutComma = !hasComma || text.trimmed.first == "\""
  }

  /// Whether marks stand where a formatter puts them: one kind between groups of digits, the last
  /// of which has three, then at most one of the other kind.
  private static func isGrouped(_ text: String) -> Bool {
    let digits = text.drop { $0 == "-" }
    let parts = digits.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
    guard parts[0].isEmpty == false else { return false }
    let marks = digits.filter { $0 == "." || $0 == "," }
    guard marks.count > 1, let first = marks.first else { return true }
    guard marks.dropLast().allSatisfy({ $0 == first }) else { return false }
    let groups = marks.last == first ? parts : parts.dropLast()
    // In some regions those before the last have two.
    return 1...3 ~= parts[0].count && parts[0].first != "0" && groups.last?.count == 3
      && groups.dropFirst().allSatisfy { 2...3 ~= $0.count }
  }

  /// Whether this number alone shows that its comma is a decimal mark: behind a mark between
  /// groups, behind `-0`, or before a zero that is not the last digit.
  var hasDecimalComma: Bool {
    guard let comma = text.lastIndex(of: ",") else { return false }
    let (whole, fraction) = (text[..<comma], text[text.index(after: comma)...])
    guard !fraction.contains(".") else { return false }
    return whole.contains(".") || whole == "-0" || fraction.count > 1 && fraction.first == "0"
  }

  /// The decimal mark, where this number alone gives it away: the last one of two, or one that is
  /// not followed by exactly three digits.
  var decimalMark: Character? {
    guard let last = text.lastIndex(where: { $0 == "." || $0 == "," }) else { return nil }
    let mark = text[last]
    let others = text[..<last].filter { $0 == "." || $0 == "," }
    if others.contains(mark) { return mark == "." ? "," : "." }
    if !others.isEmpty { return mark }
    return text.distance(from: last, to: text.endIndex) == 4 ? nil : mark
  }

  /// The value.
  ///
  /// - Parameter mark: the decimal mark; nil to take the last mark for it.
  func value(mark: Character?) -> Double? {
    let mark = mark ?? text.last { $0 == "." || $0 == "," } ?? "."
    let digits = text.filter { $0 == mark || $0 == "-" || $0.isNumber }
    return Double(digits.replacing(String(mark), with: "."))
  }
}
