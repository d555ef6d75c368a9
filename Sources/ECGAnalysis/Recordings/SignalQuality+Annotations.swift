public import ECGRecordings
public import ECGSignals

extension SignalQuality {
  /// Adds to the annotations of beats where the signal becomes unusable and where it is usable
  /// again, as WFDB's NOISE annotations (`~`, code 14). Their subtype has a bit for each of
  /// the first four signals that is noisy, and one in the upper half if that cannot be read;
  /// the text says why.
  ///
  /// - Parameters:
  ///   - beats: the annotations, in order.
  ///   - channel: the signal of the lead.
  ///   - rate: what the annotations count, in samples a second.
  ///   - end: the recording's end in seconds.
  public func marked(
    _ beats: [Annotation], channel: UInt8, rate: Double, end: Double
  ) -> [Annotation] {
    let changes = changes(channel: channel, rate: rate, end: end)
    return (beats + changes).sorted { $0.sample < $1.sample }
  }

  /// The annotations that ``marked(_:channel:rate:end:)`` adds, in order; each stands behind
  /// what else is at its sample.
  func changes(channel: UInt8, rate: Double, end: Double) -> [Annotation] {
    let bits = channel < 4 ? Int8(truncatingIfNeeded: 0x11 << Int(channel)) : -1
    func change(at time: Double, _ subtype: Int8, _ text: String?) -> Annotation {
      Annotation(
        // Beats before it are not of the episode, at its beginning as at its end.
        sample: Int(firstSampleFrom: time, rate: rate), symbol: "~", subtype: subtype,
        channel: channel, aux: text)
    }
    var changes: [Annotation] = []
    for (position, episode) in episodes.enumerated() {
      changes.append(change(at: episode.start, bits, episode.kind.rawValue))
      let next = position + 1 < episodes.count ? episodes[position + 1].start : end
      if next > episode.end { changes.append(change(at: episode.end, 0, nil)) }
    }
    return changes
  }
}
