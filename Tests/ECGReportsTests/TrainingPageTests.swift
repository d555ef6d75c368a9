import ECGDatasets
import ECGEvaluation
import ECGNeuralNetwork
import ECGReports
import Foundation
import Testing

/// Pages on a training, and on several.
@Suite struct TrainingPageTests {
  private func history(_ losses: [Double]) -> TrainingHistory {
    var history = TrainingHistory()
    history.epochs = losses.enumerated().map { index, loss in
      .init(
        number: index + 1, loss: loss, accuracy: 0.5, validationLoss: loss * 2,
        validationAccuracy: 0.6, validationMacroF1: 0.4, learningRate: 1e-3)
    }
    history.bestEpoch = losses.isEmpty ? nil : losses.count
    return history
  }

  @Test func aPageIsReadAgainUntilTheTrainingIsOver() throws {
    var page = TrainingPage(title: "Training <fast>", epochs: 10, version: "1")
    let empty = try page.page()
    #expect(empty.contains(#"<meta http-equiv="refresh" content="3">"#))
    #expect(empty.contains("epoch 0 of 10") && empty.contains("Training &lt;fast&gt;"))
    page.history = history([1, 0.5, .nan])
    page.seconds = 30
    page.epochSeconds = 10
    let running = try page.page()
    #expect(running.contains("http-equiv") && running.contains("epoch 3 of 10"))
    // 10 s an epoch, seven to go.
    #expect(running.contains("70 s"))
    // And another network after this one.
    page.network = (1, 2)
    #expect(try page.page().contains("2 min"))
    page.network = (1, 1)
    #expect(!running.contains("synthetic"))
    page.isSynthetic = true
    #expect(try page.page().contains("synthetic"))
    #expect(PageCheck(running).unbalanced == nil && PageCheck(running).outside.isEmpty)
    #expect(!running.contains("nan") && running.contains("<svg viewBox"))
    page.state = .finished
    page.history.stopReason = "validation loss has not improved for 8 epochs"
    let over = try page.page()
    #expect(!over.contains("http-equiv"))
    #expect(over.contains("over: validation loss has not improved for 8 epochs"))
    page.state = .ended("interrupted")
    #expect(try page.page().contains("over: interrupted"))
  }

  @Test func runsAreLaidOverOneAnother() throws {
    func evaluation(_ right: Int) throws -> Evaluation {
      let labels = (0..<100).map { $0 % 2 }
      return try Evaluation(
        task: .infarction, labels: labels,
        probabilities: labels.enumerated().flatMap { beat, label in
          (label == 0) == (beat < right) ? [Float(0.9), 0.1] : [0.1, 0.9]
        })
    }
    let (first, second) = (try evaluation(70), try evaluation(95))
    func intervals(_ evaluation: Evaluation) -> [String: Interval] {
      PairedComparison.intervals(
        of: evaluation, BootstrapIntervals(evaluation.confusionMatrix, resamples: 50, seed: 1))
    }
    let pair = try PairedComparison(first, second, resamples: 50, seed: 1)
    var page = ComparisonPage(
      runs: [
        .init(name: "one", history: history([1, 0.5]), intervals: intervals(first)),
        .init(
          name: "other & more", history: history([1, 0.4, 0.3]), intervals: intervals(second),
          pair: pair, pValue: pair.mcNemar.pValue),
      ], beats: 100, version: "1")
    let text = try page.page()
    #expect(text.contains("0.7000") && text.contains("0.9500") && text.contains("+0.2500 *"))
    #expect(text.contains("other &amp; more") && text.contains("Validation macro-F1"))
    #expect(text.contains("&lt; 0.0001"))
    #expect(text.components(separatedBy: "<svg viewBox=\"0 0 720").count == 4)
    #expect(PageCheck(text).unbalanced == nil && PageCheck(text).outside.isEmpty)
    page.macroScope = "The macro F1 is over 1 of 2 classes (N)."
    #expect(try page.page().contains("The macro F1 is over 1 of 2 classes (N)."))
    // Evaluations keep no training.
    page.runs[0].history = nil
    #expect(try page.page().contains("1 of the runs kept no model"))
    page.runs[1].history = nil
    #expect(try !page.page().contains("<svg viewBox=\"0 0 720"))
  }
}
