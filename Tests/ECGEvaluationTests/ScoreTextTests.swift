import ECGEvaluation
import Testing

/// Scores as tables show them.
@Suite struct ScoreTextTests {
  @Test func placesIntervalsAndWhatIsNotDefined() {
    let interval = Interval(low: 0.8, high: 0.98765)
    #expect(ScoreText.cell(0.91236) == "0.9124")
    #expect(ScoreText.cell(0.91236, interval) == "0.9124 (0.8000–0.9877)")
    #expect(ScoreText.cell(0.91236, interval, places: 3) == "0.912 (0.800–0.988)")
    #expect(ScoreText.cell(nil) == "–" && ScoreText.cell(nil, interval) == "–")
    #expect(ScoreText.range(interval) == "0.8000–0.9877")
  }
}
