import ArgumentParser
import ECGRecordings

/// What a recording does not say itself, which means the same everywhere.
struct RecordingInputOptions: ParsableArguments {
  @Option(
    help: """
      The lead by any of its usual names, such as II, or its number, counted from 1; otherwise II, or the \
      first ECG.
      """)
  var lead: String?

  @Option(
    parsing: .unconditional,
    help: """
      For tables without times: the samples per second. A table whose times say another rate is refused, among \
      many recordings too.
      """)
  var rate: Double?

  @Option(
    help: "For a table: the unit of its samples, nV, uV, mV or V. (default: its header's, or mV)")
  var unit: String?

  @Flag(
    name: .customLong("no-checksums"), help: "Do not compare the checksums of a WFDB record.")
  var skipsChecksums = false

  /// Those that were given, by their names.
  var given: [String] {
    Self.names(ofGiven: [
      "--lead": lead != nil, "--rate": rate != nil, "--unit": unit != nil,
      "--no-checksums": skipsChecksums,
    ])
  }

  func validate() throws {
    if let unit, VoltageUnit.millivolts(in: unit) == nil {
      let units = VoltageUnit.names.dropLast().joined(separator: ", ")
      throw ValidationError(
        "--unit: expected \(units) or \(VoltageUnit.names.last ?? ""), found \(unit)")
    }
    guard let rate, !(rate > 0 && rate.isFinite) else { return }
    throw ValidationError("--rate: expected a number above 0, found \(rate)")
  }

  /// What a reader needs to know.
  var options: RecordingOptions {
    var limits = RecordingLimits()
    // Days without a sample are read as long as others; a week of them is a clock that was set.
    limits.gap = 7 * 86_400
    return RecordingOptions(
      samplingRate: rate, unit: unit, verifiesChecksums: !skipsChecksums, limits: limits)
  }

  /// Opens a recording and tells the person which of the options it has no use for.
  ///
  /// - Throws: `FileError`.
  func open(_ path: String, _ console: Console) throws -> RecordingFile {
    let file = try RecordingFile.open(path, options: options)
    for remark in file.remarks { console.warn("\(path): \(remark).") }
    for decision in file.decisions {
      console.note(decision.prefix(1).uppercased() + decision.dropFirst() + ".")
    }
    if let rate, file.signals.contains(where: { $0.samplingRate != rate }) {
      console.warn("--rate is not used: the \(file.format.name) says its own rate.")
    }
    if unit != nil, file.format != .table {
      console.warn("--unit is not used: the \(file.format.name) says its own unit.")
    }
    return file
  }
}
