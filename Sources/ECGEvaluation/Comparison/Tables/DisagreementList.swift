import ECGText
import Foundation

/// The pairs that disagree as CSV, a line each: other classes, missed beats and extra ones.
public struct DisagreementList: CustomStringConvertible, Sendable {
  private let records: [RecordComparison]

  /// Lists the disagreements of `records`.
  public init(_ records: [RecordComparison]) { self.records = records }

  /// The list with its header and a newline at its end.
  ///
  /// `seconds` and the samples count from the record's beginning; `reference` and `test` are
  /// classes (`O` where a side has no beat, `X` where it calls the signal unreadable), the symbols
  /// what the files have.
  public var description: String {
    var table = CommaSeparatedText(columns: [
      "record", "seconds", "reference", "test", "reference_sample", "reference_symbol",
      "test_sample", "test_symbol",
    ])
    for record in records {
      for pair in record.disagreements {
        let time = Double(pair.sample) / record.samplingRate
        let head = [record.record, String(format: "%.3f", time)]
        let classes = ["\(pair.expected.letter)", "\(pair.found.letter)"]
        table.append(head + classes + cells(pair.reference) + cells(pair.test))
      }
    }
    return table.description
  }

  private func cells(_ beat: BeatPair.Beat?) -> [String] {
    beat.map { ["\($0.sample)", "\($0.symbol)"] } ?? ["", ""]
  }
}
