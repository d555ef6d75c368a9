import ECGFiles
import ECGText
import Foundation

extension RecordingFile {
  /// Opens a table.
  ///
  /// - Throws: `FileError` where no column can be a signal, nothing says the sampling rate, or the rate
  ///   that was given contradicts the times in the table.
  static func open(
    _ layout: TableLayout, _ bytes: FileBytes, in folder: InputFolder,
    _ options: RecordingOptions
  ) throws -> RecordingFile {
    if let unit = options.unit, VoltageUnit.millivolts(in: unit) == nil {
      throw FileError(
        .badData, path: bytes.path,
        "expected the unit of the samples, \(VoltageUnit.names.joined(separator: ", ")), found "
          + "\(unit.quoted)", remedy: "Give one of these\(.unit, "uV")")
    }
    let columns = try columns(layout, options, path: bytes.path)
    let rows = try TableRows(bytes, layout: layout)
    try rows.checkOneRecording()
    // Whoever says the rate: rows cannot be read from the last to the first.
    if let broken = layout.brokenClock, broken.isFalling { throw broken.error(bytes.path) }
    try checkRate(options.samplingRate, layout, path: bytes.path)
    let clocks = [layout.clock, layout.contradictingClock].compactMap(\.self)
    let clock = clocks.first { clock in options.samplingRate.map(clock.agrees) ?? true }
    let times = try clock.flatMap {
      try TableTimes(
        rows, clock: $0, given: options.samplingRate, limits: options.limits)
    }
    let samplingRate = try chosenRate(options, layout, times, path: bytes.path)
    let signals = columns.map { index in
      let column = layout.columns[index]
      var signal = RecordedSignal(
        name: column.name, storedUnit: options.unit ?? column.unit ?? "mV",
        samplingRate: samplingRate, number: index + 1,
        glimpse: RecordedSignal.Glimpse(
          isFlat: column.content == .flat, isTwoLevels: column.content == .twoLevels,
          range: column.range, isUnitStated: options.unit != nil || column.unit != nil))
      // Chosen as if it were mV, but not said to be.
      if signal.implausibleSpan != nil { signal.unit = "" }
      return signal
    }
    let missing = try rows.missingCodes(in: columns)
    let flags = try ElectrodeFlags(rows, besides: options.columns == nil ? [] : columns)
    let counts = try TableCounts.most(of: rows, besideTimes: times != nil)
    // Where there are times, they say where rows are missing.
    let runs =
      try times?.runs ?? counts?.runs(of: rows, rate: samplingRate, limits: options.limits)
      ?? [SampleRun(start: 0, periods: 0..<rows.count)]
    let contradiction = times.flatMap {
      counts?.contradiction(of: $0, rows, rate: samplingRate)
    }
    let store = TableStore(
      rows, columns: columns, signals: signals, missing: missing, flags: flags,
      samplingRate: samplingRate, runs: runs, contradiction: contradiction)
    let start = try TableStart(rows)
    return RecordingFile(
      path: bytes.path, format: .table, start: start?.date,
      decisions: decisions(layout, times, samplingRate, isGiven: options.samplingRate != nil)
        + (times == nil ? counts?.remarks(rows) ?? [] : []) + flags.notes(layout.columns)
        + codes(missing, in: columns) + remarks(rows, start),
      store: store, folder: folder)
  }

  /// Refuses a rate that the table contradicts.
  private static func checkRate(
    _ given: Double?, _ layout: TableLayout, path: String
  ) throws {
    guard let given else { return }
    let clocks = [layout.clock, layout.contradictingClock].compactMap(\.self)
    // Where the file contradicts itself, the user decides between the two, and over a line of a header.
    guard let clock = clocks.first, let rate = clock.samplingRate,
      !clocks.contains(where: { $0.samplingRate != nil && $0.agrees(given) }),
      !statedRates(layout).contains(where: { $0.agrees(given) })
    else { return }
    throw FileError(
      .badData, path: path,
      "expected \(text(rate)) Hz, as column \(clock.name.quoted) says, found a rate of "
        + "\(text(given)) Hz",
      remedy: "Leave the rate out, or correct the file")
  }

