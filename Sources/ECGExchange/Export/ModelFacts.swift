import ECGClassifier
import ECGDatasets
import ECGFiles
import Foundation

/// What whoever has an exported file alone must know of it, as text by name.
enum ModelFacts {
  /// The facts, in the order in which they are shown.
  static func of(_ classifier: HeartbeatClassifier) -> [(key: String, value: String)] {
    let task = classifier.task
    var facts = [
      ("title", "Classifier of single heartbeats, \(task.name)"),
      ("disclaimer", Disclaimer.text),
      ("task", task.name),
      ("classes", task.classes.map(\.symbol).joined(separator: ",")),
      ("class_names", task.classes.map(\.name).joined(separator: ",")),
      ("samples_per_beat", "\(classifier.samplesPerBeat)"),
    ]
    if let rate = classifier.samplingRate { facts.append(("sampling_rate", number(rate))) }
    facts.append(("beat", beat(of: classifier)))
    facts += [
      ("scaling", "\(classifier.scaler.kind.rawValue), inside the model"),
      ("temperature", "\(classifier.calibration.temperature), inside the model"),
    ]
    if let threshold = classifier.threshold {
      facts.append(("threshold", "\(threshold.probability)"))
    }
    if let decision = classifier.decision { facts.append(("decision", decision)) }
    facts += [
      ("networks", "\(classifier.members.count)"),
      ("seeds", classifier.members.map { "\($0.seed)" }.joined(separator: ",")),
      ("recipe", "\(classifier.recipe.name): \(classifier.recipe.summary)"),
      ("data", classifier.dataFingerprint),
      ("data_licence", licence(of: classifier)),
      ("trained_by", "swift-ecg \(classifier.version)"),
      ("exported_by", "swift-ecg \(Version.current)"),
    ]
    return facts
  }

  /// A rate in Hz, a whole one without a fraction.
  private static func number(_ rate: Double) -> String { String(format: "%g", rate) }

  /// What a beat is that the model takes.
  private static func beat(of classifier: HeartbeatClassifier) -> String {
    guard classifier.isTrainedOnOfficialPart else {
      return
        "as in the data it was trained on: \(classifier.samplesPerBeat) samples, before scaling"
    }
    return """
      one lead from the R peak to a fifth of the way beyond the next one, at \
      \(number(MITBIHBeats.samplingRate)) Hz, scaled to 0…1 by its own lowest and highest sample, filled up \
      with zeros to \(classifier.samplesPerBeat)
      """
  }

  private static func licence(of classifier: HeartbeatClassifier) -> String {
    if classifier.isSynthetic { return "none needed: made-up beats, of no use for real ones" }
    return classifier.isTrainedOnOfficialPart
      ? "MIT-BIH Arrhythmia Database, Open Data Commons Attribution License 1.0 (ODC-By)"
      : "that of the data it was trained on, which this program does not know"
  }
}
