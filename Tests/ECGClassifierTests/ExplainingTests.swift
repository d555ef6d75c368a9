import ECGDatasets
import ECGClassifier
import Foundation
import ECGNeuralNetwork
import ECGRandom
import ECGTestSupport
import Testing

/// Which part of a beat decided.
@Suite struct ExplainingTests {
  /// Where the beats of ``oneWaveDecides`` differ.
  private static let decisive = 90..<104

  /// Beats of two classes in noise: both have a wave of random height here and there, but only
  /// those of V have one in ``decisive``.
  private static func oneWaveDecides(_ count: Int, seed: UInt64) -> BeatDataset {
    var generator = SeededGenerator(seed: seed)
    let labels = (0..<count).map { $0 % 2 == 0 ? 0 : 2 }
    let values = labels.flatMap { label -> [Float] in
      let heights = (0..<3).map { _ in generator.uniform(in: 0.2...0.6) }
      return (0..<187).map { sample in
        func wave(_ center: Double, _ height: Double) -> Double {
          height * exp(-pow((Double(sample) - center) / 3, 2))
        }
        let waves = wave(20, heights[0]) + wave(60, heights[1]) + wave(140, heights[2])
        let own = label == 2 ? wave(97, 0.5) : 0
        return Float(0.2 + waves + own + 0.02 * generator.normal())
      }
    }
    return BeatDataset(
      task: .arrhythmia, source: .synthetic(seed: seed), samplesPerBeat: 187, values: values,
      labels: labels)
  }

  @Test func theWaveThatDecidesGetsTheShares() throws {
    var recipe = Trained.recipe(epochs: 4)
    recipe.scaling = .none
    let model = try ClassifierTraining(recipe: recipe, seed: 1, threads: 2)
      .train(on: Self.oneWaveDecides(240, seed: 1))
    let beats = Self.oneWaveDecides(20, seed: 2)
    let attributions = try model.attributions(of: Array(beats.values), threads: 2)
    let margin = Self.decisive.lowerBound - 4..<Self.decisive.upperBound + 4
    for (attribution, label) in zip(attributions, beats.labels) where label == 2 {
      #expect(attribution.target == 2)
      let own = attribution.shares[margin].reduce(0, +)
      let all = attribution.shares.reduce(0) { $0 + abs($1) }
      #expect(own > 0.5 * all, "\(own) of \(all)")
    }
  }

  @Test func sharesAddUpAndFollowTheTarget() throws {
    let model = try Trained.shared.get()
    let values = Array(Trained.beats.values)
    let probabilities = try model.probabilities(of: values)
    let targets = Trained.beats.labels
    let attributions = try model.attributions(of: values, targets: targets)
    #expect(try model.attributions(of: values, targets: targets, threads: 2) == attributions)
    #expect(attributions.count == Trained.beats.count)
    for (beat, attribution) in attributions.enumerated() {
      #expect(attribution.target == targets[beat])
      let p = Double(probabilities[5 * beat + targets[beat]])
      #expect(abs(attribution.logOdds - log(p / (1 - p))) < 1e-3)
      let sum = attribution.shares.reduce(0.0) { $0 + Double($1) }
      let difference = attribution.logOdds - attribution.baselineLogOdds
      #expect(abs(sum - difference) < 0.01 * max(1, abs(difference)))
    }
  }

  /// Several networks are explained as the one classifier that they are.
  @Test func anEnsembleIsExplainedByItsCalibratedMean() throws {
    let model = try ClassifierTraining(recipe: Trained.recipe(), seed: 5, members: 2, threads: 2)
      .train(on: Trained.beats)
    let values = Array(Trained.beats.values)
    let probabilities = try model.probabilities(of: values)
    for (beat, attribution) in try model.attributions(of: values, threads: 2).enumerated() {
      let row = probabilities[5 * beat..<5 * beat + 5]
      let p = Double(row[row.startIndex + attribution.target])
      #expect(row.max().map(Double.init) == p)
      #expect(abs(attribution.logOdds - log(p / (1 - p))) < 1e-3)
      let sum = attribution.shares.reduce(0.0) { $0 + Double($1) }
      let difference = attribution.logOdds - attribution.baselineLogOdds
      #expect(abs(sum - difference) < 0.01 * max(1, abs(difference)))
    }
  }

