public import ECGClassifier
import ECGDatasets
import ECGNeuralNetwork
import ECGSignals
import ECGText
public import Foundation

/// How a training run came about, as `run.json` in its folder has it.
///
/// Scores stand in `metrics.json`, which is the same for the same data, recipe and seed; this says
/// when, where and with what command, too.
public struct RunRecord: Codable, Equatable, Sendable {
  /// When the run ended.
  public var date: Date
  /// How long it took.
  public var seconds: Double
  /// The threads that shared the work.
  public var threads: Int
  /// The machine, in words.
  public var machine: String
  /// The command, as it can be given again.
  public var command: String
  /// The version of this program.
  public var version: String
  /// The task's name.
  public var task: String
  /// How the networks were trained.
  public var recipe: Recipe
  /// The seed of each network.
  public var seeds: [UInt64]
  /// The mean F1 of the classes on the validation beats, which recipes are to be chosen by, in the
  /// epoch that was kept, the mean over the networks; nil without validation beats.
  public var validationMacroF1: Double?
  /// Where the beats came from, in words.
  public var data: String
  /// The fingerprint of the beats that were trained on.
  public var trainingBeats: String
  /// The fingerprint of the beats that were scored.
  public var scoredBeats: String
  /// The patients, or records, that were set apart for validation; nil where beats were, of
  /// whoever they are.
  public var validationPatients: [String]?
  /// The patients, or where these are not known records, that a whole run set apart to test with;
  /// nil where nobody knows them, where beats of all are in both parts, and in trials of studies,
  /// whose scores say it.
  public var testPatients: [String]?

  /// Describes a run of `model`.
  public init(
    of model: HeartbeatClassifier, data: String, scoredBeats: String, date: Date, seconds: Double,
    threads: Int, machine: String, command: String
  ) {
    (self.date, self.seconds, self.threads) = (date, seconds, threads)
    (self.machine, self.command, self.data) = (machine, command, data)
    version = model.version
    task = model.task.name
    recipe = model.recipe
    seeds = model.members.map(\.seed)
    let validation = model.members.compactMap { $0.history.keptEpoch?.validationMacroF1 }
    validationMacroF1 = validation.count == seeds.count ? validation.mean : nil
    trainingBeats = model.dataFingerprint
    self.scoredBeats = scoredBeats
    validationPatients = model.trainedBeats?.validationPatients
  }

  /// The record as a document, keys sorted.
  public var document: String {
    get throws {
      let encoder = JSONEncoder.sorted(isPretty: true)
      encoder.dateEncodingStrategy = .iso8601
      return try encoder.text(of: self) + "\n"
    }
  }

  /// The name of a folder for the run among others, such as `20261128-185512-default-1`: the time
  /// in UTC, the recipe and the first seed.
  public static func folderName(date: Date, recipe: String, seed: UInt64) -> String {
    let time = date.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
      .replacing("T", with: "-").replacing("Z", with: "")
    let name = recipe.map { $0.isLetter || $0.isNumber ? $0 : "-" }
    return "\(time)-\(String(name))-\(seed)"
  }
}
