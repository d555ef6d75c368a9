import ECGFiles

/// Several records together: the sum of their counts, gross statistics, which count every beat
/// alike, and average statistics, which count every record alike (ANSI/AAMI EC57).
public struct ComparisonSummary: Equatable, Sendable {
  /// The records, in the order given.
  public let records: [RecordComparison]
  /// The counts of all records together.
  public let matrix: BeatMatrix

  /// Sums records up.
  public init(_ records: [RecordComparison]) {
    self.records = records
    matrix = records.reduce(BeatMatrix()) { $0 + $1.matrix }
  }

  /// Reads and compares the records' files.
  ///
  /// - Throws: `FileError` as ``RecordComparison/init(_:settings:)`` does, and of kind `badData` where
  ///   the reference has no beats to compare in any record.
  public init(_ pairs: [AnnotationPair], settings: ComparisonSettings = .standard) throws {
    self.init(try pairs.map { try RecordComparison($0, settings: settings) })
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
  public var averageIntervalError: Double? { mean(of: records.compactMap(\.rmsIntervalError)) }
}
