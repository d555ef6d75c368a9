import ECGClassifier
import ECGDatasets
import ECGFiles
import ECGText
import Foundation

/// What must be known before a model is believed.
struct Remarks {
  /// The remarks, each a sentence.
  let sentences: [String]

  /// - Parameters:
  ///   - beats: the beats that the model is used on, or nil where there are none yet.
  ///   - isScored: whether the model is scored by their labels.
  init(
    on model: HeartbeatClassifier, beats: BeatDataset? = nil, isScored: Bool = false
  ) {
    var sentences: [String] = []
    if model.isSynthetic {
      sentences.append("The model was trained on synthetic beats; it knows nothing of real ones.")
    }
    if let beats {
      let isKnown = isScored && model.dataFingerprint == beats.fingerprint
      if isKnown {
        sentences.append("These are the beats the model was trained on; its scores flatter it.")
      } else if let remark = Self.scaleRemark(on: model, beats) {
        sentences.append(remark)
      }
      if isScored, let remark = Self.taskRemark(on: model, beats) { sentences.append(remark) }
    }
    self.sentences = sentences
  }

  /// What to say of beats that are not on the scale that the model was trained on.
  private static func scaleRemark(
    on model: HeartbeatClassifier, _ beats: BeatDataset
  ) -> String? {
    guard model.expectsUnitRange else { return nil }
    let outside = UnitRange.countOutside(beats)
    guard outside > 0 else { return nil }
    return """
      \(outside.grouped) of \(beats.count.grouped) beats have samples outside 0 … 1, \
      the scale that the model expects: what it says of them is worth nothing. --rescale brings each beat \
      to it.
      """
  }

  /// What to say of labels that seem to be those of the other task.
  private static func taskRemark(on model: HeartbeatClassifier, _ beats: BeatDataset) -> String? {
    guard BeatTask.all.contains(model.task) else {
      let symbols = model.task.classes.map(\.symbol)
      return """
        The model has classes of its own, \(symbols.joined(separator: ", ")): label 0 of the beats is taken for \
        \(symbols[0]), 1 for \(symbols[1]), and so on.
        """
    }
    let other = model.task == .arrhythmia ? "infarction" : "arrhythmia"
    let names =
      switch beats.source {
      case .csv(let paths): paths.map { URL(filePath: $0).lastPathComponent.lowercased() }
      case .cache(let path, _): [URL(filePath: path).lastPathComponent.lowercased()]
      case .records, .synthetic: [String]()
      }
    let beginning = model.task == .arrhythmia ? "ptbdb" : "mitbih"
    let counts = beats.classCounts
    // Of an arrhythmia model's classes few beats are S, of PTB's most are of infarction.
    let isOfTwo =
      model.task == .arrhythmia && counts.dropFirst(2).allSatisfy { $0 == 0 }
      && counts.count > 1 && counts[1] * 5 >= beats.count
    guard isOfTwo || names.contains(where: { $0.hasPrefix(beginning) }) else { return nil }
    return """
      The labels look like those of the task \(other), and the model is one for \(model.task.name): \
      the scores compare what has nothing to do with each other. Name a model or beats of one task.
      """
  }

  /// Tells them.
  func tell(_ console: Console) {
    for sentence in sentences { console.warn(sentence) }
  }
}

extension HeartbeatClassifier {
  /// Whether the model was trained on beats that go from 0 to 1, as far as it says: a model that scales
  /// each beat by itself takes any.
  fileprivate var expectsUnitRange: Bool {
    switch scaler.kind {
    case .none: true
    case .standard: scaler.mean.allSatisfy { (0...1).contains($0) }
    case .perBeat: false
    }
  }
}
