import ECGSignals
import Testing

/// Quality where there are no samples.
@Suite struct QualityAndGapsTests {
  @Test func aGapIsNotUnusable() {
    let quality = SignalQuality(episodes: [
      .init(kind: .noise, start: 2, end: 8), .init(kind: .flat, start: 30, end: 90),
      .init(kind: .clipped, start: 95, end: 99),
    ])
    #expect(quality.outside([]) == quality)
    #expect(
      quality.outside([4..<5, 31..<90, 94..<120]).episodes == [
        .init(kind: .noise, start: 2, end: 4), .init(kind: .noise, start: 5, end: 8),
        .init(kind: .flat, start: 30, end: 31),
      ])
  }
}
