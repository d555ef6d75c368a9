import ECGNeuralNetwork
import ECGDatasets
public import ECGClassifier
import ECGFiles
import ECGText
import Foundation

/// What must be known of a model before it is used, as Markdown (after Mitchell et al., Model Cards
/// for Model Reporting, FAT* 2019).
///
/// Every number in it comes from the model's file, the `metrics.json` of its evaluation or the
/// record of its training.
public struct ModelCard: Sendable {
  /// The title.
  public var title: String
  let model: HeartbeatClassifier
  /// The size of the model's file.
  let bytes: Int
  let metrics: Metrics
  let training: Training?
  /// The command that trains the model anew.
  let retraining: String

  /// Creates a card.
  ///
  /// - Parameters:
  ///   - title: the card's heading.
  ///   - model: the model.
  ///   - bytes: the size of the model's file.
  ///   - metrics: what the model scored.
  ///   - training: how long its training took and on what; nil where nobody knows.
  ///   - retraining: the command that trains it anew.
  public init(
    title: String, of model: HeartbeatClassifier, bytes: Int, metrics: Metrics,
    training: Training?, retraining: String
  ) {
    self.title = title
    self.model = model
    self.bytes = bytes
    self.metrics = metrics
    self.training = training
    self.retraining = retraining
  }

  /// The card.
  ///
  /// - Throws: `NetworkError` for a network whose layers do not fit together.
  public func markdown() throws -> String {
    let sections = [
      "# \(Self.plain(title))\n\n\(Disclaimer.text)\n\n\(Self.provenance)",
      try modelSection, dataSection, scoreSection, calibrationSection, useSection, methodSection,
    ]
    return sections.joined(separator: "\n\n") + "\n"
  }

  private static let provenance = """
    Written by `ecg model-info --card` from the model's file, the `metrics.json` of its evaluation and \
    the record of its training; no number was typed by hand.
    """

  private var modelSection: String {
    get throws {
      """
      ## Model

      \(Self.table(
        ["", ""],
        [
          [
            "Takes",
            "beats of \(model.samplesPerBeat) samples"
              + (model.isTrainedOnOfficialPart ? ", scaled to 0…1" : "")
              + (model.samplingRate.map { ", at \(Numerals.short($0)) Hz" } ?? ""),
          ],
          ["Gives", "the probabilities of " + Self.list(model.task)],
          ["Networks", networks],
          [
            "Parameters",
            model.members[0].network.parameters.count.grouped
              + (model.members.count > 1 ? " each" : ""),
          ],
          ["File", "\(bytes.grouped) bytes, safetensors"],
          ["Version", "swift-ecg \(model.version)"],
        ] + model.recipe.facts.map { [$0.name, $0.value] }))

      ```text
      \(try model.members[0].network.architecture.summary())
      ```
      """
    }
  }

  private var networks: String {
    let seeds = model.members.map { "\($0.seed)" }.joined(separator: ", ")
    return model.members.count > 1
      ? "\(model.members.count), whose probabilities are averaged; seeds \(seeds)"
      : "one; seed \(seeds)"
  }

