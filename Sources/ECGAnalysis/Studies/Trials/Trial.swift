public import ECGClassifier
public import ECGDatasets
import ECGFiles
import ECGNeuralNetwork

/// One training of a study, and the beats that it is scored on.
public struct Trial: Sendable {
  /// What its folder is called among those of the study.
  public let name: String
  /// How the network is trained.
  public let recipe: Recipe
  /// The seed of the training.
  public let seed: UInt64
  /// The beats that the training is given.
  public let training: BeatDataset
  /// The beats to score on; nil for those that the training itself sets apart.
  public let scored: BeatDataset?

  /// Describes a training.
  public init(
    name: String, recipe: Recipe, seed: UInt64, training: BeatDataset, scored: BeatDataset? = nil
  ) {
    (self.name, self.recipe, self.seed) = (name, recipe, seed)
    (self.training, self.scored) = (training, scored)
  }

  /// The beats that are scored.
  var scoredBeats: BeatDataset {
    scored ?? training.selecting(recipe.split(of: training).validation)
  }

  /// The same of beats of which nobody knows whose they are, so that the training sets some
  /// apart by class alone.
  var withoutPatients: Trial {
    var training = training
    training.origins = nil
    return Trial(name: name, recipe: recipe, seed: seed, training: training, scored: scored)
  }

  /// The part of the data that is scored, as `metrics.json` names it.
  var part: String { scored == nil ? "validation" : "held out" }

  /// The most characters of a folder's name, which systems limit to 255 bytes, with what a
  /// study may append.
  private static let longestName = 120

  /// A text as the name of a folder: what is no letter, digit or one of `=,.+-` becomes `_`.
  ///
  /// A text that is too long is cut and ends in a hash of the whole: texts that begin alike have
  /// different names, which do not depend on what else there is, so that a study is gone on with
  /// when it has grown.
  package static func folderName(_ text: String) -> String {
    var name = String(
      text.map { character in
        let isPlain = character.isASCII && (character.isLetter || character.isNumber)
        return isPlain || "=,.+-".contains(character) ? character : "_"
      })
    if name.count > longestName {
      let hash = FNV1a(text.utf8).value.hexadecimal
      name = "\(name.prefix(longestName - 1 - hash.count))-\(hash)"
    }
    return name.isEmpty || name.hasPrefix(".") ? "_" + name : name
  }
}

/// What `trial.json` holds: which training a folder is of, and how it went.
struct TrialRecord: Codable, Equatable, Sendable {
  /// What decides the outcome: a folder of other trials is not gone on with.
  struct Origin: Codable, Equatable, Sendable {
    let version: String
    let recipe: Recipe
    let seed: UInt64
    let trainingBeats: String
    let scoredBeats: String
    /// Whether patients are set apart for validation, or beats; nil where nobody
    /// knows whose they are.
    let isByPatient: Bool?
  }

  let origin: Origin
  let history: TrainingHistory
  /// Why the training was given up; nil where it went to its end.
  let givenUp: String?
  let seconds: Double
  /// The kernels that it was computed by, in words; nil where an earlier version did not say.
  /// Others round otherwise, so that another processor comes to another network: no other trial,
  /// but one that is to be told.
  let kernels: String?
}

extension TrialRecord.Origin {
  init(_ trial: Trial) {
    self.init(
      version: Version.current, recipe: trial.recipe, seed: trial.seed,
      trainingBeats: trial.training.fingerprint, scoredBeats: trial.scoredBeats.fingerprint,
      isByPatient: trial.training.origins == nil
        ? nil : trial.recipe.split(of: trial.training).isByPatient)
  }

  /// What differs in the trial of another folder, in words.
  func difference(from found: TrialRecord.Origin) -> String {
    if found.version != version { return "version \(version), found \(found.version)" }
    if found.recipe != recipe { return "the recipe of this study, found another" }
    if found.seed != seed { return "seed \(seed), found \(found.seed)" }
    if found.trainingBeats == trainingBeats, found.scoredBeats == scoredBeats {
      return "validation beats set apart as in this study, found others"
    }
    return "the beats of this study, found others"
  }
}
