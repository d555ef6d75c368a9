import ECGDatasets
import Testing

/// What decides between two classes.
@Suite struct DecisionThresholdTests {
  private static func label(_ beat: Int) -> Int {
    let (first, second) = (Double(beat * 53 % 19), Double(beat * 37 % 101))
    return first + second / 8 > 14 ? 1 : 0
  }

  /// scikit-learn 1.9.1:
  ///
  ///     p = np.float32(np.array([i * 37 % 101 for i in range(1, 41)]) / 101)
  ///     y = [1 if i * 53 % 19 + i * 37 % 101 / 8 > 14 else 0 for i in range(1, 41)]
  ///     fpr, tpr, t = roc_curve(y, p, drop_intermediate=False)
  ///     t[(tpr - fpr).argmax()]  # 0.49504951, the next lower one 0.46534654
  @Test func isThatOfTheLargestYoudenIndex() throws {
    let probabilities = (1...40).map { Float(Double($0 * 37 % 101) / 101) }
    let labels = (1...40).map(Self.label)
    #expect(labels.count { $0 == 1 } == 23)
    let threshold = try #require(
      DecisionThreshold(fittedTo: probabilities, labels: labels))
    #expect(abs(threshold.probability - 0.480198026) < 1e-7)
    // Neither the order of the beats nor how often they come plays a part.
    let reversed = DecisionThreshold(
      fittedTo: probabilities.reversed() + probabilities, labels: labels.reversed() + labels)
    #expect(reversed == threshold)
  }

  private func fitted(_ probabilities: [Float], _ labels: [Int]) -> Double? {
    DecisionThreshold(fittedTo: probabilities, labels: labels)?.probability
  }

  @Test func isOneHalfWhereThatIsAsGoodAsAny() {
    #expect(fitted([0.1, 0.3, 0.8, 0.9], [0, 0, 1, 1]) == 0.5)
    #expect(fitted([0.1, 0.5], [0, 1]) == 0.5)
    // The middle of the gap otherwise.
    #expect(fitted([0.125, 0.25, 0.375], [0, 0, 1]) == 0.3125)
    #expect(fitted([0.75, 0.875], [0, 1]) == 0.8125)
    // Of two gaps that are equally good, that nearest to one half.
    #expect(fitted([0.125, 0.25, 0.625, 0.75], [0, 1, 0, 1]) == 0.6875)
    // Beats of one probability are decided together.
    #expect(fitted([0.25, 0.75, 0.75, 0.75], [0, 0, 1, 1]) == 0.5)
  }

  @Test func isNoneWhereNothingCanBeChosen() {
    #expect(fitted([], []) == nil)
    #expect(fitted([0.1, 0.9], [1, 1]) == nil && fitted([0.1, 0.9], [0, 0]) == nil)
    #expect(fitted([0.5, 0.5], [0, 1]) == nil)
    // Worse than chance at every threshold.
    #expect(fitted([0.9, 0.1], [0, 1]) == nil)
    for value in [-0.1, 1.1, .nan, .infinity] { #expect(DecisionThreshold(value) == nil) }
    #expect(DecisionThreshold(0)?.probability == 0 && DecisionThreshold(1)?.probability == 1)
  }

  @Test func decides() {
    let probabilities: [Float] = [0.75, 0.25, 0.5, 0.5, 0.25, 0.75]
    let task = BeatTask.infarction
    #expect(task.decisions(probabilities) == [0, 0, 1])
    #expect(task.decisions(probabilities, threshold: DecisionThreshold(0.25)) == [1, 1, 1])
    #expect(task.decisions(probabilities, threshold: DecisionThreshold(0.5)) == [0, 1, 1])
    #expect(task.decisions(probabilities, threshold: DecisionThreshold(0.8)) == [0, 0, 0])
    #expect(task.decisions([]) == [])
    // More classes have no threshold.
    let five: [Float] = [0.1, 0.4, 0.4, 0.1, 0]
    #expect(BeatTask.arrhythmia.decisions(five, threshold: DecisionThreshold(0)) == [1])
    #expect(BeatTask.infarction.isBinary && !BeatTask.arrhythmia.isBinary)
  }
}