  private static func statedRates(_ layout: TableLayout) -> [StatedRate] {
    [layout.statedRate, layout.contradictingRate].compactMap(\.self)
  }

  /// The rate to read with: that given, else that of the header, which is exact where the times agree
  /// with it, else that of the times.
  private static func chosenRate(
    _ options: RecordingOptions, _ layout: TableLayout, _ times: TableTimes?, path: String
  ) throws -> Double {
    if let given = options.samplingRate { return given }
    if let clock = layout.clock, let other = layout.contradictingClock,
      let rates = clock.samplingRate.flatMap({ rate in other.samplingRate.map { (rate, $0) } })
    {
      throw FileError(
        .badData, path: path,
        "expected one sampling rate, found \(text(rates.0)) Hz by the times in column "
          + "\(clock.name.quoted) and \(text(rates.1)) Hz by those in column \(other.name.quoted)",
        remedy: "Give that which is right in Hz\(.samplingRate, 360)")
    }
    if let clock = layout.clock, let found = times?.samplingRate {
      try checkUnit(clock, found, path)
    }
    guard let stated = layout.statedRate else {
      return try times?.samplingRate ?? rate(options, layout, path)
    }
    guard let found = times?.samplingRate, let clock = layout.clock else {
      guard let other = layout.contradictingRate else { return stated.rate }
      throw FileError(
        .badData, path: path, at: .line(other.line),
        "expected one sampling rate, found \(text(stated.rate)) Hz on line \(stated.line) and "
          + "\(text(other.rate)) Hz on this one",
        remedy: "Give that of the samples in Hz\(.samplingRate, text(other.rate))")
    }
    // Of several the times tell which is meant.
    let slack = found * (TableClock.slack + clock.uncertainty)
    guard let stated = statedRates(layout).first(where: { abs($0.rate - found) <= slack }) else {
      throw FileError(
        .badData, path: path,
        "expected one sampling rate, found \(text(stated.rate)) Hz in the header and \(text(found)) Hz by "
          + "the times in column \(clock.name.quoted)",
        remedy: "Give that which is right in Hz\(.samplingRate, 360)")
    }
    return stated.isExact ? stated.rate : found
  }

  /// Refuses times in a unit that cannot be theirs: of a sample in some seconds there is no electrocardiogram.
  private static func checkUnit(_ clock: TableClock, _ rate: Double, _ path: String) throws {
    guard rate < 10 else { return }
    for (unit, name) in [(TimeUnit.milliseconds, "milliseconds"), (.microseconds, "microseconds")]
    where 40...2_000 ~= rate * clock.unit.seconds / unit.seconds {
      throw FileError(
        .badData, path: path,
        "expected times in \(clock.unit.symbol) in column \(clock.name.quoted), as the header says, found "
          + "steps by which there would be \(text(rate)) samples a second",
        remedy: "They seem to be \(name): correct the unit in the header")
    }
  }

  private static func rate(
    _ options: RecordingOptions, _ layout: TableLayout, _ path: String
  ) throws -> Double {
    if options.samplingRate == nil, let broken = layout.brokenClock { throw broken.error(path) }
    if options.samplingRate == nil, let clock = layout.clock, clock.samplingRate == nil {
      throw FileError(
        .badData, path: path,
        "expected times in even steps in column \(clock.name.quoted), found steps of "
          + "\(text(clock.steps.lowerBound)) to \(text(clock.steps.upperBound)) s",
        remedy: "Give the sampling rate in Hz\(.samplingRate, 360)")
    }
    return try options.statedRate(of: path)
  }

