import ECGFiles
import ECGSignals

/// Several records together: the sum of their counts, gross statistics, which count every beat
/// alike, and average statistics, which count every record alike (ANSI/AAMI EC57).
public struct ComparisonSummary: Equatable, Sendable {
  /// The records, in the order given.
  public let records: [RecordComparison]
  /// The counts of all records together.
  public let matrix: BeatMatrix

  /// The names of records that end before the comparison begins.
  public let leftOut: [String]

  /// Sums records up.
  ///
  /// - Parameters:
  ///   - records: the records.
  ///   - leftOut: the names of records that end before the comparison begins.
  public init(_ records: [RecordComparison], leftOut: [String] = []) {
    (self.records, self.leftOut) = (records, leftOut)
    matrix = records.reduce(BeatMatrix()) { $0 + $1.matrix }
  }

  /// Reads and compares the records' files; records that end before the comparison
  /// begins are left out.
  ///
  /// - Throws: `FileError` as ``RecordComparison/init(_:settings:)`` does where every record ends
  ///   early or one has another fault, and of kind `badData` where the reference has no beats to
  ///   compare in any record.
  public init(_ pairs: [AnnotationPair], settings: ComparisonSettings = .standard) throws {
    var (records, leftOut): ([RecordComparison], [String]) = ([], [])
    var early: FileError?
    for pair in pairs {
      switch try RecordComparison.comparison(of: pair, settings: settings) {
      case .success(let record): records.append(record)
      case .failure(let error):
        early = early ?? error
        leftOut.append(pair.record)
      }
    }
    if records.isEmpty, let early { throw early }
    self.init(records, leftOut: leftOut)
    if matrix.beats == 0, let first = pairs.first {
      let period = "from \(seconds(settings.start)) to \(settings.end.map(seconds) ?? "the end")"
      throw FileError(
        .badData, path: first.reference,
        "expected beats \(period), found none here"
          + (pairs.count > 1 ? " nor in the other records" : ""),
        remedy: "Name the experts' annotations first, or begin earlier\(.start, "0")")
    }
  }

  /// Gross statistics: those of the sum.
  public var gross: ComparisonStatistics { ComparisonStatistics(matrix) }

  /// Average statistics: the mean of each over the records for which it is defined.
  public var average: ComparisonStatistics {
    ComparisonStatistics(averageOf: records.map(\.matrix))
  }

  /// The mean of the records' RR errors in ms; nil where none has one.
  public var averageIntervalError: Double? { records.compactMap(\.rmsIntervalError).mean }
}
