package import ECGSignals

/// What a reader's time is worth: of each record the families that are least certain are named, and all
/// their beats get that class.
package struct ExpertReading {
  /// The families of a record's beats.
  private let families: BeatFamilies
  /// The classes they are taken for, and how probable these are: `N`.
  private let predictions: [Int]
  private let confidences: [Float]

  /// The share of one class from which on a family is no mixture.
  private static let uniform = 0.9

  /// - Precondition: there are as many predictions and confidences as beats in the families.
  package init(families: BeatFamilies, predictions: [Int], confidences: [Float]) {
    precondition(
      predictions.count == families.members.count && confidences.count == predictions.count)
    (self.families, self.predictions, self.confidences) = (families, predictions, confidences)
  }

  /// The classes after a reader named some families.
  ///
  /// The families are those that are expected to hold the most mistakes. A reader names the class that a
  /// family's beats have, and leaves one alone that is a mixture.
  ///
  /// - Parameters:
  ///   - count: how many families are named.
  ///   - labels: what a reader knows: the class of each beat, nil where nobody does.
  package func predictions(naming count: Int, labels: [Int?]) -> [Int] {
    var mistakes = [Double](repeating: 0, count: families.count)
    var votes = [[Int: Int]](repeating: [:], count: families.count)
    for (beat, family) in families.members.enumerated() {
      mistakes[family] += 1 - Double(confidences[beat])
      if let label = labels[beat] { votes[family][label, default: 0] += 1 }
    }
    let order = families.sizes.indices.sorted { (mistakes[$0], $1) > (mistakes[$1], $0) }
    var named: [Int: Int] = [:]
    for family in order.prefix(count) {
      let most = votes[family].max { ($0.value, $1.key) < ($1.value, $0.key) }
      let known = votes[family].values.reduce(0, +)
      if let most, Double(most.value) >= Self.uniform * Double(known) { named[family] = most.key }
    }
    return zip(families.members, predictions).map { named[$0] ?? $1 }
  }
}
