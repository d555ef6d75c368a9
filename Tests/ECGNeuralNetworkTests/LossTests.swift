import ECGNeuralNetwork
import Foundation
import Testing

/// Losses of one example against their formulas, and their gradients against central differences.
@Suite struct LossTests {
  static let losses: [SoftmaxCrossEntropy] = [
    .init(), .init(classWeights: [0.5, 2, 3], labelSmoothing: 0.1), .init(focusing: 2),
    .init(focusing: 0.5), .init(classWeights: [0.5, 2, 3], labelSmoothing: 0.1, focusing: 1.5),
  ]
  private static let logits: [[Float]] = [[0, 0, 0], [1, -2, 0.5], [-3, 2, 4]]

  /// The loss by its formula, in double precision, of an example that is partly of another class.
  private func expected(
    _ loss: SoftmaxCrossEntropy, _ logits: [Double], label: Int, blend: (label: Int, share: Float)
  ) -> Double {
    let sum = logits.reduce(0) { $0 + exp($1) }
    let share = Double(blend.share)
    let weights = loss.classWeights.isEmpty ? [1, 1, 1] : loss.classWeights.map(Double.init)
    let smoothing = Double(loss.labelSmoothing)
    func cost(_ label: Int) -> Double {
      let total = logits.enumerated().reduce(0) { total, entry in
        let (index, p) = (entry.offset, exp(entry.element) / sum)
        let target = smoothing / 3 + (1 - smoothing) * (index == label ? 1 : 0)
        return total - target * pow(1 - p, Double(loss.focusing)) * log(p)
      }
      return weights[label] * total
    }
    return (1 - share) * cost(label) + share * cost(blend.label)
  }

  @Test(arguments: losses) func followsTheFormula(_ loss: SoftmaxCrossEntropy) {
    for logits in Self.logits {
      for label in 0..<3 {
        let blend = (label: (label + 1) % 3, share: Float(label) * 0.2)
        var row = logits
        let value = row.withUnsafeMutableBufferPointer {
          loss.evaluate($0, label: label, blend: blend, share: 0.25)
        }
        let exact = logits.map(Double.init)
        #expect(abs(value - expected(loss, exact, label: label, blend: blend)) < 1e-5)
        for index in 0..<3 {
          var (above, below) = (exact, exact)
          above[index] += 1e-4
          below[index] -= 1e-4
          let slope =
            (expected(loss, above, label: label, blend: blend)
              - expected(loss, below, label: label, blend: blend)) / 2e-4
          #expect(abs(Double(row[index]) - 0.25 * slope) < 1e-5)
        }
      }
    }
  }

  /// The same weight for all classes, a power of two so that nothing is rounded, only scales, and
  /// without a blend the class's own weight does, bit for bit.
  @Test(arguments: [Float(0), 1.5]) func equalWeightsOnlyScale(focusing: Float) {
    func evaluate(_ weights: [Float], _ blend: (label: Int, share: Float)?) -> (Double, [Float]) {
      let loss = SoftmaxCrossEntropy(
        classWeights: weights, labelSmoothing: 0.1, focusing: focusing)
      var row: [Float] = [1, -2, 0.5]
      let value = row.withUnsafeMutableBufferPointer {
        loss.evaluate($0, label: 1, blend: blend, share: 0.25)
      }
      return (value, row)
    }
    let blend = (label: 2, share: Float(0.25))
    let (plain, doubled) = (evaluate([], blend), evaluate([2, 2, 2], blend))
    #expect(doubled.0 == 2 * plain.0 && doubled.1 == plain.1.map { 2 * $0 })
    let (alone, weighted) = (evaluate([], nil), evaluate([3, 4, 5], nil))
    #expect(weighted.0 == 4 * alone.0 && weighted.1 == alone.1.map { 4 * $0 })
  }

  /// A class that counts for nothing takes its term along, and two of them leave nothing.
  @Test func weightsOfZeroLeaveTheOtherTerm() {
    let loss = SoftmaxCrossEntropy(classWeights: [0, 2, 0])
    for (label, blend, weight) in [(0, 1, 0.25 * 2), (1, 0, 0.75 * 2), (0, 2, 0)] {
      var row: [Float] = [0, 0, 0]
      let value = row.withUnsafeMutableBufferPointer {
        loss.evaluate($0, label: label, blend: (blend, 0.25), share: 1)
      }
      #expect(abs(value - weight * log(3)) < 1e-6)
      let expected = [weight / 3, weight / 3 - weight, weight / 3]
      for index in 0..<3 { #expect(abs(Double(row[index]) - expected[index]) < 1e-6) }
    }
  }

  /// Probabilities of 1 and of 0 leave losses and gradients that are numbers.
  @Test(arguments: losses) func certaintyStaysFinite(_ loss: SoftmaxCrossEntropy) {
    for label in 0..<3 {
      var row: [Float] = [200, -200, 0]
      let value = row.withUnsafeMutableBufferPointer { loss.evaluate($0, label: label, share: 1) }
      #expect(value.isFinite && value >= 0)
      #expect(row.allSatisfy { $0.isFinite })
    }
  }

  /// What files hold that were written before there was a focal loss.
  @Test func crossEntropyIsStoredAsEver() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = #"{"classWeights":[1,2],"labelSmoothing":0.5}"#
    let loss = try JSONDecoder().decode(SoftmaxCrossEntropy.self, from: Data(json.utf8))
    #expect(loss == SoftmaxCrossEntropy(classWeights: [1, 2], labelSmoothing: 0.5))
    #expect(String(decoding: try encoder.encode(loss), as: UTF8.self) == json)
    let adam = try encoder.encode(Optimizer.adam(Adam()))
    #expect(try encoder.encode(Adam()) == adam)
    #expect(try JSONDecoder().decode(Optimizer.self, from: adam) == .adam(Adam()))
  }
}
