import ECGDatasets
import Testing

@Suite struct SyntheticBeatsTests {
  static let dataset = SyntheticBeats(seed: 42).dataset(counts: [400, 400, 400, 400, 400])

  @Test func theSeedDecides() {
    let again = SyntheticBeats(seed: 42).dataset(counts: [3, 2, 0, 1])
    #expect(again.isSynthetic)
    #expect(again.labels == [0, 0, 0, 1, 1, 3])
    // The beats of a small set begin a larger one's classes.
    #expect(again[beat: 2] == Self.dataset[beat: 2])
    #expect(Array(again[beat: 5]) == Array(Self.dataset[beat: 1200]))
    #expect(SyntheticBeats(seed: 43).dataset(counts: [3, 2, 0, 1]).values != again.values)
    #expect(SyntheticBeats(seed: 1).dataset(counts: [-1]).count == 0)
  }

  @Test func beatsHaveTheFormOfKaggles() {
    #expect(Self.dataset.samplesPerBeat == 187)
    for beat in 0..<Self.dataset.count {
      let samples = Self.dataset[beat: beat]
      #expect(samples.allSatisfy { 0...1 ~= $0 })
      #expect(samples.contains(0))
    }
    let inspection = BeatInspection(Self.dataset)
    #expect(inspection.duplicateBeats == 0 && inspection.constantBeats == 0)
    // A normal beat starts at its R peak and is padded behind the next one.
    let normal = inspection.classes[0].mean
    #expect(normal[0] > 0.8 && normal[0] == normal.max())
    #expect(normal[186] < 0.02)
  }

  /// The nearest mean of the classes tells most beats apart, but by no means all of them.
  @Test func classesAreLearnableAndNotTrivial() {
    let means = BeatInspection(Self.dataset).classes.map(\.mean)
    let test = SyntheticBeats(seed: 7).dataset(counts: [200, 200, 200, 200, 200])
    let right = (0..<test.count).count { beat in
      let distances = means.map { mean in
        zip(mean, test[beat: beat]).reduce(0) { $0 + ($1.0 - Double($1.1)) * ($1.0 - Double($1.1)) }
      }
      return distances.indices.min { distances[$0] < distances[$1] } == test.labels[beat]
    }
    #expect((450...850).contains(right), "\(right) of 1000")
  }
}
