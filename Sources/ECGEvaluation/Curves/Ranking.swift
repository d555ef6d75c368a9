/// The beats in the order of their scores for one class: what ROC and precision-recall curves are
/// read from.
package struct Ranking: Sendable {
  /// What a threshold at one distinct score calls positive.
  package struct Step: Equatable, Sendable {
    /// The score.
    package let score: Float
    /// The beats of the class that score at least as high.
    package let truePositives: Int
    /// The other beats that score at least as high.
    package let falsePositives: Int

    /// The share of the beats called positive that are of the class.
    package var precision: Double { ratio(truePositives, truePositives + falsePositives) }
  }

  /// One step for each distinct score, falling.
  package let steps: [Step]
  /// The number of beats of the class.
  var positives: Int { steps.last?.truePositives ?? 0 }
  /// The number of other beats.
  var negatives: Int { steps.last?.falsePositives ?? 0 }

  /// Ranks the beats by their score for the class at `index` of `count`.
  ///
  /// - Precondition: `scores` holds `N × count` numbers, none NaN; `labels` holds N.
  package init(class index: Int, of count: Int, labels: [Int], probabilities: [Float]) {
    var keys = labels.indices.map { beat in
      Self.key(score: probabilities[beat * count + index], isPositive: labels[beat] == index)
    }
    keys.sort(by: >)
    steps = Self.steps(ofFalling: keys)
  }

  /// Score and label in one integer that sorts as the score does: sorting integers takes a third of
  /// the time of sorting indices by score.
  private static func key(score: Float, isPositive: Bool) -> UInt64 {
    // Adding 0 makes -0 and 0, which are equal, the same pattern.
    let bits = (score + 0).bitPattern
    let ordered = bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
    return UInt64(ordered) << 1 | (isPositive ? 1 : 0)
  }

  private static func score(ofKey key: UInt64) -> Float {
    let ordered = UInt32(truncatingIfNeeded: key >> 1)
    return Float(bitPattern: ordered & 0x8000_0000 == 0 ? ~ordered : ordered & 0x7FFF_FFFF)
  }

  private static func steps(ofFalling keys: [UInt64]) -> [Step] {
    var steps: [Step] = []
    var truePositives = 0
    for (index, key) in keys.enumerated() {
      truePositives += Int(key & 1)
      let isLastOfItsScore = index + 1 == keys.count || keys[index + 1] >> 1 != key >> 1
      if isLastOfItsScore {
        steps.append(
          Step(
            score: score(ofKey: key), truePositives: truePositives,
            falsePositives: index + 1 - truePositives))
      }
    }
    return steps
  }
}

extension Ranking {
  /// The area under the ROC curve; nil without positives or without negatives.
  ///
  /// The share of pairs of a positive and a negative in which the positive scores higher,
  /// ties counted half (Hanley and McNeil, Radiology 143, 1982), in whole numbers until
  /// the last division.
  package var areaUnderROC: Double? {
    guard positives > 0, negatives > 0 else { return nil }
    var halvesWon = 0
    var truePositives = 0
    var falsePositives = 0
    for step in steps {
      halvesWon += (step.falsePositives - falsePositives) * (step.truePositives + truePositives)
      truePositives = step.truePositives
      falsePositives = step.falsePositives
    }
    return Double(halvesWon) / (2 * Double(positives) * Double(negatives))
  }

  /// The average precision, the sum of precision times the gain in recall; nil without positives.
  package var averagePrecision: Double? {
    guard positives > 0 else { return nil }
    var sum = 0.0
    var truePositives = 0
    for step in steps {
      sum += step.precision * Double(step.truePositives - truePositives)
      truePositives = step.truePositives
    }
    return sum / Double(positives)
  }
}
