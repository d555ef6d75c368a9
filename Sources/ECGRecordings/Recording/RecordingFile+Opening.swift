public import ECGFiles
import Foundation

/// What a reader of recordings needs to know beyond the file.
public struct RecordingOptions: Equatable, Sendable {
  /// Samples per second in Hz, for tables that do not say it.
  public var samplingRate: Double?
  /// The unit of a table's samples, such as `uV`. Where it is nil, that of the header
  /// row counts, or mV.
  public var unit: String?
  /// The columns of a table to read, by name or by number counted from 1; nil for all that are no
  /// times.
  public var columns: [String]?
  /// Whether the checksums of a WFDB record are compared, which passes over its files once.
  public var verifiesChecksums: Bool
  /// What is read although some of it is missing, which ``RecordingFile/remarks`` then says; the
  /// rest is refused.
  public var tolerance: DamageTolerance
  /// What the recording may ask for.
  public var limits: RecordingLimits

  /// Creates options.
  public init(
    samplingRate: Double? = nil, unit: String? = nil, columns: [String]? = nil,
    verifiesChecksums: Bool = true, tolerance: DamageTolerance = .cutShort,
    limits: RecordingLimits = RecordingLimits()
  ) {
    self.samplingRate = samplingRate
    self.unit = unit
    self.columns = columns
    self.verifiesChecksums = verifiesChecksums
    self.tolerance = tolerance
    self.limits = limits
  }
}

extension RecordingFile {
  /// Rates in Hz outside this range are taken for damage.
  static let samplingRates = 1e-3...1e6

  /// Opens a recording; its format is told from its content.
  ///
  /// - Parameters:
  ///   - path: a WFDB record (its path without or with `.hea`, or one of its signal files), an EDF,
  ///     EDF+ or BDF file, an electrocardiogram that Apple Health exported, or a table with a row
  ///     for each time.
  ///   - folder: where it is: the disk, or memory.
  ///   - options: what the file does not say.
  /// - Throws: `FileError` where there is no such file, where it is none of these, or where it is
  ///   damaged.
  public static func open(
    _ path: String, in folder: InputFolder = .disk, options: RecordingOptions = RecordingOptions()
  ) throws -> RecordingFile {
    let source = try RecordingSource(path: path, in: folder, unpacks: true)
    guard let format = RecordingFormat.all.first(where: { $0.recognizes(source) }) else {
      throw unreadable(source)
    }
    var file = try format.open(source, options)
    file.limits = options.limits
    try options.limits.check(signals: file.signals.count, path: path)
    for signal in file.signals where signal.flaw == nil {
      guard samplingRates.contains(signal.samplingRate) else {
        throw FileError(
          .badData, path: path,
          "expected a sampling rate of \(samplingRates.lowerBound) to "
            + "\(Int(samplingRates.upperBound)) Hz, found \(signal.samplingRate) Hz",
          remedy: "Correct the header or fetch the file again")
      }
    }
    try file.checkSamples()
    if options.verifiesChecksums { try file.store.verifyChecksums() }
    return file
  }

  /// Whether a path names a recording that says so itself: a WFDB record, an EDF or BDF file, an
  /// export of Apple Health, or a table that says its sampling rate. Of other tables of numbers
  /// nobody can tell what they are.
  public static func isSelfDescribing(_ path: String) -> Bool {
    (try? RecordingSource(path: path, in: .disk, unpacks: true)).map(isSelfDescribing) ?? false
  }

  private static func isSelfDescribing(_ source: RecordingSource) -> Bool {
    RecordingFormat.all.contains { $0.isSelfDescribing(source) }
  }

  /// Whether a path names something else than a table of beats with a row for each: a recording that
  /// says so itself, a table that is one by a column of times, though they may not say its sampling
  /// rate, a table of a recording's beats, or a file of another kind, such as a picture, which
  /// opening it names.
  package static func isOtherThanBeats(_ path: String) -> Bool {
    // Looked at once: a compressed file is unpacked for it.
    guard let source = try? RecordingSource(path: path, in: .disk, unpacks: true) else {
      return false
    }
    return isSelfDescribing(source) || RecordingFormat.isTimedTable(source)
      || ForeignFile.kind(of: source) != nil
  }

  /// Whether a path names a table of the beats of a recording, as the commands write it, and so
  /// neither a recording nor beats to classify.
  private static func isBeatTable(_ path: String) -> Bool {
    (try? RecordingSource(path: path, in: .disk)).map(ForeignFile.isBeatTable) ?? false
  }

  /// As many of a folder's recordings are named as fit into a line.
  private static let mostNamed = 5

  /// The error for a folder, with the recordings in it that may be meant.
  private static func naming(recordingsIn folder: String, _ error: FileError) -> FileError {
    let endings = RecordingFormat.endings([.own, .usual])
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    // What an earlier run left is none.
    let names = all.filter {
      endings.contains(URL(filePath: $0).pathExtension.lowercased())
        && !isBeatTable("\(folder)/\($0)")
    }.sorted()
    guard !names.isEmpty, !all.contains(RecordingCollection.journalName) else { return error }
    var error = error
    let listed = names.prefix(mostNamed).joined(separator: ", ")
    let rest = names.count - mostNamed
    error.remedy = "Name one of the files in it: \(listed)\(rest > 0 ? " and \(rest) more" : "")"
    return error
  }

  /// The error for what no format recognises.
  private static func unreadable(_ source: RecordingSource) -> any Error {
    guard source.folder.has(source.path) else {
      return FileError(
        .noInput, path: source.path,
        "there is neither such a file nor a header \(source.path).hea",
        remedy: "Name a recording: \(ForeignFile.readableFormats)")
    }
    do { _ = try source.bytes() } catch {
      return (error as? FileError).map { naming(recordingsIn: source.path, $0) } ?? error
    }
    guard !source.beginning.isEmpty else {
      return FileError(
        .badData, path: source.path, "expected a recording, found an empty file",
        remedy: "Fetch the file again")
    }
    if let kind = ForeignFile.kind(of: source) {
      return ForeignFile.error(source.path, found: kind)
    }
    return ForeignFile.error(source.path, found: "something else")
  }
}
