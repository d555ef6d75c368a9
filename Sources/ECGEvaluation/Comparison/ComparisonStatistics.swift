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
  init(_ matrix: BeatMatrix) {
    let (veb, sveb) = (matrix.tally(of: .ventricular), matrix.tally(of: .supraventricular))
    let fusions = matrix[.fusion, .supraventricular]
    self.init(
      qrsSensitivity: matrix.qrs.sensitivity,
      qrsPositivePredictivity: matrix.qrs.positivePredictivity,
      vebSensitivity: veb.sensitivity, vebPositivePredictivity: veb.positivePredictivity,
      svebSensitivity: sveb.sensitivity,
      svebPositivePredictivity: share(sveb.truePositives, of: sveb.detections - fusions))
  }

  /// In the order of the table's columns.
  var columns: [Double?] {
    [
      qrsSensitivity, qrsPositivePredictivity, vebSensitivity, vebPositivePredictivity,
      svebSensitivity, svebPositivePredictivity,
    ]
  }
}
