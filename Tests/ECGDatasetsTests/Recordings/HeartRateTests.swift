import ECGDatasets
import ECGSignals
import Testing

/// A recording at another heart rate.
@Suite struct HeartRateTests {
  /// Beats every `interval` seconds with an R peak of 1, a T wave of 0.3 and a P wave of 0.1.
  private func beats(every interval: Double, count: Int) throws -> RecordingBeats {
    let rate = SignalConditioner.nominalSamplingRate
    let peaks = (1...count).map { Int((Double($0) * interval * rate).rounded()) }
    var lead = LeadBeats()
    for _ in peaks {
      lead.append(
        (0..<LeadBeats.samplesPerBeat).map { index in
          let time = Double(index - LeadBeats.before) / rate
          return [-interval, 0, interval].reduce(Float(0)) { $0 + wave(time - $1) }
        })
    }
    return RecordingBeats(times: peaks.map { Double($0) / rate }, leads: [lead])
  }

  /// Triangles around the middles of the waves of a beat.
  private func wave(_ time: Double) -> Float {
    func triangle(_ middle: Double, _ reach: Double, _ height: Float) -> Float {
      height * Float(max(0, 1 - abs(time - middle) / reach))
    }
    return triangle(0, 0.04, 1) + triangle(0.22, 0.06, 0.3) + triangle(-0.15, 0.04, 0.1)
  }

  @Test(arguments: [0.8, 1.25, 1.8])
  func intervalsAreDividedAndTheComplexStays(_ factor: Double) throws {
    let usual = try beats(every: 0.9, count: 6)
    let changed = usual.atHeartRate(times: factor)
    #expect(changed.count == 6 && changed.leads.count == 1)
    for (before, time) in zip(changed.times, changed.times.dropFirst()) {
      #expect(abs(time - before - 0.9 / factor) < 0.01)
    }
    let (old, new) = (usual.leads[0][3], changed.leads[0][3])
    for index in LeadBeats.before - 5...LeadBeats.before + 6 {
      #expect(abs(old[index] - new[index]) < 0.002, "sample \(index)")
    }
  }

  /// Twice as fast, the T wave of the beat before lies in the window, before the P wave, and
  /// both are narrower.
  @Test func theTWaveBeforeComesInto() throws {
    let changed = try beats(every: 0.9, count: 6).atHeartRate(times: 2).leads[0][3]
    let rate = SignalConditioner.nominalSamplingRate
    func largest(_ times: ClosedRange<Double>) -> (time: Double, value: Float) {
      let indices = changed.indices.filter {
        times.contains(Double($0 - LeadBeats.before) / rate)
      }
      let index = indices.max { changed[$0] < changed[$1] } ?? 0
      return (Double(index - LeadBeats.before) / rate, changed[index])
    }
    // 0.06 s of the complex and 0.16 s of the T wave times a root of a half, of 0.45 s.
    let before = largest(-0.34...(-0.2))
    #expect(abs(before.time - (0.06 + 0.16 / 2.0.squareRoot() - 0.45)) < 0.012)
    #expect(before.value > 0.27)
    let wave = largest(-0.17...(-0.07))
    #expect(abs(wave.time - (-0.05 - 0.1 / 2.0.squareRoot())) < 0.012)
    #expect(wave.value > 0.08)
  }

  @Test func oneBeatAndNoneStayWhatTheyAre() throws {
    let one = try beats(every: 0.9, count: 1)
    #expect(one.atHeartRate(times: 2).leads[0][0] == one.leads[0][0])
    #expect(one.atHeartRate(times: 2).times == one.times)
    let none = RecordingBeats(times: [], leads: [LeadBeats()])
    #expect(none.atHeartRate(times: 2).count == 0)
  }

  /// What cannot be beats of one heart stays as far apart as it is, and nothing traps.
  @Test func peaksTooCloseTogetherStay() throws {
    let lead = try beats(every: 0.9, count: 3).leads[0]
    let close = RecordingBeats(times: [1, 1, 1.1], leads: [lead]).atHeartRate(times: 1.5)
    #expect(close.times == [1, 1, 1.1])
    let isFinite = close.leads[0][0].allSatisfy { $0.isFinite }
    #expect(isFinite)
  }
}
