import ECGRecordings
import ECGSignals
import ECGText

/// A look for a better lead where that in which beats are found says nothing of them for much of
/// the time, or has no samples, as where its electrode fell off. Where both have none, the
/// recording pauses, and neither is better.
enum UnusableLead {
  /// The share of the time, in percent, from which on other leads are looked at.
  private static let much = 20.0
  /// A lead is better where it is unusable for at most this part of that share: a little
  /// better is no help.
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
    func lost(_ quality: SignalQuality, _ gaps: [Range<Double>]) -> Double {
      // Ventricles that flutter do so in every lead.
      RhythmSummary.seconds(
        of: quality.episodes.filter { $0.kind != .ventricularFlutter }.map { $0.start..<$0.end },
        in: whole)
        + RhythmSummary.seconds(of: gaps, in: whole)
    }
    func share(_ lost: Double, without pauses: Double) -> Double {
      RhythmSummary.unusableShare(lost - pauses, of: recording.duration - pauses) ?? 0
    }
    let missing = RhythmSummary.seconds(of: gaps, in: whole)
    // Of a lead that is flat throughout it was said before.
    let flat = RhythmSummary.seconds(
      of: quality.episodes.filter { $0.kind == .flat }.map { $0.start..<$0.end }, in: whole)
    let seconds = lost(quality, gaps)
    guard share(seconds, without: 0) >= much, flat + missing < recording.duration - Self.alive
    else { return [] }
    let others = LeadChoice.others(than: lead, in: recording).prefix(most)
      .filter { DetectedBeats.canSearch(recording, $0) }
    // Beats are looked for in two passes for each lead, gaps in one for all.
    let theirs = gaps.isEmpty ? others.map { _ in [] } : try Self.gaps(of: others, in: recording)
    var best: (lead: LeadChoice, own: Double, share: Double, pauses: Double)?
    for (signal, theirGaps) in zip(others, theirs) {
      try Task.checkCancellation()
      let pauses = theirGaps.reduce(0) { $0 + RhythmSummary.seconds(of: gaps, in: $1) }
      let own = share(seconds, without: pauses)
      guard own >= much else { continue }
      let other = LeadChoice(signal, in: recording)
      var beats = try DetectedBeats(in: recording, lead: other)
      guard !beats.peaks.isEmpty else { continue }
      try beats.findQuality()
      let share = share(lost(beats.quality, beats.gaps), without: pauses)
      if share <= betterPart * own, share < best?.share ?? .infinity {
        best = (other, own, share, pauses)
      }
      // One that is as good as can be wished is enough.
      if share < 1 { break }
    }
    guard let best else { return [] }
    let state = missing > best.pauses ? "is missing or unusable" : "is unusable"
    let time = best.pauses > 0 ? "of the time with samples" : "of the time"
    return [
      "\(lead) \(state) for \(best.own.percent(decimals: 1)) \(time), \(best.lead) for "
        + best.share.percent(decimals: 1)
    ]
  }

  /// Where each of some leads has no samples, in seconds.
  private static func gaps(
    of signals: [Int], in recording: RecordingFile
  ) throws -> [[Range<Double>]] {
    guard !signals.isEmpty else { return [] }
    var finders = signals.map { GapFinder(samplingRate: recording.signals[$0].samplingRate) }
    var reader = try recording.reader(signals: signals)
    while let block = try reader.next() {
      for index in finders.indices { finders[index].process(block.samples[index]) }
    }
    return finders.indices.map { index in
      finders[index].finish()
      return finders[index].gaps
    }
  }
}