  /// A flat beat has no waves to take away.
  @Test func aFlatBeatHasNothingToShareOut() throws {
    let flat = [Float](repeating: 0.4, count: 120) + [Float](repeating: 0, count: 67)
    let attribution = try #require(try Trained.shared.get().attributions(of: flat).first)
    #expect(attribution.shares.allSatisfy { abs($0) < 1e-4 })
    #expect(abs(attribution.logOdds - attribution.baselineLogOdds) < 1e-4)
  }

  @Test func partsOfABeatAreRefused() throws {
    #expect(throws: NetworkError.self) { try Trained.shared.get().attributions(of: [1, 2, 3]) }
  }

  /// On real beats: taking away the tenth of the samples that has the largest shares, by a straight
  /// line from edge to edge, costs several times what a tenth at random costs. And leaving out
  /// windows one at a time, another way to ask, points to the same places.
  @Test(.enabled(if: RealData.mitdb != nil)) func realBeatsLoseWhatDecidesThem() throws {
    let folder = try #require(RealData.mitdb)
    let test = try MITBIHBeats.officialSplit(folder: folder.path).test
    let beats = test.task.classes.indices.flatMap { label in
      test.labels.indices.filter { test.labels[$0] == label }.prefix(40)
    }.map { test[beat: $0] }
    let model = try HeartbeatClassifier.pretrained()
    let attributions = try model.attributions(of: beats.flatMap { $0 }, threads: 2)
    var generator = SeededGenerator(seed: 1)
    var (losses, randomLosses, agreements) = ([Double](), [Double](), [Double]())
    for (beat, attribution) in zip(beats, attributions) {
      let order = beat.indices.sorted { attribution.shares[$0] > attribution.shares[$1] }
      let windows = stride(from: 0, to: 180, by: 4).map { $0..<$0 + 9 }.filter {
        $0.upperBound <= 187
      }
      let changed =
        [
          Self.lined(beat, at: Set(order.prefix(18))),
          Self.lined(beat, at: Set(beat.indices.shuffled(using: &generator).prefix(18))),
        ] + windows.map { Self.lined(beat, at: Set($0)) }
      let falls = try logOdds(of: attribution.target, for: changed, by: model)
        .map { attribution.logOdds - $0 }
      losses.append(falls[0])
      randomLosses.append(falls[1])
      agreements.append(
        Self.correlation(
          Array(falls.dropFirst(2)),
          windows.map { Double(attribution.shares[$0].reduce(0, +)) }))
    }
    let (loss, randomLoss, agreement) = (mean(losses), mean(randomLosses), mean(agreements))
    #expect(loss > 3 * randomLoss, "\(loss), \(randomLoss)")
    #expect(agreement > 0.5, "\(agreement)")
  }

  /// By the probabilities of the other classes: those keep their digits where that of the class is
  /// nearly 1.
  private func logOdds(
    of target: Int, for beats: [[Float]], by model: HeartbeatClassifier
  ) throws -> [Double] {
    let probabilities = try model.probabilities(of: beats.flatMap { $0 }, threads: 2)
    return beats.indices.map { beat in
      let row = probabilities[5 * beat..<5 * beat + 5].map(Double.init)
      return log(row[target] / row.indices.reduce(0) { $0 + ($1 == target ? 0 : row[$1]) })
    }
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  /// The beat with straight lines in the place of some samples.
  private static func lined(_ beat: [Float], at places: Set<Int>) -> [Float] {
    var result = beat
    var position = 0
    while position < beat.count {
      guard places.contains(position) else {
        position += 1
        continue
      }
      let end = (position..<beat.count).first { !places.contains($0) } ?? beat.count
      let after = end < beat.count ? beat[end] : 0
      let before = position > 0 ? beat[position - 1] : after
      for index in position..<end {
        let share = Float(index - position + 1) / Float(end - position + 1)
        result[index] = before + share * (after - before)
      }
      position = end
    }
    return result
  }

  /// Pearson's correlation.
  private static func correlation(_ x: [Double], _ y: [Double]) -> Double {
    let (mx, my) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    let xy = zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) }
    let (xx, yy) = (
      x.reduce(0) { $0 + ($1 - mx) * ($1 - mx) }, y.reduce(0) { $0 + ($1 - my) * ($1 - my) }
    )
    return xx * yy > 0 ? xy / (xx * yy).squareRoot() : 0
  }
}
