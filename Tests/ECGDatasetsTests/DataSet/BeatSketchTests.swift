import ECGDatasets
import Foundation
import Testing

/// Which share of beats is among others, by a small sample of those.
@Suite struct BeatSketchTests {
  private static let few = SyntheticBeats(seed: 3).dataset(counts: [40, 20, 20, 10, 10])
  private static let others = SyntheticBeats(seed: 4).dataset(counts: [40, 20, 20, 10, 10])

  private func joined(_ one: BeatDataset, _ other: BeatDataset) -> BeatDataset {
    BeatDataset(
      task: one.task, source: one.source, samplesPerBeat: one.samplesPerBeat,
      values: one.values.array(of: 0..<one.count) + other.values.array(of: 0..<other.count),
      labels: one.labels + other.labels)
  }

  @Test func ofFewBeatsAllAreKnown() {
    let sketch = BeatSketch(Self.few)
    #expect(sketch.share(of: Self.few) == 1)
    #expect(sketch.share(of: Self.others) == 0)
    #expect(sketch.share(of: joined(Self.few, Self.others)) == 0.5)
    // In any order, and of a part.
    #expect(sketch.share(of: Self.few.selecting([70, 3, 12])) == 1)
    #expect(BeatSketch(Self.few.selecting(Array((0..<100).reversed()))) == sketch)
    #expect(sketch.share(of: Self.few.selecting([])) == nil)
    #expect(BeatSketch(Self.few.selecting([])).share(of: Self.few) == nil)
  }

  @Test func beatsOnAnotherScaleAndOfAnotherLabelAreTheSame() {
    var rescaled = Self.few
    rescaled.values = BeatValues(
      Self.few.values.array(of: 0..<Self.few.count).map { 4 * $0 - 2 },
      samplesPerBeat: Self.few.samplesPerBeat)
    rescaled.labels = rescaled.labels.map { 4 - $0 }
    #expect(BeatSketch(Self.few).share(of: rescaled) ?? 0 > 0.9)
  }

  /// Of more beats than are kept, a random sample decides.
  @Test func ofManyBeatsTheShareIsEstimated() throws {
    let (count, length) = (20_000, 4)
    func beats(from first: Int) -> BeatDataset {
      var values: [Float] = []
      for number in first..<first + count {
        values += [0, Float(number % 1000) / 1000, Float(number / 1000) / 1000, 1]
      }
      return BeatDataset(
        task: .arrhythmia, source: .csv(["beats.csv"]), samplesPerBeat: length, values: values,
        labels: [Int](repeating: 0, count: count))
    }
    let sketch = BeatSketch(beats(from: 0))
    #expect(sketch.share(of: beats(from: 0)) == 1)
    #expect(sketch.share(of: beats(from: count)) == 0)
    // Of those that begin in the middle half are known: four deviations of a sample of about
    // 2,000 around it.
    let half = try #require(sketch.share(of: beats(from: count / 2)))
    #expect(abs(half - 0.5) < 0.045)
    let document = try JSONEncoder().encode([sketch])
    #expect(document.count < 24_000)
    #expect(try JSONDecoder().decode([BeatSketch].self, from: document) == [sketch])
  }

  @Test(arguments: [Data([1, 2, 3]), Data(repeating: 0, count: 16), Data(count: 8 * 2049)])
  func whatIsNoSketchIsRefused(bytes: Data) throws {
    let document = try JSONEncoder().encode([bytes])
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([BeatSketch].self, from: document)
    }
  }

  /// Values that are no numbers are taken as they stand.
  @Test func beatsWithoutARangeAreTakenAsTheyStand() {
    func beats(_ values: [Float]) -> BeatDataset {
      BeatDataset(
        task: .arrhythmia, source: .csv(["beats.csv"]), samplesPerBeat: 3, values: values,
        labels: [])
    }
    let sketch = BeatSketch(beats([1, .nan, 2, 1, .infinity, 2, 5, 5, 5]))
    #expect(sketch.share(of: beats([1, .infinity, 2, 7, 7, 7])) == 1)
    #expect(sketch.share(of: beats([2, .infinity, 2])) == 0)
  }
}
