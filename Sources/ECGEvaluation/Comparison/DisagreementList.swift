import Foundation

/// The pairs that disagree as CSV, a line each: other classes, missed beats and extra ones.
public struct DisagreementList: CustomStringConvertible, Sendable {
  private let records: [RecordComparison]

  /// Lists the disagreements of `records`.
  public init(_ records: [RecordComparison]) { self.records = records }

  /// The list with its header and a newline at its end.
  ///
  /// `seconds` and the samples count from the record's beginning; `reference` and `test` are classes
  /// (`O` where a side has no beat, `X` where it calls the signal unreadable), the symbols what the
  /// files have.
  public var description: String {
    var text =
      "record,seconds,reference,test,reference_sample,reference_symbol,test_sample,test_symbol\n"
    for record in records {
      for pair in record.disagreements {
        let time = Double(pair.sample) / record.samplingRate
        text += "\(record.record),\(String(format: "%.3f", time)),"
        text += "\(pair.expected.letter),\(pair.found.letter)"
        text += "\(cells(pair.reference))\(cells(pair.test))\n"
      }
    }
    return text
  }

  private func cells(_ beat: BeatPair.Beat?) -> String {
    // Of the symbols of beats none needs quotes.
    beat.map { ",\($0.sample),\($0.symbol)" } ?? ",,"
  }
}
