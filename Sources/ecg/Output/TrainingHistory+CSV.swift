import NeuralNetwork

extension TrainingHistory {
  /// The epochs as CSV; fields that were not measured are empty.
  var csv: String {
    let header =
      "epoch,loss,accuracy,validation_loss,validation_accuracy,validation_macro_f1,learning_rate"
    let rows = epochs.map { epoch in
      let measured = [
        epoch.loss, epoch.accuracy, epoch.validationLoss, epoch.validationAccuracy,
        epoch.validationMacroF1, epoch.learningRate,
      ]
      return (["\(epoch.number)"] + measured.map { $0.map { "\($0)" } ?? "" }).joined(
        separator: ",")
    }
    return ([header] + rows).joined(separator: "\n") + "\n"
  }
}
