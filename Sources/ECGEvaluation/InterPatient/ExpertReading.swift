package import ECGSignals

/// What a reader's time is worth: of each record the families that are most worth a look are named,
/// and all their beats get that class.
package struct ExpertReading {
  private let families: ReviewFamilies
  private let adaptation: FamilyAdaptation
  /// The classes that beats are taken for: `N`.
  private let predictions: [Int]

  /// - Parameters:
  ///   - beats: a record's beats.
  ///   - predictions: the classes they are taken for: `N`.
  ///   - probabilities: the probability of each class: `N × K`.
  /// - Precondition: there is one of each for every beat.
  package init(of beats: RecordingBeats, predictions: [Int], probabilities: [Float]) {
    let classes = AAMIClass.allCases.count
    self.predictions = predictions
    let events = RhythmEvents(times: beats.times, labels: predictions)
    families = ReviewFamilies(
      of: beats, labels: predictions,
      confidences: predictions.enumerated().map { probabilities[$0 * classes + $1] },
      events: events)
    adaptation = FamilyAdaptation(
      of: beats, families: families, labels: predictions, probabilities: probabilities,
      events: events)
  }

  /// The classes after a reader named some families.
  ///
  /// - Parameters:
  ///   - count: how many families are named, in their order; nil for all.
  ///   - labels: what a reader knows: the class of each beat, nil where nobody does. A family has
  ///     the class of most of its beats.
  /// - Returns: the classes where only the families named have changed, and those where all beats
  ///   were fitted to them.
  package func predictions(naming count: Int?, labels: [Int?]) -> (named: [Int], adapted: [Int]) {
    var named: [Int: Int] = [:]
    for (number, family) in families.families.prefix(count ?? .max).enumerated() {
      var votes: [Int: Int] = [:]
      for label in family.beats.compactMap({ labels[$0] }) { votes[label, default: 0] += 1 }
      named[number] = votes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }
    return (
      zip(families.members, predictions).map { family, label in
        family.flatMap { named[$0] } ?? label
      },
      adaptation.labels(naming: named)
    )
  }
}
