import ECGRecordings
package import ECGSignals

/// What the beats that were found in a recording come to: its JSON document, and facts for people.
package struct DetectionSummary: Encodable, Sendable {
  /// The name of the recording.
  package let record: String
  /// The name of the lead that beats are found in.
  package let lead: String
  /// Samples of the lead per second.
  package let samplingRate: Double
  /// When the recording began, as ISO 8601 has it; nil where the file does not say.
  package let start: String?
  /// The lead's length in seconds, and how much of it is missing: in gaps of a tenth of
  /// a second or more.
  package let seconds: Double
  package let missingSeconds: Double
  /// The share of the rest in which nothing can be said about beats, in percent, and where; nil
  /// where there is no rest.
  package let unusableShare: Double?
  package let quality: [SignalQuality.Episode]
  /// Episodes of ventricular flutter or fibrillation, and their seconds.
  package let ventricularFlutterEpisodes: Int
  package let ventricularFlutterSeconds: Double
  /// The beats that were found where something can be said about them, as in the summary of a
  /// classified recording, and those that were found elsewhere.
  package let beats: Int
  package let unusableBeats: Int
  /// Of the intervals between usable beats, in seconds; nil where there are none.
  package let medianInterval: Double?
  package let shortestInterval: Double?
  package let longestInterval: Double?
  /// The annotations' path, where they were written.
  package let annotations: String?

  /// Sums up beats of a lead that was assessed.
  ///
  /// - Parameter file: where they were written to; nil where they were not.
  package init(_ detected: DetectedBeats, file: String?) {
    let rate = detected.samplingRate
    let events = detected.events
    let intervals = zip(zip(detected.peaks.dropFirst(), detected.peaks), events.intervals)
      .compactMap { ends, interval in interval.map { _ in Double(ends.0 - ends.1) / rate } }
    record = detected.recording.name
    lead = detected.lead.name
    samplingRate = rate
    start = RecordingClock(start: detected.recording.start).timestamp()
    seconds = Double(detected.sampleCount) / rate
    let whole = 0..<max(seconds, 0)
    missingSeconds = RhythmSummary.seconds(of: detected.gaps, in: whole)
    unusableShare = RhythmSummary.unusableShare(
      RhythmSummary.seconds(of: detected.quality.ranges, in: whole), of: seconds - missingSeconds)
    quality = detected.quality.episodes
    let flutter = detected.quality.ventricularFlutter
    ventricularFlutterEpisodes = flutter.count
    ventricularFlutterSeconds = RhythmSummary.seconds(of: flutter, in: whole)
    beats = events.isUsable.count { $0 }
    unusableBeats = events.isUsable.count { !$0 }
    medianInterval = intervals.median
    shortestInterval = intervals.min()
    longestInterval = intervals.max()
    annotations = file
  }
}
