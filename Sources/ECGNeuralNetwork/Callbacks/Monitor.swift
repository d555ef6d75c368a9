/// A figure that is watched from epoch to epoch, and the direction that is better.
public enum Monitor: String, CaseIterable, Codable, Sendable {
  /// The training loss; lower is better.
  case loss
  /// The validation loss; lower is better.
  case validationLoss
  /// The validation accuracy; higher is better.
  case validationAccuracy
  /// The validation macro-F1; higher is better.
  case validationMacroF1

  /// The figure in words, for messages.
  public var title: String {
    switch self {
    case .loss: "training loss"
    case .validationLoss: "validation loss"
    case .validationAccuracy: "validation accuracy"
    case .validationMacroF1: "validation macro-F1"
    }
  }

  /// The figure of an epoch, turned so that lower is better; nil where it was not measured.
  func cost(of epoch: TrainingHistory.Epoch) -> Double? {
    switch self {
    case .loss: epoch.loss
    case .validationLoss: epoch.validationLoss
    case .validationAccuracy: epoch.validationAccuracy.map { -$0 }
    case .validationMacroF1: epoch.validationMacroF1.map { -$0 }
    }
  }
}
