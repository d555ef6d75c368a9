import ECGDatasets
import ECGRandom
import ECGSignals
import Testing

/// Records augmented from a few beats that are told apart by their height.
@Suite struct AugmentedRecordingTests {
  private let normal = AAMIClass.normal.label
  private let supraventricular = AAMIClass.supraventricular.label
  private let ventricular = AAMIClass.ventricular.label

  /// Normal beats of height 1, every tenth a ventricular one of height −3.
  private func record(ventricular isVentricular: Bool) -> (beats: RecordingBeats, labels: [Int?]) {
    let labels = (0..<200).map { isVentricular && $0 % 10 == 9 ? ventricular : normal }
    var lead = LeadBeats()
    for label in labels {
      var beat = [Float](repeating: 0, count: LeadBeats.samplesPerBeat)
      beat[LeadBeats.before] = label == ventricular ? -3 : 1
      lead.append(beat)
    }
    return (RecordingBeats(times: labels.indices.map { 0.8 * Double($0) }, leads: [lead]), labels)
  }

  @Test func runsAreOfTheRecordsOwnBeats() throws {
    let (beats, labels) = record(ventricular: true)
    var lengths: [Int] = []
    for seed in UInt64(1)...20 {
      var generator = SeededGenerator(seed: seed)
      let made = try #require(
        AugmentedRecording(
          from: beats, labels: labels, .ventricularRuns, count: 500, using: &generator))
      #expect(made.beats.count == made.labels.count && made.labels.count >= 500)
      #expect(Set(made.labels) == [normal, ventricular])
      var length = 0
      for (position, label) in made.labels.enumerated() {
        let peak = made.beats.leads[0][position][LeadBeats.before]
        #expect(abs(peak - (label == ventricular ? -3 : 1)) < 0.01)
        if label == ventricular {
          length += 1
        } else if length > 0 {
          lengths.append(length)
          length = 0
        }
      }
    }
    let (least, most) = (try #require(lengths.min()), try #require(lengths.max()))
    #expect(least >= 3 && most > 100, "runs begin with three beats and last for minutes")
  }

  /// Beats 0.4 s apart lie in each other's windows.
  @Test func neighboursOfARunAreSeen() throws {
    let (beats, labels) = record(ventricular: true)
    var generator = SeededGenerator(seed: 3)
    let made = try #require(
      AugmentedRecording(
        from: beats, labels: labels, .ventricularRuns, count: 500, using: &generator))
    let rate = SignalConditioner.nominalSamplingRate
    var seen = 0
    for position in made.labels.indices.dropFirst()
    where made.labels[position] == ventricular && made.labels[position - 1] == ventricular {
      let distance = ((made.beats.times[position] - made.beats.times[position - 1]) * rate)
        .rounded()
      let index = LeadBeats.before - Int(distance)
      guard index >= 0 else { continue }
      seen += 1
      #expect(abs(made.beats.leads[0][position][index] + 3) < 0.01)
    }
    // Only where the intervals drawn are within the window of 0.35 s are there any.
    let isClose = zip(made.beats.times.dropFirst(), made.beats.times).contains { $0 - $1 < 0.34 }
    #expect((seen > 0) == isClose)
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func supraventricularBeatsComeEarly(seed: UInt64) throws {
    let (beats, labels) = record(ventricular: false)
    var generator = SeededGenerator(seed: seed)
    let made = try #require(
      AugmentedRecording(from: beats, labels: labels, count: 500, using: &generator))
    let intervals = zip(made.beats.times.dropFirst(), made.beats.times).map { $0 - $1 }
    func mean(of label: Int) -> Double {
      let own = zip(made.labels.dropFirst(), intervals).filter { $0.0 == label }.map(\.1)
      return own.reduce(0, +) / Double(own.count)
    }
    #expect(mean(of: supraventricular) < 0.95 * mean(of: normal))
  }

  @Test func recordsWithoutVentricularBeatsMakeNoRuns() {
    let (beats, labels) = record(ventricular: false)
    var generator = SeededGenerator(seed: 1)
    let runs = AugmentedRecording(
      from: beats, labels: labels, .ventricularRuns, count: 500, using: &generator)
    #expect(runs == nil)
    let made = AugmentedRecording(from: beats, labels: labels, count: 500, using: &generator)
    #expect(made.map { Set($0.labels) } == [normal, supraventricular])
  }
}
