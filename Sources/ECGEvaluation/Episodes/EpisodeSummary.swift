import ECGFiles
import ECGRecordings
import ECGSignals
import ECGText
import Foundation

/// How well the episodes of a rhythm are told in several records.
public struct EpisodeSummary: Encodable, Sendable {
  /// The rhythms that are asked for, as MIT-BIH's annotations have them.
  public let rhythms: [String]
  /// The records, in the order given.
  public let records: [EpisodeComparison]
  /// The sum of all records; what follows from it are the gross statistics of ANSI/AAMI EC57.
  public let gross: EpisodeComparison
  /// The share of the time of records without the rhythm in which it is told; nil where
  /// every record has it.
  public let falseShare: Double?
  /// What of the files is not as it should be, in sentences without a full stop.
  public let remarks: [String]

  /// The records that end before the comparison begins, by name, and are none of ``records``.
  public let leftOut: [String]

  private enum CodingKeys: CodingKey { case rhythms, records, gross, falseShare, leftOut }

  /// Reads and compares the records' files.
  ///
  /// - Parameters:
  ///   - pairs: the files.
  ///   - rhythms: the names of the rhythms, several of which count as one.
  ///   - settings: where the comparison begins and ends.
  /// Records that end before the comparison begins are left out.
  ///
  /// - Throws: `FileError` where a file is missing or damaged, or files are not of one record;
  ///   where neither side of any record marks a rhythm at all, or every record ends before the
  ///   comparison begins.
  public init(
    _ pairs: [AnnotationPair], rhythms: [String], settings: ComparisonSettings = .standard
  ) throws {
    var (records, remarks): ([EpisodeComparison], [String]) = ([], [])
    var marked: Set<String> = []
    var (early, leftOut): (FileError?, [String]) = (nil, [])
    for pair in pairs {
      let sides = try [pair.reference, pair.test].map { try AnnotationFile.read(path: $0) }
      let frame = try RecordFrame(pair, reference: sides[0], test: sides[1])
      marked.formUnion(sides.flatMap { $0.annotations.compactMap(\.rhythm) })
      for (path, file) in zip([pair.reference, pair.test], sides) {
        remarks += try frame.check(file, path: path).map { "\(path): \($0)" }
      }
      let end = frame.end(of: sides)
      guard end > settings.start || settings.start == 0 else {
        early = early ?? frame.endsEarly(at: end, settings)
        leftOut.append(pair.record)
        continue
      }
      records.append(
        EpisodeComparison(
          record: pair.record, rhythms: Set(rhythms), reference: sides[0], test: sides[1],
          samplingRate: frame.samplingRate, sampleCount: frame.sampleCount, settings: settings))
    }
    if records.isEmpty, let early { throw early }
    guard !marked.isEmpty else {
      throw FileError(
        .badData, path: pairs.first?.reference ?? "",
        "expected annotations of rhythm (+), found none here"
          + (pairs.count > 1 ? " nor in the other records" : ""),
        remedy: "Name the experts' annotations first, of a database that marks rhythms")
    }
    if marked.isDisjoint(with: rhythms) {
      remarks.append(
        "neither side marks \(rhythms.joined(separator: " or ")); the rhythms that they mark are "
          + marked.sorted().joined(separator: ", "))
    }
    self.init(records, rhythms: rhythms, remarks: remarks, leftOut: leftOut)
  }

  /// Sums records up.
  ///
  /// - Parameters:
  ///   - records: the records.
  ///   - rhythms: the names of the rhythms that were asked for.
  ///   - remarks: what of the files is not as it should be.
  ///   - leftOut: the names of records that end before the comparison begins.
  public init(
    _ records: [EpisodeComparison], rhythms: [String], remarks: [String] = [],
    leftOut: [String] = []
  ) {
    (self.records, self.rhythms, self.remarks) = (records, rhythms, remarks)
    self.leftOut = leftOut
    gross = .sum(records)
    let without = EpisodeComparison.sum(records.filter { $0.referenceSeconds == 0 })
    falseShare = without.seconds > 0 ? without.testSeconds / without.seconds : nil
  }
}

extension EpisodeSummary: CustomStringConvertible {
  /// A table with a line a record, sums, gross and average statistics.
  public var description: String {
    let head = [
      "record", "found", "missed", "right", "wrong", "episode Se", "+P", "duration Se", "+P",
      "reference", "test",
    ]
    func counts(_ comparison: EpisodeComparison) -> [String] {
      [comparison.found, comparison.missed, comparison.right, comparison.wrong].map { "\($0)" }
    }
    func durations(_ comparison: EpisodeComparison) -> [String] {
      [comparison.referenceSeconds, comparison.testSeconds].map(Self.clock)
    }
    func statistics(_ values: [Double?]) -> [String] {
      values.map { $0.map { String(format: "%.2f", 100 * $0) } ?? "-" }
    }
    let none = [String](repeating: "", count: 4)
    let average = Self.statistics.map { statistic in
      records.compactMap { $0[keyPath: statistic] }.mean
    }
    let rows =
      records.map { record in
        [record.record] + counts(record) + statistics(Self.statistics.map { record[keyPath: $0] })
          + durations(record)
      } + [
        ["Sum"] + counts(gross) + none + durations(gross),
        ["Gross"] + none + statistics(Self.statistics.map { gross[keyPath: $0] }) + ["", ""],
        ["Average"] + none + statistics(average) + ["", ""],
      ]
    let lines = [
      "Episodes of \(rhythms.joined(separator: ", "))", TextTable(rows: [head] + rows).description,
    ]
    guard let falseShare else { return lines.joined(separator: "\n\n") }
    return
      (lines + [
        "In records without it, it is told for \((100 * falseShare).percent(decimals: 2)) of the time."
      ]).joined(separator: "\n\n")
  }

  private static let statistics: [any KeyPath<EpisodeComparison, Double?> & Sendable] = [
    \.episodeSensitivity, \.episodePredictivity, \.durationSensitivity, \.durationPredictivity,
  ]

  /// Minutes and seconds, as `epicmp` has it.
  private static func clock(_ seconds: Double) -> String {
    // A header may give a rate of next to nothing.
    let whole = Int(min(seconds, 1e12).rounded())
    return whole >= 3600
      ? String(format: "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
      : String(format: "%d:%02d", whole / 60, whole % 60)
  }
}
