import ECGFiles
import ECGText
import Foundation

extension RecordingFile {
  /// Opens a table.
  ///
  /// - Throws: `FileError` where no column can be a signal, nothing says the sampling rate, or the
  ///   rate that was given contradicts the times in the table.
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
    try checkTableRate(options.samplingRate, layout, path: bytes.path)
    let clocks = [layout.clock, layout.contradictingClock].compactMap(\.self)
    let clock = clocks.first { clock in options.samplingRate.map(clock.agrees) ?? true }
    let times = try clock.flatMap {
      try TableTimes(
        rows, clock: $0, given: options.samplingRate, limits: options.limits)
    }
    let samplingRate = try tableRate(options, layout, times, path: bytes.path)
    let missing = try rows.missingCodes(in: columns)
    let signals = columns.map { index in
      let column = layout.columns[index]
      let range = (missing[index].rangeWithoutSmall ?? missing[index].wrapped?.range).map {
        Float($0.lowerBound)...Float($0.upperBound)
      }
      var signal = RecordedSignal(
        name: column.name, storedUnit: options.unit ?? column.unit ?? "mV",
        samplingRate: samplingRate, number: index + 1,
        glimpse: RecordedSignal.Glimpse(
          isFlat: column.content == .flat, isTwoLevels: column.content == .twoLevels,
          range: range ?? column.range, isUnitStated: options.unit != nil || column.unit != nil))
      // Chosen as if it were mV, but not said to be.
      if signal.implausibleSpan != nil { signal.unit = "" }
      return signal
    }
    let flags = try ElectrodeFlags(rows, besides: options.columns == nil ? [] : columns)
    let counts = try TableCounts.most(of: rows, besideTimes: times != nil)
    // Where there are times, they say where rows are missing.
    let runs =
      try times?.runs ?? counts?.runs(of: rows, rate: samplingRate, limits: options.limits)
      ?? [SampleRun(start: 0, periods: 0..<rows.count)]
    let contradiction = times.flatMap {
      counts?.contradiction(of: $0, rows, rate: samplingRate)
    }
    let coarse =
      times == nil
      ? try PacedRows(rows)?.remark(rate: samplingRate, besides: counts?.missing ?? 0) : nil
    let store = TableStore(
      rows, columns: columns, signals: signals, missing: missing, flags: flags,
      samplingRate: samplingRate, runs: runs, contradiction: contradiction ?? coarse)
    let start = try TableStart(rows)
    return RecordingFile(
      path: bytes.path, format: .table, start: start?.date,
      decisions: decisions(layout, times, samplingRate, isGiven: options.samplingRate != nil)
        + (times == nil ? counts?.remarks(rows) ?? [] : []) + flags.notes(layout.columns)
        + codes(missing, in: columns) + remarks(rows, start),
      store: store, folder: folder)
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
    if let remark = times?.roundsRemark { decisions.append(remark) }
    if let gaps = times?.runs.count, gaps > 1 {
      decisions.append("by the times, rows are missing in \(gaps - 1) place\(gaps == 2 ? "" : "s")")
    }
    return decisions
  }

  /// What to tell of numbers that stand for something else.
  private static func codes(_ missing: [MissingCode], in columns: [Int]) -> [String] {
    columns.flatMap { column in
      let (code, name) = (missing[column], "column \(column + 1)")
      return [
        code.found.map {
          "\(text($0)) in \(name), far off all other numbers, says that a sample is missing"
        },
        code.foundSmall.map {
          "\(text($0)) in \(name), unlike all other numbers, says that a sample is missing"
        },
        code.wrapped.map {
          "the large numbers in \(name) are steps below zero, written in \($0.bits) bits without a sign"
        },
      ].compactMap(\.self)
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
}
