import ECGSignals
import ECGClassifier
import Foundation
import ECGRandom
import Testing

/// Fibrillation, learnt from made-up numbers, and what it does to probabilities.
@Suite struct ContextHeadTests {
  /// Numbers of which the first tells fibrillation, with some noise, and the others nothing.
  private func examples(_ count: Int, seed: UInt64) -> FibrillationModel.Examples {
    var generator = SeededGenerator(seed: seed)
    var examples = FibrillationModel.Examples()
    for _ in 0..<count {
      let isFibrillation = generator.uniform() < 0.3
      examples.values.append((isFibrillation ? 1 : 0) + generator.normal())
      examples.values += (1..<AtrialEvidence.count - 1).map { _ in generator.normal() }
      // A slow heart, where the numbers count as they are.
      examples.values.append(0)
      examples.isFibrillation.append(isFibrillation)
      examples.weights.append(0.5)
    }
    return examples
  }

  /// Two normal distributions one standard deviation apart: the log-odds rise by 1 for each unit.
  @Test func learnsWhatTellsItApart() throws {
    let model = try #require(FibrillationModel(fittedTo: examples(20_000, seed: 1)))
    #expect(model.isValid)
    #expect(abs(model.weights[0] / model.scales[0] - 1) < 0.08)
    #expect(model.weights.dropFirst().allSatisfy { abs($0) < 0.06 })
    // At the middle of the two, the log-odds are those of their shares.
    let middle = (0.5 - model.means[0]) / model.scales[0]
    #expect(abs(model.bias + model.weights[0] * middle - log(0.3 / 0.7)) < 0.06)
  }

  @Test func oneKindAloneTeachesNothing() {
    var examples = examples(100, seed: 2)
    examples.isFibrillation = Array(repeating: false, count: 100)
    #expect(FibrillationModel(fittedTo: examples) == nil)
    #expect(FibrillationModel(fittedTo: .init()) == nil)
  }

  /// Where fibrillation is more probable than not, S goes to N as far as it is, and
  /// nothing else changes.
  @Test(arguments: [true, false])
  func earlyBeatsInFibrillationAreNormal(_ isIrregular: Bool) throws {
    let model = try #require(FibrillationModel(fittedTo: examples(20_000, seed: 3)))
    let head = ContextHead(fibrillation: model, temperature: 1)
    let intervals: [Double] = isIrregular ? [0.2, 2.2] : [0.8, 0.8]
    let evidence = AtrialEvidence(intervals: (0..<40).map { intervals[max($0, 1) % 2] })
    let row = [0.15, 0.7, 0.1, 0.04, 0.01]
    var logs = (0..<40).flatMap { _ in row.map { log($0) } }
    let found = head.probabilities(of: &logs, classes: 5, evidence, .record)
    for beat in 0..<40 where found.fibrillation[beat] > 0 {
      let share = max(0, 2 * Double(found.fibrillation[beat]) - 1)
      for (index, wanted) in [0.15 + 0.7 * share, 0.7 * (1 - share), 0.1, 0.04, 0.01].enumerated() {
        #expect(abs(Double(found.classes[beat * 5 + index]) - wanted) < 1e-5)
      }
    }
    #expect(found.fibrillation.count { $0 > 0 } > 30)
    #expect(found.fibrillation.contains { $0 > 0.5 } == isIrregular)
    var single = row.map { log($0) }
    let unchanged = ContextHead.none.probabilities(
      of: &single, classes: 5, AtrialEvidence(intervals: [0.8]), .record)
    #expect(zip(unchanged.classes, row).allSatisfy { abs(Double($0) - $1) < 1e-6 })
    #expect(unchanged.fibrillation == [0])
  }
}
