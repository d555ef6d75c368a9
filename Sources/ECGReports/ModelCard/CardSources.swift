import ECGDatasets
public import ECGClassifier
import ECGEvaluation
import ECGFiles
import Foundation

extension ModelCard {
  /// What a model card reads of a network: which it is.
  struct Member: Decodable, Equatable, Sendable {
    let seed: UInt64
  }

  /// What a model card takes from the `metrics.json` of `ecg evaluate`; more in it is left unread.
  public struct Metrics: Equatable, Sendable {
    /// The metrics of the catalogue.
    let values: MetricValues
    /// Everything else.
    let details: Details

    /// Reads the file at `path`.
    ///
    /// - Throws: `FileError` where it is not there, is something else or is of another model.
    public init(path: String, of model: HeartbeatClassifier) throws {
      self = try ModelCard.decoded(path, remedy: "Name the metrics.json that an evaluation wrote")
      let count = model.task.classes.count
      try ModelCard.check(
        path,
        (details.version, details.recipe, details.dataFingerprint)
          == (model.version, model.recipe.name, model.dataFingerprint)
          && details.members.map(\.seed) == model.members.map(\.seed)
          && details.classes.map(\.name) == model.task.classes.map(\.symbol)
          && details.intervals.classes.count == count
          && details.confusionMatrix.count == count
          && details.confusionMatrix.allSatisfy { $0.count == count })
    }
  }

  /// What a model card takes from `metrics.json` beside the metrics of the catalogue.
  struct Details: Decodable, Equatable, Sendable {
    struct Averaged: Decodable, Equatable, Sendable {
      let macro: Double
      let weighted: Double
    }

    struct Class: Decodable, Equatable, Sendable {
      let name: String
      let description: String
      let precision: Double
      let recall: Double
      let f1: Double
      let support: Int
    }

    struct Intervals: Decodable, Equatable, Sendable {
      struct Class: Decodable, Equatable, Sendable {
        let precision: Interval?
        let recall: Interval?
        let f1: Interval?
      }

      let level: Double
      let resamples: Int
      let f1: BootstrapIntervals.Averaged
      let classes: [Class]
    }

    /// What is reached as unsure beats are left unclassified.
    struct RiskCoverage: Decodable, Equatable, Sendable {
      struct Point: Decodable, Equatable, Sendable {
        let threshold: Double
        let coverage: Double
        let accuracy: Double?
        let macroF1: Double?
      }

      let thresholds: [Point]
    }

    /// The scores of two classes.
    struct Binary: Decodable, Equatable, Sendable {
      struct Intervals: Decodable, Equatable, Sendable {
        let sensitivity: Interval?
        let specificity: Interval?
      }

      let sensitivity: Double?
      let specificity: Double?
      let rocAUC: Double?
      let intervals: Intervals?
    }

    let version: String
    let part: String
    let recipe: String
    let members: [Member]
    let dataFingerprint: String
    let synthetic: Bool
    let beats: Int
    let f1: Averaged
    let binary: Binary?
    let classes: [Class]
    let confusionMatrix: [[Int]]
    let intervals: Intervals
    let riskCoverage: RiskCoverage
  }

  /// What a model card takes from what `ecg train --json` prints.
  public struct Training: Decodable, Equatable, Sendable {
    let version: String
    let members: [Member]
    let dataFingerprint: String
    /// How long it took; nil where the networks were trained one by one.
    let seconds: Double?
    let threads: Int
    let machine: String

    /// Reads the file at `path`.
    ///
    /// - Throws: `FileError` where it is not there, is something else or is of another model.
    public init(path: String, of model: HeartbeatClassifier) throws {
      self = try ModelCard.decoded(
        path, remedy: "Name a file with the summary of a training in JSON")
      try ModelCard.check(
        path,
        (version, dataFingerprint) == (model.version, model.dataFingerprint)
          && members.map(\.seed) == model.members.map(\.seed))
    }
  }

  private static func decoded<Value: Decodable>(_ path: String, remedy: Remedy) throws -> Value {
    let data = try InputFile.read(path: path)
    do {
      return try JSONDecoder().decode(Value.self, from: data)
    } catch {
      var problem = "expected a JSON document of this program, found something else"
      if let error = error as? DecodingError, case .missing(let key) = DocumentFault(error).kind {
        problem = "expected the name \(key), found none"
      }
      throw FileError(.badData, path: path, problem, remedy: remedy)
    }
  }

  private static func check(_ path: String, _ isSame: Bool) throws {
    guard isSame else {
      throw FileError(
        .badData, path: path, "expected numbers of this model, found those of another",
        remedy: "Evaluate or train the model again")
    }
  }
}

extension ModelCard.Metrics: Decodable {
  /// Reads the document: the metrics by their keys, the rest by name.
  public init(from decoder: any Decoder) throws {
    values = try MetricValues(from: decoder)
    details = try ModelCard.Details(from: decoder)
  }
}
