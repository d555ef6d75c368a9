import ECGText
import Foundation

/// What was missed while the test called the signal unreadable: a line for each record in the
/// layout of the second table of `bxb -L`, then the sum.
///
/// After the shutdown time stand the reference's beats of classes N, S, V, F and Q.
public struct ShutdownTable: CustomStringConvertible, Sendable {
  private let summary: ComparisonSummary

  /// The classes whose share of missed beats is given.
  static let labels: [BeatLabel] = [.normal, .supraventricular, .ventricular, .fusion]

  /// Creates the table of several records.
  public init(_ summary: ComparisonSummary) { self.summary = summary }

  /// The table, in lines without a newline at the end.
  public var description: String {
    let count = summary.records.count
    let time = summary.records.reduce(0) { $0 + $1.wholeShutdownSeconds }
    return
      ([
        "Record Nx   Sx   Vx   Fx   Qx  % beats  % N    % S    % V    % F   Total Shutdown",
        String(repeating: " ", count: 32) + "missed missed missed missed missed      Time",
      ] + summary.records.map(line) + [
        String(repeating: "_", count: 72),
        "Sum " + columns(summary.matrix) + String(repeating: " ", count: 38)
          + FixedWidth.count(time, 4) + " seconds",
        "", "Summary of results from \(count) record\(count == 1 ? "" : "s")",
      ]).joined(separator: "\n")
  }

  /// Whether any record has a shutdown.
  public var isEmpty: Bool {
    summary.matrix.sum(BeatLabel.classes, [.shutdown]) == 0
      && summary.records.allSatisfy { $0.wholeShutdownSeconds == 0 }
  }

  private func columns(_ matrix: BeatMatrix) -> String {
    FixedWidth.counts(BeatLabel.classes.map { (matrix[$0, .shutdown], width: 4) })
  }

  private func line(_ record: RecordComparison) -> String {
    let matrix = record.matrix
    let beats = BeatLabel.classes.map { matrix.sum([$0], BeatLabel.allCases) }
    let missed = BeatLabel.classes.map { matrix[$0, .shutdown] }
    let shares =
      [(missed.reduce(0, +), of: matrix.beats)]
      + zip(missed, beats).map { ($0, of: $1) }.dropLast()
    return record.record.padded(left: 4) + columns(matrix) + "  "
      + shares.map { " " + FixedWidth.percent($0, of: $1, 6) }.joined()
      + FixedWidth.count(record.wholeShutdownSeconds, 5) + " seconds "
      + beats.map(String.init).joined(separator: " ")
  }
}

extension RecordComparison {
  /// The shutdown time to the nearest second.
  var wholeShutdownSeconds: Int { Int(min(shutdownTime, 1e15).rounded()) }
}
