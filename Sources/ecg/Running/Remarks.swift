import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGFiles
import ECGText
import Foundation

/// What must be known before a model is believed, in the command's words.
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
      sentences += model.remarks(on: beats, isScored: isScored).map {
        Self.text(of: $0, model: model, count: beats.count)
      }
      if let remark = beats.layoutRemark { sentences.append(remark) }
      if isScored, let remark = beats.numberingRemark { sentences.append(remark) }
    }
    self.sentences = sentences
  }

  /// What must be known before labelled beats are trained on.
  init(onTraining training: TrainingBeats) {
    let beats = training.beats
    var sentences = [beats.layoutRemark, beats.numberingRemark].compactMap(\.self)
    let missing = beats.task.missingClasses(counts: training.classCounts).map(\.symbol)
    if !missing.isEmpty {
      sentences.append(
        """
        No beat to train on is labelled \(missing.joined(separator: " or ")): the model will not know \
        \(missing.count == 1 ? "that class" : "those classes").
        """)
    }
    if let other = beats.likelierTask(than: beats.task, counts: training.classCounts) {
      sentences.append(
        """
        The labels look like those of the task \(other.name), and are taken for those of \
        \(beats.task.name): --task \(other.name) trains for the other.
        """)
    }
    self.sentences = sentences
  }

  private static func text(
    of remark: BeatRemark, model: HeartbeatClassifier, count: Int
  ) -> String {
    switch remark {
    case .known: "These are the beats the model was trained on; its scores flatter it."
    case .partlyKnown(let share):
      """
      \((100 * share).percent(decimals: 0)) of these beats were trained on: the model's scores flatter it.
      """
    case .knownPatients(let names):
      """
      The model was trained on other beats of \(names.count == 1 ? "one patient" : "\(names.count) patients"), \
      or of records of these names: \(RecordSelection.list(names)). Its scores say little of new patients.
      """
    case .offScale(let beats, _) where model.expectsUnitRange:
      """
      \(beats.grouped) of \(count.grouped) beats have samples outside 0 … 1, \
      the scale that the model expects: what it says of them is worth nothing. --rescale brings each beat \
      to it.
      """
    case .offScale(let beats, let scale):
      """
      \(beats.grouped) of \(count.grouped) beats have samples far outside \(text(of: scale)), the range of \
      the beats that the model was trained on: what it says of them is worth nothing. It wants beats in \
      the units of those.
      """
    case .smallPart(let own, let scale):
      """
      The samples of all beats lie in \(text(of: own)), only a part of \(text(of: scale)), the \
      range of the beats that the model was trained on: what it says of them is not to be trusted. \
      \(model.expectsUnitRange
        ? "--rescale brings each beat to it." : "It wants beats in the units of those.")
      """
    case .rescaled(let scale):
      """
      Each beat goes from 0 to 1, as if rescaled, and the model was trained on beats of \(text(of: scale)): what it \
      says of them is worth nothing. It wants beats in the units of those, without --rescale.
      """
    case .otherCut(let oddity, let samplingRate): oddity.text(samplingRate: samplingRate)
    case .constant(let beats):
      """
      \(beats.grouped) of \(count.grouped) beats \(beats == 1 ? "does" : "do") not vary, all samples of \
      one being the same: what the model says of \(beats == 1 ? "it" : "them") is worth nothing.
      """
    case .ownClasses:
      """
      The model has classes of its own, \(model.task.classes.map(\.symbol).joined(separator: ", ")): label 0 \
      of the beats is taken for \(model.task.classes[0].symbol), 1 for \(model.task.classes[1].symbol), and \
      so on.
      """
    case .twoLabels:
      """
      The labels are 0 and 1 alone, taken for \(model.task.classes[0].symbol) and \(model.task.classes[1].symbol): \
      where 1 stands for something else, such as abnormal, the scores compare what has nothing to do with each \
      other.
      """
    case .labelsOf(let other):
      """
      The labels look like those of the task \(other.name), and the model is one for \(model.task.name): \
      the scores compare what has nothing to do with each other. Name a model or beats of one task.
      """
    }
  }

  private static func text(of range: ClosedRange<Float>) -> String {
    String(format: "%g … %g", Double(range.lowerBound), Double(range.upperBound))
  }

  /// Tells them.
  func tell(_ console: Console) {
    for sentence in sentences { console.warn(sentence) }
  }
}