  private var dataSection: String {
    let text =
      if model.isSynthetic {
        "Beats that a generator made up. The model knows nothing of real ones."
      } else if model.isTrainedOnOfficialPart {
        """
        The training part (\(MITBIHBeats.officialTrainingCount.grouped) beats) of the beats \
        that the [Kaggle heartbeat data set](https://www.kaggle.com/datasets/shayanfazeli/heartbeat) \
        takes from the [MIT-BIH Arrhythmia Database](\(ReportPage.databaseLink)) 1.0.0, built from the \
        records by `ecg prepare mitdb`. A beat is the first channel from its R peak to a fifth of the \
        way beyond the next one, every third sample of 360 Hz, scaled to 0…1 and filled up with zeros.

        The database is published by PhysioNet under the \
        [Open Data Commons Attribution License 1.0](https://opendatacommons.org/licenses/by/1-0/). \
        Cite: Moody GB, Mark RG. The impact of the MIT-BIH Arrhythmia Database. IEEE Engineering in \
        Medicine and Biology 20(3):45–50, 2001; Goldberger AL et al. PhysioBank, PhysioToolkit, and \
        PhysioNet. Circulation 101(23):e215–e220, 2000.

        The split is by beat: every patient has beats in both parts. A share of \
        \(model.recipe.validationShare) of the training beats was set apart to choose \
        \(model.recipe.training.earlyStopping == nil ? "" : "the epoch and ")the temperature.
        """
      } else {
        "Beats that this program does not know; whoever trained the model has to say which."
      }
    let facts = (model.trainedBeats?.facts(model.task) ?? [])
      .map { "- \(Self.plain($0.name)): \(Self.plain($0.value))" }.joined(separator: "\n")
    return
      "## Data\n\n\(text)\n\n\(facts.isEmpty ? "" : facts + "\n\n")Fingerprint: `\(Self.plain(model.dataFingerprint))`."
  }

  private var useSection: String {
    var points = [
      """
      For research and teaching: to try things out, to compare with, to begin from. Not a medical \
      device; not for diagnosis, monitoring or any decision about a person.
      """
    ]
    if model.isTrainedOnOfficialPart { points += Self.officialLimits }
    points.append(
      """
      A beat is judged alone. What a rhythm tells is in it only as far as the distance to the next beat \
      is.
      """)
    return "## Use and limits\n\n" + points.map { "- \($0)" }.joined(separator: "\n")
  }

  private static let officialLimits = [
    """
    It was scored on beats of patients whose other beats it was trained on. Scores on new patients are \
    lower as a rule, much lower for S and F.
    """,
    """
    The database holds two-channel Holter recordings of 47 people from one hospital (1975–1979), about \
    half of them chosen for arrhythmias that are rare. The first channel is a modified lead II in most; \
    other leads, rates, devices and populations were never seen.
    """,
    """
    Q is nearly all paced beats, of four patients. Some labels of the database are doubtful, and so are \
    some of the mistakes that are counted.
    """,
  ]

  private var methodSection: String {
    var lines = model.members.map { member in
      "Seed \(member.seed): \(member.history.epochs.count) epochs"
        + (member.history.bestEpoch.map { ", weights of epoch \($0) kept" } ?? "")
    }
    if let seconds = training?.seconds {
      lines.append(
        "Time: \(Numerals.short((seconds / 6).rounded() / 10)) minutes with "
          + "\(training?.threads ?? 1) threads")
    }
    if let training { lines.append("Hardware: \(training.machine); no GPU") }
    return """
      ## Training

      \(lines.map { "- \(Self.plain($0))" }.joined(separator: "\n"))

      The same records, recipe and seed give the same file, byte for byte, on any number of threads. \
      \(processors)

      ```sh
      \(retraining)
      ```
      """
  }

  /// What another processor makes of the same training.
  private var processors: String {
    switch model.recipe.training.products {
    case .portable: "Its products are the same bits on all processors with fused multiply-adds."
    case .library:
      "Processors for which the BLAS has other kernels round otherwise, and so give a slightly different model."
    }
  }

  private static func list(_ task: BeatTask) -> String {
    task.classes.map { "\($0.symbol) (\($0.name))" }.joined(separator: ", ")
  }

  static func table(_ header: [String], _ rows: [[String]]) -> String {
    ([header, header.map { _ in "---" }] + rows)
      .map { "| " + $0.map(plain).joined(separator: " | ") + " |" }.joined(separator: "\n")
  }

  /// Text from a file as Markdown shows it: no tags, no ends of cells or lines.
  static func plain(_ text: String) -> String {
    Markup.cleaned(text).replacingOccurrences(of: "<", with: "&lt;")
      .replacingOccurrences(of: "|", with: "\\|").replacingOccurrences(of: "`", with: "'")
  }
}
