import ECGNeuralNetwork
import ECGClassifier
import Foundation
import ECGRandom
import Testing

@Suite struct BeatAugmentationTests {
  /// A bump around sample 40, 100 samples that are not zero, then padding.
  private let beat: [Float] = (0..<187).map { index in
    index < 100 ? 0.1 + exp(-pow(Float(index) - 40, 2) / 30) : 0
  }

  private func changed(_ augmentation: BeatAugmentation, seed: UInt64 = 1, _ beat: [Float]? = nil)
    -> [Float]
  {
    var result = beat ?? self.beat
    var generator = SeededGenerator(seed: seed)
    result.withUnsafeMutableBufferPointer { augmentation.apply(to: $0, using: &generator) }
    return result
  }

  /// The place of the largest sample, and the number of samples before the padding.
  private func features(_ beat: [Float]) -> (peak: Int, length: Int) {
    (beat.firstIndex(of: beat.max() ?? 0) ?? 0, (beat.lastIndex { $0 != 0 } ?? -1) + 1)
  }

  @Test func nothingAskedForChangesNothing() {
    #expect(changed(BeatAugmentation()) == beat)
    #expect(changed(BeatAugmentation(share: 0, stretch: 1, shift: 9, noise: 1)) == beat)
  }

  @Test func theSameSeedGivesTheSameBeat() {
    let all = BeatAugmentation(stretch: 0.05, shift: 1, scale: 0.1, noise: 0.01, wander: 0.05)
    #expect(changed(all, seed: 3) == changed(all, seed: 3))
    #expect(changed(all, seed: 3) != changed(all, seed: 4))
  }

  @Test func theShareIsTheShareOfBeatsThatChange() {
    let some = BeatAugmentation(share: 0.3, noise: 0.1)
    let changed = (0..<2000).count { self.changed(some, seed: UInt64($0)) != beat }
    // Four standard deviations of the binomial distribution.
    #expect(abs(Double(changed) / 2000 - 0.3) < 0.041)
  }

  @Test func paddingStaysZero() {
    let all = BeatAugmentation(scale: 0.3, noise: 0.1, wander: 0.2)
    for seed in 0..<50 as Range<UInt64> {
      let result = changed(all, seed: seed)
      #expect(result[100...].allSatisfy { $0 == 0 })
      #expect(result[..<100].contains { $0 != 0 })
      #expect(result.allSatisfy { $0.isFinite })
    }
  }

  @Test func stretchingMovesPeakAndEndAlike() {
    let stretch = BeatAugmentation(stretch: 0.1)
    var factors: [Double] = []
    for seed in 0..<400 as Range<UInt64> {
      let (peak, length) = features(changed(stretch, seed: seed))
      let factor = 100 / Double(length)
      // Peak and end are whole samples.
      #expect(abs(Double(peak) - 40 / factor) < 1.5)
      factors.append(log(factor))
    }
    let deviation = (factors.reduce(0) { $0 + $1 * $1 } / 400).squareRoot()
    #expect(abs(deviation - 0.1) < 0.015)
  }

  /// What was cut at the end of the window is not known, so nothing is made up for it.
  @Test func beatsThatFillTheWindowStillDo() {
    let full = (0..<187).map { 0.5 + 0.4 * sin(Float($0) / 9) }
    for seed in 0..<50 as Range<UInt64> {
      let result = changed(BeatAugmentation(stretch: 0.1), seed: seed, full)
      #expect(features(result).length == 187)
    }
  }

  @Test func shiftsAreOfTheWidthAskedFor() {
    let shifts = (0..<400).map {
      Double(features(changed(BeatAugmentation(shift: 5), seed: $0)).peak - 40)
    }
    #expect(abs(shifts.reduce(0, +) / 400) < 1)
    let deviation = (shifts.reduce(0) { $0 + $1 * $1 } / 400).squareRoot()
    #expect(abs(deviation - 5) < 0.75)
  }

  @Test func noiseScaleAndWanderAreOfTheSizeAskedFor() {
    let noise = (0..<50).flatMap { seed in
      zip(changed(BeatAugmentation(noise: 0.05), seed: seed), beat).prefix(100)
        .map { Double($0 - $1) }
    }
    let deviation = (noise.reduce(0) { $0 + $1 * $1 } / 5000).squareRoot()
    #expect(abs(deviation - 0.05) < 0.002)
    let gains = (0..<400).map { seed in
      Double(log(changed(BeatAugmentation(scale: 0.2), seed: seed)[40] / beat[40]))
    }
    #expect(abs((gains.reduce(0) { $0 + $1 * $1 } / 400).squareRoot() - 0.2) < 0.03)
    // A wave of random phase and amplitude has half the variance of its amplitude.
    let waves = (0..<400).map { seed in
      Double(changed(BeatAugmentation(wander: 0.1), seed: seed)[40] - beat[40])
    }
    #expect(abs((waves.reduce(0) { $0 + $1 * $1 } / 400).squareRoot() - 0.0707) < 0.012)
  }

  @Test(arguments: [0, 1, 2])
  func beatsOfNearlyNothing(length: Int) {
    let all = BeatAugmentation(stretch: 0.5, shift: 3, scale: 0.1, noise: 0.01, wander: 0.05)
    let short = (0..<187).map { Float($0 < length ? 1 : 0) }
    for seed in 0..<20 as Range<UInt64> {
      #expect(changed(all, seed: seed, short).allSatisfy { $0.isFinite })
      #expect(changed(all, seed: seed, [1]).allSatisfy { $0.isFinite })
    }
  }

  /// Beats are changed as they come and scaled after it: with no change to speak of, training is
  /// what it is without.
  @Test func scalingComesAfterIt() throws {
    var recipe = Trained.recipe()
    recipe.augmentation = nil
    let without = try ClassifierTraining(recipe: recipe, seed: 5).train(on: Trained.beats)
    recipe.augmentation = BeatAugmentation(share: 0)
    let with = try ClassifierTraining(recipe: recipe, seed: 5).train(on: Trained.beats)
    #expect(with.members.map(\.network.parameters) == without.members.map(\.network.parameters))
  }

  @Test func reportsSayWhatIsDone() {
    let augmentation = BeatAugmentation(share: 0.5, stretch: 0.05, noise: 0.01)
    #expect(augmentation.title == "50.0 % of the beats, stretch 0.05, noise 0.01")
    #expect(BeatAugmentation(share: 0.07, shift: 2).title == "7.0 % of the beats, shift 2.0")
    let facts = Dictionary(uniqueKeysWithValues: Trained.recipe().facts.map { ($0.name, $0.value) })
    #expect(facts["Augmentation"] == "100.0 % of the beats, stretch 0.05, noise 0.01")
    #expect(facts["Mixup"] == "α 0.2")
    #expect(facts["Weight averaging"] == "decay 0.9 a step")
  }
}
