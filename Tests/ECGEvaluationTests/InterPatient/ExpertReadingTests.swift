import ECGEvaluation
import ECGSignals
import Testing

/// What a reader's answers change.
@Suite struct ExpertReadingTests {
  /// Beats of two shapes, every fourth the odd one.
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

  private func isOdd(_ beat: Int) -> Bool { beat % 4 == 3 }

  @Test func theLeastCertainFamilyIsNamed() {
    let reading = ExpertReading(
      of: beats(), predictions: Array(repeating: 0, count: 20),
      probabilities: (0..<20).flatMap { beat -> [Float] in
        isOdd(beat) ? [0.4, 0.3, 0.3, 0, 0] : [0.99, 0.01, 0, 0, 0]
      })
    let normal = Array(repeating: 0, count: 20)
    let labels = (0..<20).map { isOdd($0) ? ($0 == 3 ? nil : 2) : 0 as Int? }
    #expect(reading.predictions(naming: 0, labels: labels).named == normal)
    // All its beats get the class that those have that are known.
    let corrected = (0..<20).map { isOdd($0) ? 2 : 0 }
    #expect(reading.predictions(naming: 1, labels: labels).named == corrected)
    #expect(reading.predictions(naming: 1, labels: labels).adapted == corrected)
    #expect(reading.predictions(naming: nil, labels: labels).named == corrected)
    // A mixture is called what most of it is.
    let mixed = (0..<20).map { isOdd($0) ? ($0 < 8 ? 1 : 2) : 0 as Int? }
    #expect(reading.predictions(naming: 1, labels: mixed).named == corrected)
    // A family nobody knows anything of stays as it is.
    let unknown = [Int?](repeating: nil, count: 20)
    #expect(reading.predictions(naming: nil, labels: unknown).named == normal)
  }
}
