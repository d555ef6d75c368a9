import ArgumentParser
import ECGRecordings

/// What a recording does not say itself, which means the same everywhere.
struct RecordingInputOptions: ParsableArguments {
  @Option(help: "The lead by any of its usual names, such as II; otherwise II, or the first ECG.")
  var lead: String?

  @Option(parsing: .unconditional, help: "For CSV, which does not say it: the samples per second.")
  var rate: Double?

  @Option(help: "For CSV: the unit of its samples, such as uV. (default: its header's, or mV)")
  var unit: String?

  @Flag(
    name: .customLong("no-checksums"), help: "Do not compare the checksums of a WFDB record.")
  var skipsChecksums = false

  func validate() throws {
    guard let rate, !(rate > 0 && rate.isFinite) else { return }
    throw ValidationError("--rate: expected a number above 0, found \(rate)")
  }

  /// Opens a recording and tells the person which of the options it has no use for.
  ///
  /// - Throws: `FileError`.
  func open(_ path: String, _ console: Console) throws -> RecordingFile {
    let file = try RecordingFile.open(
      path,
      options: RecordingOptions(
        samplingRate: rate, unit: unit, verifiesChecksums: !skipsChecksums))
    for remark in file.remarks { console.warn("\(path): \(remark).") }
    if let rate, file.signals.contains(where: { $0.samplingRate != rate }) {
      console.warn("--rate is not used: the \(file.format.name) says its own rate.")
    }
    if unit != nil, file.format != .table {
      console.warn("--unit is not used: the \(file.format.name) says its own unit.")
    }
    return file
  }
}
