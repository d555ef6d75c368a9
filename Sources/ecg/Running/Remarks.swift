import ECGDatasets
import ECGClassifier

/// What must be known before a model is believed.
struct Remarks {
  /// The remarks, each a sentence.
  let sentences: [String]

  /// - Parameter scored: the beats the model is scored on, or nil where it is not.
  init(on model: HeartbeatClassifier, scored: BeatDataset? = nil) {
    var sentences: [String] = []
    if model.isSynthetic {
      sentences.append("The model was trained on synthetic beats; it knows nothing of real ones.")
    }
    if model.dataFingerprint == scored?.fingerprint {
      sentences.append("These are the beats the model was trained on; its scores flatter it.")
    }
    self.sentences = sentences
  }

  /// Tells them.
  func tell(_ console: Console) {
    for sentence in sentences { console.warn(sentence) }
  }
}
