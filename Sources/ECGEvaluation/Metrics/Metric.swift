/// One entry of the catalogue of metrics: a number that says how well classes were predicted.
///
/// The catalogue, ``all``, drives what the terminal, JSON, CSV, the report and the model card show
/// of an evaluation. A new metric is one entry there.
public struct Metric: Sendable {
  /// What a metric judges.
  public enum Subject: Sendable {
    /// The classes that the beats are taken for.
    case decisions
    /// The probabilities behind them.
    case probabilities
  }

  /// Which way a metric gets better.
  public enum Direction: Sendable {
    /// More is better, as of an accuracy.
    case rising
    /// Less is better, as of a loss.
    case falling
  }

  /// What a metric is computed from.
  enum Formula: Sendable {
    /// The counts alone, so that resampling them gives an interval; nil where it is not defined.
    case counts(@Sendable (ConfusionMatrix) -> Double?)
    /// Likewise, as a mean over the classes that occur in `whole`, which the counts are
    /// all or a draw of.
    case classMean(@Sendable (ConfusionMatrix, _ whole: ConfusionMatrix) -> Double)
    /// The probabilities as well; nil where it is not defined.
    case probabilities(@Sendable (Evaluation) -> Double?)
  }

  /// What it is called in JSON and CSV, such as `cohensKappa`.
  public let key: String
  /// What it is called in text, such as “Cohen's kappa”.
  public let name: String
  /// What it means, as the end of a sentence that begins with its name.
  public let meaning: String
  /// Which way it gets better.
  public let direction: Direction
  let formula: Formula

  init(
    key: String, name: String, meaning: String, direction: Direction = .rising, formula: Formula
  ) {
    self.key = key
    self.name = name
    self.meaning = meaning
    self.direction = direction
    self.formula = formula
  }

  /// What it judges.
  public var subject: Subject {
    switch formula {
    case .counts, .classMean: .decisions
    case .probabilities: .probabilities
    }
  }

  /// Its value for some counts; nil where it is not defined, or where the probabilities decide it.
  ///
  /// - Parameters:
  ///   - matrix: the counts.
  ///   - whole: what they were drawn from, which says what classes a mean is over; nil where they
  ///     are the whole.
  func value(ofCounts matrix: ConfusionMatrix, drawnFrom whole: ConfusionMatrix? = nil) -> Double? {
    switch formula {
    case .counts(let formula): formula(matrix)
    case .classMean(let formula): formula(matrix, whole ?? matrix)
    case .probabilities: nil
    }
  }

  /// Its value for `evaluation`; nil where it is not defined.
  public func value(of evaluation: Evaluation) -> Double? {
    switch formula {
    case .counts, .classMean: value(ofCounts: evaluation.confusionMatrix)
    case .probabilities(let formula): formula(evaluation)
    }
  }
}
