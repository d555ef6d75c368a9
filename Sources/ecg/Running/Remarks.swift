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
      if let remark = Self.flatRemark(beats) { sentences.append(remark) }
      if isScored, let remark = Self.taskRemark(on: model, beats) { sentences.append(remark) }
    }
    self.sentences = sentences
  }

  /// What must be known before labelled beats are trained on.
  init(onTraining beats: BeatDataset) {
    let classes = beats.task.classes
    let missing = classes.indices.filter { beats.classCounts[$0] == 0 }.map { classes[$0].symbol }
    var sentences: [String] = []
    if !missing.isEmpty {
      sentences.append(
        """
        No beat to train on is labelled \(missing.joined(separator: " or ")): the model will not know \
        \(missing.count == 1 ? "that class" : "those classes").
        """)
    }
    if Self.looksOtherwise(beats, thanFor: beats.task) {
      let other = beats.task == .arrhythmia ? BeatTask.infarction : .arrhythmia
      sentences.append(
        """
        The labels look like those of the task \(other.name), and are taken for those of \
        \(beats.task.name): --task \(other.name) trains for the other.
        """)
    }
    self.sentences = sentences
  }

  /// What to say of beats that are not on the scale that the model was trained on.
  private static func scaleRemark(
    on model: HeartbeatClassifier, _ beats: BeatDataset
  ) -> String? {
    // A model that scales each beat by itself takes any.
    guard model.scaler.kind != .perBeat else { return nil }
    if model.sampleRange != nil { return rangeRemark(on: model, beats) }
    guard model.expectsUnitRange else { return nil }
    let outside = UnitRange.countOutside(beats)
    guard outside > 0 else { return nil }
    return """
      \(outside.grouped) of \(beats.count.grouped) beats have samples outside 0 … 1, \
      the scale that the model expects: what it says of them is worth nothing. --rescale brings each beat \
      to it.
      """
  }

  /// What to say of beats for a model that was trained on beats of another range than 0 … 1.
  private static func rangeRemark(
    on model: HeartbeatClassifier, _ beats: BeatDataset
  ) -> String? {
    guard let range = model.usualRange, let tolerated = model.toleratedRange else { return nil }
    let span = range.upperBound - range.lowerBound
    let shown = text(of: range)
    let far = UnitRange.count(beats, outside: tolerated)
    if far > 0 {
      return """
        \(far.grouped) of \(beats.count.grouped) beats have samples far outside \(shown), the range of the \
        beats that the model was trained on: what it says of them is worth nothing. It wants beats in \
        the units of those.
        """
    }
    guard let own = UnitRange.range(of: beats), own.upperBound > own.lowerBound,
      own.upperBound - own.lowerBound < span / 20
    else { return nil }
    return """
      The samples of all beats lie in \(text(of: own)), a small part of \(shown), the \
      range of the beats that the model was trained on: what it says of them is worth nothing. It wants \
      beats in the units of those.
      """
  }

  private static func text(of range: ClosedRange<Float>) -> String {
    String(format: "%g … %g", Double(range.lowerBound), Double(range.upperBound))
  }

  /// What to say of beats in which there is nothing to see.
  private static func flatRemark(_ beats: BeatDataset) -> String? {
    let flat = UnitRange.countFlat(beats)
    guard flat > 0 else { return nil }
    return """
      \(flat.grouped) of \(beats.count.grouped) beats \(flat == 1 ? "does" : "do") not vary, all samples of \
      one being the same: what the model says of \(flat == 1 ? "it" : "them") is worth nothing.
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
    guard looksOtherwise(beats, thanFor: model.task) else { return nil }
    let other = model.task == .arrhythmia ? "infarction" : "arrhythmia"
    return """
      The labels look like those of the task \(other), and the model is one for \(model.task.name): \
      the scores compare what has nothing to do with each other. Name a model or beats of one task.
      """
  }

  /// Whether labels or files seem to be those of the other of the two tasks.
  private static func looksOtherwise(_ beats: BeatDataset, thanFor task: BeatTask) -> Bool {
    guard BeatTask.all.contains(task) else { return false }
    let names =
      switch beats.source {
      case .csv(let paths): paths.map { URL(filePath: $0).lastPathComponent.lowercased() }
      case .cache(let path, _): [URL(filePath: path).lastPathComponent.lowercased()]
      case .records, .synthetic: [String]()
      }
    let beginning = task == .arrhythmia ? "ptbdb" : "mitbih"
    let counts = beats.classCounts
    // Of an arrhythmia model's classes few beats are S, of PTB's most are of infarction.
    let isOfTwo =
      task == .arrhythmia && counts.dropFirst(2).allSatisfy { $0 == 0 }
      && counts.count > 1 && counts[1] * 5 >= beats.count
    return isOfTwo || names.contains { $0.hasPrefix(beginning) }
  }

  /// Tells them.
  func tell(_ console: Console) {
    for sentence in sentences { console.warn(sentence) }
  }
}
