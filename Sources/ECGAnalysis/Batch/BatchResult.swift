package import ECGSignals
import ECGText
import Foundation

/// What one of many recordings came to: a line of `results.jsonl`.
///
/// Keys are those of the commands' documents on one recording. What was not asked for, or cannot be
/// said, is left out; of a recording that failed there are `path` and `error` alone.
package struct BatchResult: Codable, Equatable, Sendable {
  /// Why there is no result.
  package struct Failure: Codable, Equatable, Sendable {
    /// The message of the command that was given this recording alone.
    package var message: String
    /// Its exit code.
    package var exitCode: Int32

    package init(message: String, exitCode: Int32) {
      (self.message, self.exitCode) = (message, exitCode)
    }
  }

  /// Where the recording is.
  package var path: String
  package var error: Failure?
  /// The format's name, such as `EDF file`.
  package var format: String?
  package var record: String?
  package var lead: String?
  package var samplingRate: Double?
  /// When the recording began, as ISO 8601 has it.
  package var start: String?
  /// The lead's length, and how much of it is missing.
  package var seconds: Double?
  package var missingSeconds: Double?
  /// The share of the rest in which nothing can be said about beats, in percent.
  package var unusableShare: Double?
  /// Of beats that were found and not classified: those about which something can be said, the
  /// others, and intervals in seconds. What was classified has both numbers in its ``summary``.
  package var beats: Int?
  package var unusableBeats: Int?
  package var medianInterval: Double?
  package var shortestInterval: Double?
  package var longestInterval: Double?
  /// Of beats that were classified: where beats and classes come from.
  package var beatsFrom: String?
  package var classesFrom: String?
  package var corrected: Int?
  /// The probability below which beats are left unclassified, how many were, and how many of them
  /// would have been ectopic; nil where none may be.
  package var abstainBelow: Double?
  package var unclassified: Int?
  package var unclassifiedEctopic: Int?
  /// What the beats come to.
  package var summary: RhythmSummary?
  /// The share of the beats, in percent, at which fibrillation or flutter is more
  /// probable than not.
  package var fibrillation: Double?
  /// Episodes of fibrillation or flutter, and how many seconds of them are neither
  /// missing nor unusable.
  package var fibrillationEpisodes: Int?
  package var fibrillationSeconds: Double?
  /// Episodes of ventricular flutter or fibrillation, found or marked, and their seconds.
  package var ventricularFlutterEpisodes: Int?
  package var ventricularFlutterSeconds: Double?
  /// How much the rhythm varies; nil for too few NN intervals.
  package var heartRateVariability: HeartRateVariability?
  /// Episodes of slow and of fast rates.
  package var bradycardiaEpisodes: Int?
  package var tachycardiaEpisodes: Int?
  /// What of the recording is not as it should be, in sentences without a full stop.
  package var remarks: [String]?
  /// The files that were written, below the folder of the results.
  package var files: [String]?

  package init(path: String) { self.path = path }

  /// What its beats of a class come to; nil where they were not classified.
  func ectopy(of kind: AAMIClass) -> RhythmSummary.Ectopy? {
    summary?.ectopy.first { $0.class == String(kind.letter) }
  }

  /// The line, keys sorted, with a newline.
  package func line() throws -> String {
    try JSONEncoder.sorted().text(of: self) + "\n"
  }

  /// What the beats that were found in a recording come to, whose path is set by who knows it.
  package init(_ found: DetectionSummary) {
    self.init(path: "")
    (record, lead) = (found.record, found.lead)
    (samplingRate, start) = (found.samplingRate, found.start)
    (seconds, missingSeconds) = (found.seconds, found.missingSeconds)
    unusableShare = found.unusableShare
    ventricularFlutterEpisodes = found.ventricularFlutterEpisodes
    ventricularFlutterSeconds = found.ventricularFlutterSeconds
    (beats, unusableBeats) = (found.beats, found.unusableBeats)
    (medianInterval, shortestInterval) = (found.medianInterval, found.shortestInterval)
    longestInterval = found.longestInterval
  }

  /// Takes what the summary of a classified recording says.
  package mutating func take(_ found: RecordingSummary, _ recording: ClassifiedRecording) {
    (record, lead, samplingRate, start) = (
      found.record, found.lead, found.samplingRate, found.start
    )
    seconds = recording.seconds
    missingSeconds = found.summary.missing
    unusableShare = found.summary.unusableShare
    (beatsFrom, classesFrom) = (found.beatsFrom, found.classesFrom)
    corrected = found.corrected
    (abstainBelow, unclassified) = (found.abstainBelow, found.unclassified)
    unclassifiedEctopic = found.unclassifiedEctopic
    summary = found.summary
    self.fibrillation = found.fibrillation
    let fibrillation = found.wholeFibrillation
    fibrillationEpisodes = fibrillation.count
    fibrillationSeconds = fibrillation.reduce(0) {
      $0 + recording.usableSeconds(in: $1.start..<$1.end)
    }
    // All of it: it has no beats, so that its signal passes for an unusable one.
    let flutter = found.episodes.filter { $0.rhythm == .ventricularFlutter }
    ventricularFlutterEpisodes = flutter.count
    ventricularFlutterSeconds = flutter.reduce(0) { $0 + $1.end - $1.start }
    heartRateVariability = found.heartRateVariability
    longestInterval = found.extremes.longestInterval?.seconds
    bradycardiaEpisodes = found.rateEpisodes.count { $0.kind == .bradycardia }
    tachycardiaEpisodes = found.rateEpisodes.count { $0.kind == .tachycardia }
  }
}
