import ECGText
import Foundation

/// The report on one record in the layout of `bxb -S`: the matrix, then the statistics, each
/// with its counts.
public struct MatrixReport: CustomStringConvertible, Sendable {
  private let comparison: RecordComparison
  private var matrix: BeatMatrix { comparison.matrix }

  /// Creates the report on `comparison`.
  public init(_ comparison: RecordComparison) { self.comparison = comparison }

  /// The report, in lines without a newline at the end.
  public var description: String {
    ([
      "Beat-by-beat comparison results for record \(comparison.record)",
      "Reference annotator: \(comparison.referenceAnnotator)",
      "     Test annotator: \(comparison.testAnnotator)", "",
    ] + MatrixTable(matrix).lines + [""] + statistics + [""] + shutdown).joined(separator: "\n")
  }

  private var statistics: [String] {
    let (veb, sveb) = (matrix.tally(of: .ventricular), matrix.tally(of: .supraventricular))
    let error = FixedWidth.decimal(comparison.rmsIntervalError, 6)
    return [
      line("QRS sensitivity", matrix.qrs.truePositives, matrix.qrs.beats),
      line("QRS positive predictivity", matrix.qrs.truePositives, matrix.qrs.detections),
      line("VEB sensitivity", veb.truePositives, veb.beats),
      line("VEB positive predictivity", veb.truePositives, veb.detections),
      line("SVEB sensitivity", sveb.truePositives, sveb.beats),
      line("SVEB positive predictivity", sveb.truePositives, sveb.detections),
      "RMS RR interval error".padded(left: 26) + ": " + error
        + (comparison.rmsIntervalError == nil ? "" : " ms"),
    ]
  }

  private var shutdown: [String] {
    let missed = matrix.sum(BeatLabel.classes, [.shutdown])
    return [line("Beats missed in shutdown", missed, matrix.beats)]
      + ShutdownTable.labels.map {
        line(
          "\($0.letter) missed in shutdown", matrix[$0, .shutdown],
          matrix.sum([$0], BeatLabel.allCases))
      } + [
        "Total shutdown time".padded(left: 26) + ": "
          + FixedWidth.count(comparison.wholeShutdownSeconds, 5) + " seconds"
      ]
  }

  private func line(_ name: String, _ part: Int, _ whole: Int) -> String {
    let value =
      whole == 0 ? "- ".padded(left: 7) : FixedWidth.percent(part, of: whole, 6) + "%"
    return name.padded(left: 26) + ": \(value) (\(part)/\(whole))"
  }
}

/// The matrix in `bxb`'s layout.
struct MatrixTable {
  /// Its lines.
  let lines: [String]

  init(_ matrix: BeatMatrix) {
    let letters = BeatLabel.allCases.map { $0.letter.lowercased().padded(left: 4) }
    let rows = BeatLabel.allCases.map { row in
      let columns = row.isBeat ? BeatLabel.allCases : BeatLabel.classes
      return " \(row.letter) |" + FixedWidth.counts(columns.map { (matrix[row, $0], width: 4) })
    }
    lines =
      [
        String(repeating: " ", count: 15) + "Algorithm",
        String(repeating: " ", count: 5) + letters.joined(separator: " "),
        "   " + String(repeating: "_", count: 36),
      ] + rows
  }
}
