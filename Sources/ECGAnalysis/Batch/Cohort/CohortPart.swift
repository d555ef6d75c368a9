package import ECGEvaluation
import ECGRecordings

/// What some recordings come to: how their numbers are distributed, and how many
/// recordings have what.
package struct CohortPart: Encodable, Sendable {
  /// How a number is distributed over the recordings that have it.
  package struct Quantity: Encodable, Sendable {
    /// What it is, and the key of the results that it is taken from.
    package let name, key: String
    /// The recordings that have it, and those that were read and do not.
    package let count, missing: Int
    package let mean: Double
    /// The standard deviation of the sample; nil where there is one recording.
    package let deviation: Double?
    package let minimum, maximum: Double
    /// The values below which 5, 25, 50, 75 and 95 % lie, between two values in
    /// proportion (R's type 7).
    package let quantiles: [Double]
    /// How many recordings lie in which range, where that is drawn.
    package let histogram: [Bin]?
  }

  /// A range of a number.
  package struct Bin: Encodable, Sendable {
    /// Its upper end, as `≤10`; it begins where the one before it ends.
    package let label: String
    package let count: Int
  }

  /// How many recordings have something.
  package struct Finding: Encodable, Sendable {
    package let name: String
    /// Those that have it, and those of which it can be said.
    package let count, of: Int
    /// Their share in percent, and its 95 % interval by Wilson.
    package let share: Double
    package let interval: Interval
  }

  /// All recordings, and those that failed.
  package let recordings, failed: Int
  /// The length of those that did not, together, and how much of it can be said something about.
  package let hours, usableHours: Double
  package let beats: Int
  /// Beats that were left unclassified, as Q; nil where none may be.
  package let unclassified: Int?
  /// The usable hours of fibrillation or flutter; nil where nobody knows, as it was not looked for
  /// or no beat counts.
  package let fibrillationHours: Double?
  /// The usable hours in which it could be told, those without it included; nil where nobody knows.
  package let rhythmHours: Double?
  /// The hours of ventricular flutter or fibrillation; nil where nobody knows.
  package let ventricularFlutterHours: Double?
  package let quantities: [Quantity]
  package let findings: [Finding]

  /// The share of the ``rhythmHours`` that they are, in percent; nil where nobody knows.
  package var fibrillationShare: Double? {
    guard let fibrillationHours, let rhythmHours, rhythmHours > 0 else { return nil }
    return 100 * fibrillationHours / rhythmHours
  }

  /// The hours in which fibrillation could be told, as what that share is of.
  package var rhythmTime: String? {
    rhythmHours.map { "\(CohortSummary.text($0)) h in which it can be told" }
  }

  /// How long the ventricles flutter or fibrillate, in words; nil where they do not,
  /// or nobody looked.
  package var ventricularFlutter: String? {
    ventricularFlutterHours.flatMap { $0 > 0 ? RecordingClock.elapsed(3600 * $0) : nil }
  }

  /// The shares of the quantiles.
  package static let shares = [0.05, 0.25, 0.5, 0.75, 0.95]
}
