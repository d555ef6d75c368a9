import ECGSignals
import ECGEvaluation
import ECGRandom
import Testing

/// What a reader's answers change.
@Suite struct ExpertReadingTests {
  /// Beats of two shapes in turn.
  private func beats() -> RecordingBeats {
    var lead = LeadBeats()
    for beat in 0..<20 {
      let middle = Double(LeadBeats.before) + (beat % 4 == 3 ? 6 : 0)
      let sign: Float = beat % 4 == 3 ? -1 : 1
      lead.append(
        (0..<LeadBeats.samplesPerBeat).map { sample in
          abs(Double(sample) - middle) < 4 ? sign : 0
        })
    }
    return RecordingBeats(times: (0..<20).map { 0.8 * Double($0) }, leads: [lead])
  }

  @Test func theLeastCertainFamilyIsNamed() {
    let families = BeatFamilies(of: beats())
    #expect(families.count == 2)
    let odd = families.members[3]
    let reading = ExpertReading(
      families: families, predictions: Array(repeating: 0, count: 20),
      confidences: families.members.map { $0 == odd ? 0.4 : 0.99 })
    let labels = (0..<20).map { $0 % 4 == 3 ? ($0 == 3 ? nil : 2) : 0 as Int? }
    #expect(reading.predictions(naming: 0, labels: labels) == Array(repeating: 0, count: 20))
    // All its beats get the class that those have that are known.
    #expect(
      reading.predictions(naming: 1, labels: labels) == (0..<20).map { $0 % 4 == 3 ? 2 : 0 })
    let mixed = (0..<20).map { $0 % 4 == 3 ? ($0 < 8 ? 1 : 2) : 0 as Int? }
    #expect(reading.predictions(naming: 2, labels: mixed) == Array(repeating: 0, count: 20))
    // A family nobody knows anything of stays as it is.
    #expect(
      reading.predictions(naming: 2, labels: Array(repeating: nil, count: 20))
        == Array(repeating: 0, count: 20))
  }
}
