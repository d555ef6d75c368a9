import ECGClassifier
import ECGSignals

/// What the beats of a recording are taken for.
struct BeatDecisions {
  /// The class of each, as a label of `AAMIClass`: `N`.
  let labels: [Int]
  /// How many somebody gave another class than the classifier decided on; nil where
  /// nobody gave any.
  let corrected: Int?
  /// How many are left unclassified.
  let unclassified: Int
  /// How many of these would have been S or V.
  let unclassifiedEctopic: Int

  /// What a classifier decided on, where that is probable enough.
  init(_ decided: [Int], confidences: [Float], abstainBelow: Double?) {
    let isDoubtful = confidences.map { Double($0) < abstainBelow ?? 0 }
    labels = zip(decided, isDoubtful).map { $1 ? AAMIClass.unknown.label : $0 }
    corrected = nil
    unclassified = isDoubtful.count { $0 }
    let ectopic = AAMIClass.ectopic.map(\.label)
    unclassifiedEctopic = zip(decided, isDoubtful).count { $1 && ectopic.contains($0) }
  }

  /// What somebody read, whatever a classifier decided on.
  init(read labels: [Int], decided: [Int]) {
    self.labels = labels
    corrected = zip(labels, decided).count { $0 != $1 }
    (unclassified, unclassifiedEctopic) = (0, 0)
  }
}
