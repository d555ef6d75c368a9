import ECGSignals
import Foundation
import ECGRandom

/// The beats that a forest learns from, and what each counts for.
///
/// The weights of a class are in proportion to its share of the beats, somewhat evened out; within
/// a class those of a record, to a power of their number. A class that no record has is not learnt,
/// not from augmented records either. Otherwise the few patients with many beats of a class would
/// decide what it looks like.
struct TrainingBatch {
  /// Where what is usual is learnt from.
  let side: BeatSide
  /// `N × D`.
  private(set) var features: [Float] = []
  private(set) var labels: [Int] = []
  private var weights: [Double] = []

  private let recipe: RecordingRecipe
  private var generator: SeededGenerator
  /// What each class counts for together.
  private let totals: [Double]

  /// No record counts for less than one of so many beats.
  private static let fewest = 5.0

  /// Draws beats of records.
  init(recipe: RecordingRecipe, records: [RecordingExamples], side: BeatSide, seed: UInt64) {
    self.recipe = recipe
    self.side = side
    generator = SeededGenerator(seed: seed, purpose: "beats of recordings")
    var counts = [Double](repeating: 0, count: RecordingTraining.learnt)
    for record in records {
      for case let label? in record.labels where label < counts.count { counts[label] += 1 }
    }
    let sum = counts.reduce(0, +)
    totals = counts.map { pow($0, 1 - recipe.evenness) * pow(sum, recipe.evenness) }
    let chosen = records.map { record in
      Self.groups(of: record).enumerated().map { label, beats in
        label == AAMIClass.normal.label
          ? draw(beats, recipe.normalBeatsPerRecord) : beats
      }
    }
    add(records, chosen, weights: Array(repeating: 1, count: RecordingTraining.learnt))
  }

  /// Draws beats of augmented records.
  mutating func addAugmented(_ records: [RecordingExamples]) {
    let chosen = records.map { record in
      Self.groups(of: record).map { draw($0, recipe.augmentedBeatsPerClass) }
    }
    var weights = [Double](repeating: recipe.augmentedWeight, count: RecordingTraining.learnt)
    weights[AAMIClass.ventricular.label] = recipe.augmentedRunWeight
    add(records, chosen, weights: weights)
  }

  /// The weights, none too large.
  var boundedWeights: [Float] {
    let mean = weights.reduce(0, +) / Double(max(weights.count, 1))
    return weights.map { Float(min($0 / mean, recipe.largestWeight)) }
  }

  /// The beats of each class that is learnt.
  private static func groups(of record: RecordingExamples) -> [[Int]] {
    var groups = [[Int]](repeating: [], count: RecordingTraining.learnt)
    for (beat, label) in record.labels.enumerated() {
      if let label, label < groups.count { groups[label].append(beat) }
    }
    return groups
  }

  private mutating func draw(_ beats: [Int], _ most: Int) -> [Int] {
    guard beats.count > most else { return beats }
    return beats.shuffled(using: &generator).prefix(most).sorted()
  }

  /// - Parameter weights: what the beats of each class count for together, beside the real ones.
  private mutating func add(
    _ records: [RecordingExamples], _ chosen: [[[Int]]], weights classWeights: [Double]
  ) {
    let scales = (0..<RecordingTraining.learnt).map { label in
      let sum = chosen.reduce(0) {
        $0 + Self.weight(of: $1[label].count, recipe) * Double($1[label].count)
      }
      return sum > 0 ? classWeights[label] * totals[label] / sum : 0
    }
    for (record, groups) in zip(records, chosen) {
      // Each lead of a record counts for its part, so that twelve leads do not outvote one.
      let share = 2 / Double(record.leadCount)
      for view in record.views where view.side == side {
        for (label, beats) in groups.enumerated() where scales[label] > 0 {
          let weight = share * scales[label] * Self.weight(of: beats.count, recipe)
          for beat in beats where view.isShown[beat] {
            let start = beat * BeatFeatures.count
            features += view.features[start..<start + BeatFeatures.count]
            labels.append(label)
            weights.append(weight)
          }
        }
      }
    }
    features.hidePCorrelation()
  }

  /// What one of `count` beats of a class counts for.
  private static func weight(of count: Int, _ recipe: RecordingRecipe) -> Double {
    pow(max(Double(count), fewest), recipe.recordPower - 1)
  }
}
