import ECGFiles
import ECGText

/// How a table of samples is laid out: what its first lines say, and what its columns hold.
struct TableLayout: Equatable, Sendable {
  /// A column of the table.
  struct Column: Equatable, Sendable {
    /// What a column holds.
    enum Content: Equatable, Sendable {
      case samples
      /// Samples that are all the same, as far as the beginning says.
      case flat
      /// Samples of two values, as of a switch.
      case twoLevels
      /// Times, which say the sampling rate or not.
      case times
      /// Dates without a time of day.
      case dates
      /// Numbers that count rows, or only grow.
      case counter
      case words
    }

    /// The name in the header row, without a unit in brackets; `column 1` where there is none.
    var name: String
    /// The unit that the header gives.
    var unit: String?
    var content: Content
    /// The lowest and highest number of the beginning.
    var range: ClosedRange<Float>?
    /// The numbers that stand for samples that are missing.
    var missing: MissingCode

    /// Whether the column may be a signal.
    var isSignal: Bool { [.samples, .flat, .twoLevels].contains(content) }
  }

  let separator: CellSeparator
  let marks: NumberMarks
  let ending: LineEnding
  private(set) var columns: [Column]
  /// Where the rows begin.
  let dataOffset: Int
  /// The lines before them.
  let headerLineCount: Int
  /// What two lines of numbers before them say.
  let stamp: TableStamp?
  /// Whether every other row of the beginning is blank: such rows are no samples.
  let isDoubleSpaced: Bool
  /// The column of times that says the sampling rate best.
  let clock: TableClock?
  /// Another that says another rate.
  let contradictingClock: TableClock?
  /// The columns that count rows, or packets of them.
  let counters: [TableCounter]
  /// The sampling rate that a line of the header says: of several that agree the exact one.
  let statedRate: StatedRate?
  /// Another that a line of the header says and that is not the same.
  let contradictingRate: StatedRate?
  /// Where times that begin evenly do not go on so, which keeps them from saying the rate.
  let brokenClock: BrokenClock?

  /// The column with the dates of the times of day, by its name that of nothing else.
  var dateColumn: Int? {
    guard clock?.isOfDay ?? false else { return nil }
    return columns.firstIndex { $0.content == .dates && !ColumnName($0.name).isOtherDate }
  }

  /// A column that is called a time and of which nothing is known otherwise.
  var unreadTime: Column? {
    guard clock == nil else { return nil }
    return columns.first {
      !$0.isSignal && $0.content != .dates && ColumnName($0.name).isSurelyTime
        && !ColumnName($0.name).isOtherDate
    }
  }

  /// Whether the table says its sampling rate.
  var saysRate: Bool { statedRate != nil || clock?.samplingRate != nil }

  /// Electrocardiograms have far fewer leads.
  private static let mostColumns = 64
  static let transpose: Remedy = "Transpose the table: a row for each time, a column for each lead"

  /// Reads the layout from a file's beginning.
  ///
  /// - Parameters:
  ///   - path: the file, as errors name it.
  ///   - size: its bytes.
  /// - Throws: ``FileError`` that names the line where this is no table that can be
  ///   read for certain.
  init(_ beginning: [UInt8], of path: String, size: Int) throws {
    let sample = try TableSample(beginning, of: path, size: size)
    let form = try TableForm(of: sample)
    try Self.checkOrientation(sample, form, size: size)
    let numbers = Numbers(sample, form)
    let first = numbers.content(0)
    let header = try TableHeader(
      of: sample, form, isFirstColumnIndex: form.kinds[0] == .text || first.course == .grows)
    (separator, marks, ending) = (form.separator, form.marks, sample.ending)
    stamp = form.stamp
    dataOffset = sample.lines[form.start].offset
    headerLineCount = sample.lines[form.start].number - 1
    isDoubleSpaced = sample.isDoubleSpaced(from: form.start)
    let rates = header.rates + Self.rates(inColumnsOf: header, form, numbers)
    let stated = rates.first(where: \.isExact) ?? rates.first
    statedRate = stated
    contradictingRate = stated.flatMap { stated in
      rates.first { !$0.agrees(with: stated) }
    }
    var clocks: [TableClock] = []
    columns = (0..<form.columnCount).map { index in
      var column = Column(header, index)
      let content = numbers.content(index)
      if let clock = numbers.clock(index, column) { clocks.append(clock) }
      column.content = Column.content(
        content, kind: form.kinds[index], isDates: numbers.areDates[index], name: column.name,
        isTimed: clocks.last?.column == index)
      column.range = content.range.map { Float($0.lowerBound)...Float($0.upperBound) }
      column.missing = numbers.missing[index]
      return column
    }
    counters = zip(columns, numbers.values).enumerated().compactMap { index, found in
      // Times that do not say the rate, as those of packets, count them.
      form.kinds[index] == .number && [.counter, .times].contains(found.0.content)
        ? TableCounter(column: index, name: found.0.name, values: found.1) : nil
    }
    try Self.checkLongForm(sample, form, columns)
    let clock = clocks.first { $0.samplingRate != nil } ?? clocks.first
    self.clock = clock
    contradictingClock = clocks.first { other in clock.map { !$0.agrees(with: other) } ?? false }
    brokenClock = clock?.samplingRate == nil ? numbers.brokenClock(columns) : nil
    // Behind names moved by one, a time that does not grow shows that the rows were cut wrongly.
    let moved = columns.first { header.isShifted && ColumnName($0.name).isTime && $0.isSignal }
    if let moved {
      throw FileError(
        .badData, path: path, at: .line(headerLineCount + 1),
        "expected \(columns.count - 1) cells, as the header has, found \(columns.count), of which "
          + "\(moved.name.quoted) does not grow as times do",
        remedy: "Give each column a name, or put numbers with commas into quotes")
    }
  }

