/// The probability of the second of two classes from which on a beat is taken for it.
///
/// The second class is what is looked for, as myocardial infarction is in ``BeatTask/infarction``.
/// Without a threshold a beat is of its most probable class, which is a threshold of 0.5.
public struct DecisionThreshold: Equatable, Sendable {
  /// The probability, 0…1.
  public let probability: Double

  /// Creates a threshold; nil for what is no probability.
  public init?(_ probability: Double) {
    guard (0...1).contains(probability) else { return nil }
    self.probability = probability
  }

  /// Finds the threshold of the largest Youden's J, which is sensitivity + specificity − 1 (Youden,
  /// Index for rating diagnostic tests, Cancer 3, 1950): both kinds of mistakes count the same,
  /// whatever the number of beats of each class.
  ///
  /// Every threshold between two neighbouring probabilities does the same; the middle is taken. Of
  /// equally good ones it is that nearest to 0.5, and 0.5 itself where it is as good as any.
  ///
  /// - Parameters:
  ///   - probabilities: the probability of the second class of each beat: `N`.
  ///   - labels: the class of each beat, 0 or 1: `N`.
  /// - Returns: nil where a class has no beats, or where no threshold does better than chance.
  public init?(fittedTo probabilities: [Float], labels: [Int]) {
    let gaps = Self.bestGaps(probabilities, labels)
    guard !gaps.isEmpty else { return nil }
    func middle(_ gap: Gap) -> Double { (gap.low + gap.high) / 2 }
    if gaps.contains(where: { $0.low < 0.5 && 0.5 <= $0.high }) {
      probability = 0.5
    } else {
      probability = gaps.map(middle).min { abs($0 - 0.5) < abs($1 - 0.5) } ?? 0.5
    }
  }

  /// Thresholds above `low` and up to `high`, which all decide alike.
  private typealias Gap = (low: Double, high: Double)

  /// The gaps of the largest J above 0.
  private static func bestGaps(_ probabilities: [Float], _ labels: [Int]) -> [Gap] {
    let positives = labels.count { $0 == BeatTask.positiveLabel }
    let negatives = labels.count - positives
    let falling = zip(probabilities, labels).sorted { $0.0 > $1.0 }
    var (truePositives, falsePositives, best) = (0, 0, 0)
    var gaps: [Gap] = []
    for (position, (probability, label)) in falling.enumerated() {
      if label == BeatTask.positiveLabel { truePositives += 1 } else { falsePositives += 1 }
      let next = position + 1 < falling.count ? falling[position + 1].0 : 0
      // Beats of one probability are decided together.
      guard next < probability else { continue }
      // J times both counts, in whole numbers.
      let index = truePositives * negatives - falsePositives * positives
      guard index > 0, index >= best else { continue }
      if index > best { gaps = [] }
      best = index
      gaps.append((Double(next), Double(probability)))
    }
    return gaps
  }
}

extension BeatTask {
  /// Whether it is to tell whether something is there: two classes, the second of
  /// which is looked for.
  public var isBinary: Bool { classes.count == 2 }

  /// The class that each beat is taken for.
  ///
  /// - Parameters:
  ///   - probabilities: `N × K`.
  ///   - threshold: what decides between two classes. Without one, and for more classes, it is the
  ///     most probable class, the first of equals as in NumPy's `argmax`.
  /// - Returns: `N` indices of classes.
  public func decisions(_ probabilities: [Float], threshold: DecisionThreshold? = nil) -> [Int] {
    let count = classes.count
    return stride(from: 0, to: probabilities.count, by: count).map { start in
      if let threshold, isBinary {
        let isPositive =
          Double(probabilities[start + Self.positiveLabel]) >= threshold.probability
        return isPositive ? Self.positiveLabel : Self.negativeLabel
      }
      var best = start
      for position in start + 1..<start + count where probabilities[position] > probabilities[best]
      {
        best = position
      }
      return best - start
    }
  }
}