  /// What to tell of columns that are no signals, and of the rate.
  private static func decisions(
    _ layout: TableLayout, _ times: TableTimes?, _ rate: Double, isGiven: Bool
  ) -> [String] {
    var decisions: [String] = []
    for (index, column) in layout.columns.enumerated() {
      let name =
        "column \(index + 1)" + (column.name == "column \(index + 1)" ? "" : ", \(column.name),")
      if let clock = layout.clock, clock.column == index, let found = clock.samplingRate {
        let isOther = isGiven && text(found) != text(rate)
        decisions.append(
          "\(name) is a time in \(clock.unit.symbol): "
            + (isOther ? "\(text(found)) Hz, read at \(text(rate)) Hz as told" : "\(text(rate)) Hz")
        )
      } else {
        switch column.content {
        case .times: decisions.append("\(name) is a time")
        case .dates:
          let isOther = ColumnName(column.name).isOtherDate
          decisions.append("\(name) is a date" + (isOther ? ", but not of the recording" : ""))
          if index == layout.dateColumn, let clock = layout.clock {
            decisions.append(
              "the times in column \(clock.name.quoted) are those of the date in column "
                + column.name.quoted)
          }
        case .counter: decisions.append("\(name) counts or only grows: it is no signal")
        case .words:
          // Who names a column so has times in it, which say where rows are missing.
          decisions.append(
            ColumnName(column.name).isSurelyTime
              ? "\(name) is called a time and cannot be read as one: rows that are missing are not seen"
              : "\(name) holds words and is left unread")
        case .samples, .flat, .twoLevels: break
        }
      }
    }
    if isGiven, let stated = layout.statedRate, !stated.agrees(rate) {
      decisions.append(
        "line \(stated.line) says \(text(stated.rate)) Hz: read at \(text(rate)) Hz as told")
    }
    if layout.isDoubleSpaced {
      decisions.append("every other row is blank: such rows are passed over")
    }
    if let broken = layout.brokenClock {
      decisions.append(
        "the times in column \(broken.name.quoted) go back on line \(broken.line): the rows are taken as they stand"
      )
    }
    if let line = times?.unfitLine, let clock = layout.clock {
      decisions.append(
        "the times in column \(clock.name.quoted) are of another rate soon behind line \(line): the rows are taken as they stand"
      )
    }
    if let gaps = times?.runs.count, gaps > 1 {
      decisions.append("by the times, rows are missing in \(gaps - 1) place\(gaps == 2 ? "" : "s")")
    }
    return decisions
  }

  /// What to tell of samples that are missing.
  private static func codes(_ missing: [MissingCode], in columns: [Int]) -> [String] {
    columns.flatMap { column in
      let (found, small) = (missing[column].found, missing[column].foundSmall)
      return [
        found.map { "\(text($0)) in column \(column + 1), far off all other numbers," },
        small.map { "\(text($0)) in column \(column + 1), unlike all other numbers," },
      ].compactMap { $0.map { "\($0) says that a sample is missing" } }
    }
  }

  /// What to tell of the beginning, and of lines that are no rows.
  private static func remarks(_ rows: TableRows, _ start: TableStart?) -> [String] {
    var remarks: [String] = []
    if let start, start.isUniversal {
      remarks.append(
        "\(start.source) in UTC, and so is the beginning")
    }
    if rows.remarkCount > 0 {
      remarks.append("\(rows.remarkCount.counted("remark")) between the rows: passed over")
    }
    switch rows.footerLineCount {
    case 0: break
    case 1: remarks.append("the last line is words and no sample")
    case let count: remarks.append("the last \(count) lines are words and no samples")
    }
    return remarks
  }

  private static func columns(
    _ layout: TableLayout, _ options: RecordingOptions, path: String
  ) throws -> [Int] {
    guard let wanted = options.columns else {
      let signals = layout.columns.indices.filter { layout.columns[$0].isSignal }
      guard signals.isEmpty else { return signals }
      throw FileError(
        .badData, path: path, at: .line(layout.headerLineCount + 1),
        "expected a column of samples, found only columns that count, grow or hold words: "
          + layout.columns.map(\.name).joined(separator: ", "),
        remedy: "Name a table that has the samples of a lead")
    }
    return try wanted.map { name in
      if let column = layout.columns.firstIndex(where: {
        $0.name.caseInsensitiveCompare(name) == .orderedSame
      }) {
        return column
      }
      if let number = Int(name), layout.columns.indices.contains(number - 1) { return number - 1 }
      throw FileError(
        .badData, path: path, "there is no column \(name.quoted)",
        remedy: Remedy("The columns are " + layout.columns.map(\.name).joined(separator: ", ")))
    }
  }

  private static func text(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e9 ? "\(Int(number))" : "\(Float(number))"
  }
}