  /// The sampling rates that columns say which have the same number in each row, as a
  /// column `fs` does.
  private static func rates(
    inColumnsOf header: TableHeader, _ form: TableForm, _ numbers: Numbers
  ) -> [StatedRate] {
    (header.names ?? []).enumerated().compactMap { index, name in
      guard form.kinds[index] == .number, numbers.content(index).course == .constant,
        let number = numbers.values[index].first(where: { !$0.isNaN }),
        // With an exponent its mark is none between thousands: 128.125 is no 128,125.
        case .samplingRate(let rate, let isOfECG)? = TableHeader.Statement(
          ["\(name)=\(number)e0"], columns: form.columnCount)
      else { return nil }
      return StatedRate(
        rate: rate, line: numbers.lines[0], isExact: true, isOfECG: isOfECG)
    }
  }

  /// Refuses a table whose rows are leads.
  private static func checkOrientation(
    _ sample: TableSample, _ form: TableForm, size: Int
  ) throws {
    guard form.columnCount > mostColumns else { return }
    let lines = sample.lines[form.start...]
    let bytes = lines.reduce(0) { $0 + $1.bytes.count + 1 }
    let rows = sample.isWhole ? lines.count : max(1, size / max(1, bytes / lines.count))
    guard rows < form.columnCount else { return }
    throw FileError(
      .badData, path: sample.path, at: .line(sample.lines[form.start].number),
      "expected a row for each time, found \(rows.counted("row")) of "
        + "\(form.columnCount) numbers: the samples stand in rows", remedy: transpose)
  }
}

extension TableLayout.Column {
  fileprivate init(_ header: TableHeader, _ index: Int) {
    let name = header.names?[index] ?? ""
    let units = header.units
    let split = ColumnName.parts(of: name)
    self.name = split.name.isEmpty ? "column \(index + 1)" : split.name
    unit = (index < units.count ? units[index] : nil).map { ColumnName.bare($0) } ?? split.unit
    content = .samples
    range = nil
    missing = MissingCode(of: [])
  }

  fileprivate static func content(
    _ content: ColumnContent, kind: TableForm.Kind, isDates: Bool, name: String, isTimed: Bool
  ) -> Content {
    switch kind {
    case .text: return isDates ? .dates : .words
    case .clock: return .times
    case .number: break
    }
    // What has no number as far as one sees may be a lead that is not there yet, or the
    // end of each row.
    if content.range == nil { return .flat }
    let named = ColumnName(name)
    switch content.course {
    // No signal rises so evenly, whatever single numbers do; but one that drifts may,
    // with beats on it.
    case .rises:
      let isLead = LeadName.isLead(name) || LeadName.saysECG(name) && !OtherName.isDerived(name)
      return named.isTime
        ? .times : content.isWhole && (named.isCount || !isLead) ? .counter : .samples
    case .constant: return .flat
    case .twoLevels: return .twoLevels
    case .grows: return isTimed ? .times : .counter
    case .repeats: return named.isTime ? .times : .counter
    case .signal:
      // So few rows that the name alone says what they are.
      guard content.steps.count + 1 >= ColumnContent.fewestRows else {
        return named.isTime ? .times : named.isCount ? .counter : .samples
      }
      return named.isSurelyTime ? .times : .samples
    }
  }
}
