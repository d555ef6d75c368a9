import ECGNeuralNetwork
import ECGRandom
import Foundation
import Testing

@Suite struct MixupTests {
  private func configuration(mixup: Mixup?, epochs: Int = 3) -> TrainingConfiguration {
    TrainingConfiguration(
      epochs: epochs, batchSize: 32, shards: 4, optimizer: .adam(Adam(learningRate: 0.01)),
      mixup: mixup,
      seed: 5)
  }

  /// Means and variances of `min(b, 1 - b)` for `b` from Beta(α, α): `b =
  /// np.random.default_rng(0).beta(a, a, 4_000_000); m = np.minimum(b, 1 - b)`, its mean and
  /// variance (NumPy 2).
  @Test(arguments: [(1.0, 0.25, 0.0208333), (0.2, 0.1012, 0.0195)])
  func sharesAreThoseOfAFoldedBetaDistribution(
    alpha: Double, mean: Double, variance: Double
  ) {
    let mixup = Mixup(alpha: alpha)
    var generator = SeededGenerator(seed: 1)
    let batch = Array(100..<132)[...]
    let blends = (0..<20_000).map { _ in mixup.blend(with: batch, using: &generator) }
    #expect(blends.allSatisfy { (0...0.5).contains($0.share) })
    #expect(Set(blends.map(\.partner)) == Set(batch))
    let shares = blends.map { Double($0.share) }
    let found = shares.reduce(0, +) / 20_000
    #expect(abs(found - mean) < 0.004)
    let spread = shares.reduce(0) { $0 + ($1 - found) * ($1 - found) } / 20_000
    #expect(abs(spread - variance) < 0.001)
  }

  /// However small α is, a share is drawn: for those below 0.003 or so both powers of Jöhnk's
  /// method are often zero.
  @Test(arguments: [1e-3, 1e-6, 1e-300, Double.leastNonzeroMagnitude])
  func anyAlphaCanBeDrawnWith(alpha: Double) {
    let mixup = Mixup(alpha: alpha)
    var generator = SeededGenerator(seed: 1)
    let shares = (0..<20_000).map { _ in
      Double(mixup.blend(with: [0, 1, 2], using: &generator).share)
    }
    #expect(shares.allSatisfy { (0...0.5).contains($0) })
    // Twice the integral of x^α (1 - x)^(α - 1) from 0 to 0.5, by B(α, α), which is nearly 2 / α.
    #expect(abs(shares.reduce(0, +) / 20_000 - min(alpha, 1e-3) * 0.693) < 6e-4)
  }

  /// Where no power is zero the shares are those of Jöhnk's method as it is written.
  @Test(arguments: [0.05, 0.2, 1])
  func usualAlphasDrawAsTheyAlwaysDid(alpha: Double) {
    var (generator, other) = (SeededGenerator(seed: 7), SeededGenerator(seed: 7))
    let mixup = Mixup(alpha: alpha)
    for _ in 0..<2_000 {
      let blend = mixup.blend(with: [0, 1, 2], using: &generator)
      #expect(blend.partner == Int(other.uniform() * 3))
      var (first, sum) = (0.0, 0.0)
      repeat {
        first = pow(other.uniform(), 1 / alpha)
        sum = first + pow(other.uniform(), 1 / alpha)
      } while sum == 0 || sum > 1
      let share = first / sum
      #expect(blend.share == Float(min(share, 1 - share)))
    }
  }

  /// Cross-entropy is linear in the target, so a blend's loss is the blend of the losses.
  @Test(arguments: [Float(0), 0.25, 0.5], [Float(0), 0.1])
  func theLossIsBlendedAsTheTargets(share: Float, smoothing: Float) {
    let loss = SoftmaxCrossEntropy(labelSmoothing: smoothing)
    let logits: [Float] = [0.3, -1.2, 2]
    func evaluate(_ label: Int, _ blend: (label: Int, share: Float)?) -> (Double, [Float]) {
      var gradient = logits
      let value = gradient.withUnsafeMutableBufferPointer {
        loss.evaluate($0, label: label, blend: blend, share: 0.5)
      }
      return (value, gradient)
    }
    let (first, second) = (evaluate(0, nil), evaluate(1, nil))
    let blended = evaluate(0, (1, share))
    let weight = Double(share)
    #expect(abs(blended.0 - ((1 - weight) * first.0 + weight * second.0)) < 1e-6)
    for index in 0..<3 {
      let expected = (1 - share) * first.1[index] + share * second.1[index]
      #expect(abs(blended.1[index] - expected) < 1e-6)
    }
    // With itself an example stays what it is.
    #expect(evaluate(2, (2, share)).1.elementsEqual(evaluate(2, nil).1) { abs($0 - $1) < 1e-6 })
  }

  @Test func classWeightsAreBlendedToo() {
    let loss = SoftmaxCrossEntropy(classWeights: [1, 4, 9])
    var gradient: [Float] = [0, 0, 0]
    let value = gradient.withUnsafeMutableBufferPointer {
      loss.evaluate($0, label: 0, blend: (2, 0.25), share: 1)
    }
    // 0.75 · 1 and 0.25 · 9 of the losses of even logits, log 3 for either class.
    #expect(abs(value - 3 * 1.0986123) < 1e-5)
    let weighted: [Float] = [
      0.75 * (1 / 3 - 1) + 2.25 / 3, 3 * (1 / 3), 0.75 / 3 + 2.25 * (1 / 3 - 1),
    ]
    for index in 0..<3 { #expect(abs(gradient[index] - weighted[index]) < 1e-6) }
  }

  @Test func isRepeatableAndIndependentOfThreads() throws {
    let training = BumpProblem.examples(99, seed: 1)
    let runs = try [1, 2, 3].map {
      try Trainer(configuration(mixup: Mixup(alpha: 0.4)), threads: $0)
        .train(BumpProblem.network(), on: training)
    }
    #expect(runs[0].result.parameters == runs[1].result.parameters)
    #expect(runs[0].result.parameters == runs[2].result.parameters)
    let without = try Trainer(configuration(mixup: nil)).train(BumpProblem.network(), on: training)
    #expect(runs[0].result.parameters != without.result.parameters)
  }

  @Test func learns() throws {
    let state = try Trainer(configuration(mixup: Mixup(alpha: 0.2), epochs: 20)).train(
      BumpProblem.network(), on: BumpProblem.examples(99, seed: 1),
      validation: BumpProblem.examples(60, seed: 2))
    #expect(try #require(state.history.epochs.last?.validationAccuracy) > 0.9)
  }

  @Test(arguments: [0, -1, 1.5, Double.nan])
  func refusesAnAlphaItCannotDrawWith(_ alpha: Double) {
    let error = #expect(throws: NetworkError.self) {
      try Trainer(configuration(mixup: Mixup(alpha: alpha))).train(
        BumpProblem.network(), on: BumpProblem.examples(12, seed: 1))
    }
    #expect(error?.description == "Mixup: alpha is \(alpha), must be above 0 and up to 1")
  }
}
