import ECGFiles
import ECGText

extension RecordingFile {
  /// Refuses a rate that the table contradicts.
  static func checkTableRate(
    _ given: Double?, _ layout: TableLayout, path: String
  ) throws {
    guard let given else { return }
    let clocks = [layout.clock, layout.contradictingClock].compactMap(\.self)
    // Where the file contradicts itself, the user decides between the two, and over a
    // line of a header.
    guard let clock = clocks.first,
      !clocks.contains(where: { $0.samplingRate != nil && $0.agrees(given) }),
      !statedRates(layout).contains(where: { $0.agrees(given) })
    else { return }
    guard let rate = clock.samplingRate else {
      guard let pace = clock.pace, !pace.agrees(given) else { return }
      throw FileError(
        .badData, path: path,
        "expected about \(text(pace.rate)) Hz, as there are so many rows in a second of column "
          + "\(clock.name.quoted), found a rate of \(text(given)) Hz",
        remedy: """
          Give that of the rows in Hz\(.samplingRate, text(pace.rate)), or take the column away if its times \
          are not those of the samples
          """)
    }
    throw FileError(
      .badData, path: path,
      "expected \(text(rate)) Hz, as column \(clock.name.quoted) says, found a rate of "
        + "\(text(given)) Hz",
      remedy: "Leave the rate out, or correct the file")
  }

  private static func statedRates(_ layout: TableLayout) -> [StatedRate] {
    [layout.statedRate, layout.contradictingRate].compactMap(\.self)
  }

  /// The rate to read with: that given, else that of the header, which is exact where the times
  /// agree with it, else that of the times.
  static func tableRate(
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
      try checkPace(layout, path)
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

  /// Refuses rates of the header that rows do not come at by their times, though these are too
  /// coarse to say one.
  private static func checkPace(_ layout: TableLayout, _ path: String) throws {
    guard let stated = layout.statedRate, let clock = layout.clock, let pace = clock.pace,
      !statedRates(layout).contains(where: { pace.agrees($0.rate) })
    else { return }
    throw FileError(
      .badData, path: path, at: .line(stated.line),
      "expected one sampling rate, found \(text(stated.rate)) Hz on this line and about \(text(pace.rate)) rows "
        + "in a second of column \(clock.name.quoted)",
      remedy: "Give that which is right in Hz\(.samplingRate, text(pace.rate))")
  }

  /// No electrocardiogram has more samples a second.
  private static let mostOften = 100_000.0

  /// Refuses times in a unit that cannot be theirs: of a sample in some seconds, or of hundreds of
  /// thousands in one, there is no electrocardiogram.
  private static func checkUnit(_ clock: TableClock, _ rate: Double, _ path: String) throws {
    guard rate < 10 || rate > mostOften else { return }
    for (unit, name) in [
      (TimeUnit.seconds, "seconds"), (.milliseconds, "milliseconds"),
      (.microseconds, "microseconds"),
    ]
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
      let pace = clock.pace.map { ", and about \(text($0.rate)) rows in a second" } ?? ""
      throw FileError(
        .badData, path: path,
        "expected times in even steps in column \(clock.name.quoted), found steps of "
          + "\(text(clock.steps.lowerBound)) to \(text(clock.steps.upperBound)) s\(pace)",
        remedy: "Give the sampling rate in Hz\(.samplingRate, text(clock.pace?.rate ?? 360))")
    }
    // Who has times in a table wants to know why they do not count.
    if options.samplingRate == nil, let column = layout.unreadTime {
      let packet = layout.counters.first { $0.packet > 1 && $0.name == column.name }?.packet
      let found =
        packet.map {
          "the numbers in column \(column.name.quoted) stay the same for \($0) rows, as those of packets do"
        }
        ?? "the times in column \(column.name.quoted) cannot be read as numbers or times of day, or are in no unit "
        + "that is known"
      throw FileError(
        .badData, path: path,
        "the file does not say its sampling rate: \(found)",
        remedy: "Give it in Hz\(.samplingRate, 360)")
    }
    return try options.statedRate(of: path)
  }

  /// A number as people write it.
  package static func text(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e9 ? "\(Int(number))" : "\(Float(number))"
  }
}
