public import ECGDatasets
import ECGSignals

/// How well predicted class probabilities agree with labels.
///
/// Every score equals scikit-learn's of the same name with `zero_division=0`. Macro averages are
/// taken over the classes that occur among the labels or the predictions, which is what
/// scikit-learn does where no list of labels is passed.
public struct Evaluation: Sendable {
  /// The task whose classes the labels index.
  public let task: BeatTask
  /// The true class of each beat: `N`.
  public let labels: [Int]
  /// The probability of each class for each beat, beat after beat: `N × K`.
  public let probabilities: [Float]
  /// What decides between two classes; nil where the most probable class does.
  public let threshold: DecisionThreshold?
  /// The class that each beat is taken for (see `BeatTask.decisions(_:threshold:)`): `N`.
  public let predictions: [Int]
  /// How often beats of each class were taken for each class.
  public let confusionMatrix: ConfusionMatrix

  /// The share of the beats called a class that are of it.
  public let precision: AveragedScore
  /// The share of a class's beats that are called by it.
  public let recall: AveragedScore
  /// The harmonic mean of precision and recall, averaged after it is taken.
  public let f1: AveragedScore
  /// The scores of each class: `K`.
  public let classes: [ClassScores]

  /// The mean negative logarithm of the true class's probability, in nats; probabilities are kept
  /// within 2⁻⁵² of 0 and 1, as scikit-learn keeps them.
  public let logLoss: Double
  /// The mean squared distance of the probabilities from 1 for the true class and 0 for the others,
  /// summed over the classes: from 0 to 2 (Brier, Monthly Weather Review 78, 1950).
  public let brierScore: Double

  /// Scores `probabilities` against `labels`.
  ///
  /// - Parameters:
  ///   - task: The `K` classes.
  ///   - labels: The true class of each of `N` beats.
  ///   - probabilities: `N × K`, beat after beat.
  ///   - threshold: What decides between two classes; nil for the most probable one.
  /// - Throws: ``EvaluationError`` where there are no beats, the counts disagree, a label is no
  ///   class of the task, or a probability is not finite.
  public init(
    task: BeatTask, labels: [Int], probabilities: [Float], threshold: DecisionThreshold? = nil
  ) throws {
    let count = task.classes.count
    try Self.check(labels: labels, probabilities: probabilities, classes: count)
    self.task = task
    self.labels = labels
    self.probabilities = probabilities
    self.threshold = task.isBinary ? threshold : nil
    predictions = task.decisions(probabilities, threshold: threshold)
    confusionMatrix = ConfusionMatrix(
      classes: task.classes, labels: labels, predictions: predictions)
    let scores = ConfusionScores(confusionMatrix.counts)
    precision = scores.averagedPrecision
    recall = scores.averagedRecall
    f1 = scores.averagedF1
    classes = task.classes.indices.map { index in
      let ranking = Ranking(class: index, of: count, labels: labels, probabilities: probabilities)
      return ClassScores(
        symbol: task.classes[index].symbol, name: task.classes[index].name,
        precision: scores.precision[index], recall: scores.recall[index], f1: scores.f1[index],
        support: scores.supports[index], rocAUC: ranking.areaUnderROC,
        averagePrecision: ranking.averagePrecision)
    }
    logLoss = Self.logLoss(labels: labels, probabilities: probabilities, classes: count)
    brierScore = Self.brierScore(labels: labels, probabilities: probabilities, classes: count)
  }
}

extension Evaluation {
  /// The probability of the predicted class of each beat: `N`.
  public var confidences: [Float] {
    predictions.enumerated().map { beat, prediction in
      probabilities[beat * task.classes.count + prediction]
    }
  }

  /// The mean one-vs-rest area under the ROC curve over the classes that have one; nil where none
  /// has.
  public var macroROCAUC: Double? { classes.compactMap(\.rocAUC).mean }

  /// The mean average precision over the classes that occur among the labels.
  public var macroAveragePrecision: Double? { classes.compactMap(\.averagePrecision).mean }

  /// The share of beats called by their true class.
  public var accuracy: Double { confusionMatrix.accuracy }

  /// The mean recall over the classes that occur among the labels.
  public var balancedAccuracy: Double { confusionMatrix.balancedAccuracy }

  /// The precision-recall curve of the class at `index` against the others; nil where the class has
  /// no beats.
  public func precisionRecallCurve(ofClass index: Int) -> PrecisionRecallCurve? {
    PrecisionRecallCurve(ranking(ofClass: index))
  }

  /// The ROC curve of the class at `index` against the others; nil where the class, or every other,
  /// has no beats.
  public func rocCurve(ofClass index: Int) -> ROCCurve? {
    ROCCurve(ranking(ofClass: index))
  }

  private func ranking(ofClass index: Int) -> Ranking {
    Ranking(
      class: index, of: task.classes.count, labels: labels, probabilities: probabilities)
  }
}
