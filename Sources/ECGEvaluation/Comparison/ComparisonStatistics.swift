import ECGSignals

/// The statistics of the summary of several records, as shares; nil where one is not defined.
///
/// They are those of WFDB's `sumstats`, which differ from ``BeatMatrix/tally(of:)`` in one point: a
/// fusion beat called supraventricular is no false positive.
public struct ComparisonStatistics: Equatable, Sendable {
  /// The share of the reference's beats that were found.
  public let qrsSensitivity: Double?
  /// The share of the test's beats that are in the reference.
  public let qrsPositivePredictivity: Double?
  /// The share of the ventricular ectopic beats that were found as such.
  public let vebSensitivity: Double?
  /// The share of the beats called ventricular ectopic that are.
  public let vebPositivePredictivity: Double?
  /// The share of the supraventricular ectopic beats that were found as such.
  public let svebSensitivity: Double?
  /// The share of the beats called supraventricular ectopic that are.
  public let svebPositivePredictivity: Double?
}

extension ComparisonStatistics {
  /// The statistics that follow from counts.
  init(_ matrix: BeatMatrix) { self.init(Self.parts(of: matrix).map { share($0, of: $1) }) }

  /// The mean of each statistic over the records for which it is defined.
  init(averageOf matrices: [BeatMatrix]) {
    let each = matrices.map { ComparisonStatistics($0).columns }
    self.init((0..<Self.count).map { column in each.compactMap { $0[column] }.mean })
  }

  private init(_ columns: [Double?]) {
    self.init(
      qrsSensitivity: columns[0], qrsPositivePredictivity: columns[1],
      vebSensitivity: columns[2], vebPositivePredictivity: columns[3],
      svebSensitivity: columns[4], svebPositivePredictivity: columns[5])
  }

  private static let count = 6

  /// The counts whose quotients are the statistics, in the order of the table's columns.
  static func parts(of matrix: BeatMatrix) -> [(Int, of: Int)] {
    let (qrs, veb) = (matrix.qrs, matrix.tally(of: .ventricular))
    let sveb = matrix.tally(of: .supraventricular)
    return [
      (qrs.truePositives, of: qrs.beats), (qrs.truePositives, of: qrs.detections),
      (veb.truePositives, of: veb.beats), (veb.truePositives, of: veb.detections),
      (sveb.truePositives, of: sveb.beats),
      (sveb.truePositives, of: sveb.detections - matrix[.fusion, .supraventricular]),
    ]
  }

  /// In the order of the table's columns.
  var columns: [Double?] {
    [
      qrsSensitivity, qrsPositivePredictivity, vebSensitivity, vebPositivePredictivity,
      svebSensitivity, svebPositivePredictivity,
    ]
  }
}
