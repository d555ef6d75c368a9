import ECGNeuralNetwork
import ECGText
import ECGClassifier

extension HeartbeatClassifier {
  /// The epochs of each network's training as CSV; fields that were not measured are empty.
  var historyCSV: String {
    var table = CommaSeparatedText(columns: [
      "epoch", "loss", "accuracy", "validation_loss", "validation_accuracy", "validation_macro_f1",
      "learning_rate", "seed",
    ])
    for member in members {
      for epoch in member.history.epochs {
        let measured = [
          epoch.loss, epoch.accuracy, epoch.validationLoss, epoch.validationAccuracy,
          epoch.validationMacroF1, epoch.learningRate,
        ]
        let fields = measured.map { $0.map(Self.shortest) ?? "" }
        table.append(["\(epoch.number)"] + fields + ["\(member.seed)"])
      }
    }
    return table.description
  }

  /// The shortest decimals that give a number back; fewer for one that was a `Float`.
  private static func shortest(_ value: Double) -> String {
    let float = Float(value)
    return Double(float) == value ? "\(float)" : "\(value)"
  }
}
