import ECGRecordings
import ECGSignals

/// A look for a better lead where that in which beats are found says nothing of them for much of the time, or has no
/// samples, as where its electrode fell off.
enum UnusableLead {
  /// The share of the time, in percent, from which on other leads are looked at.
  private static let much = 20.0
  /// A lead is better where it is unusable for at most this part of that share: a little better is no help.
  private static let betterPart = 0.5
  /// A lead that is neither flat nor missing for so many seconds has shown a heart, or noise.
  private static let alive = 5.0
  /// So many other leads are looked at, each in a pass of its own.
  private static let most = 4

  /// What to say of a lead that is unusable for much of the time, and of one that is not.
  ///
  /// - Parameters:
  ///   - recording: the recording.
  ///   - lead: the lead that beats are found in.
  ///   - quality: where it says nothing of them.
  ///   - gaps: where it has no samples, in seconds.
  /// - Returns: nothing where no other lead is better.
  /// - Throws: `FileError` where the recording cannot be read.
  static func remarks(
    on recording: RecordingFile, _ lead: LeadChoice, _ quality: SignalQuality,
    _ gaps: [Range<Double>]
  ) throws -> [String] {
    let whole = 0..<max(recording.duration, 0)
    let unusable = share(quality, gaps, of: recording)
    let missing = RhythmSummary.seconds(of: gaps, in: whole)
    // Of a lead that is flat throughout it was said before.
    let flat = RhythmSummary.seconds(
      of: quality.episodes.filter { $0.kind == .flat }.map { $0.start..<$0.end }, in: whole)
    guard unusable >= much, flat + missing < recording.duration - Self.alive else {
      return []
    }
    var best: (lead: LeadChoice, share: Double)?
    for signal in LeadChoice.others(than: lead, in: recording).prefix(most) {
      try Task.checkCancellation()
      guard DetectedBeats.canSearch(recording, signal) else { continue }
      let other = LeadChoice(signal, in: recording)
      var beats = try DetectedBeats(in: recording, lead: other)
      guard !beats.peaks.isEmpty else { continue }
      try beats.findQuality()
      let share = share(beats.quality, beats.gaps, of: recording)
      if share < best?.share ?? .infinity { best = (other, share) }
      // One that is as good as can be wished is enough.
      if share < 1 { break }
    }
    guard let best, best.share <= betterPart * unusable else { return [] }
    let state = missing > 0 ? "is missing or unusable" : "is unusable"
    return [
      "\(lead) \(state) for \(percent(unusable)) of the time, \(best.lead) for "
        + percent(best.share)
    ]
  }

  /// The share of the time in which a lead has no samples or says nothing of beats, in percent.
  private static func share(
    _ quality: SignalQuality, _ gaps: [Range<Double>], of recording: RecordingFile
  ) -> Double {
    let whole = 0..<max(recording.duration, 0)
    return RhythmSummary.unusableShare(
      RhythmSummary.seconds(of: quality.ranges, in: whole)
        + RhythmSummary.seconds(of: gaps, in: whole), of: recording.duration)
  }

  private static func percent(_ share: Double) -> String {
    "\((share * 10).rounded() / 10) %"
  }
}
