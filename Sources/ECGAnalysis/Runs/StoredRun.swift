import ECGClassifier
public import ECGEvaluation
public import ECGFiles
public import ECGNeuralNetwork
import Foundation

/// A training run, or an evaluation, in the folder that it was written to.
public struct StoredRun: Sendable {
  /// The folder.
  public let path: String
  /// How it came about; nil for an evaluation, and for a run of an earlier version.
  public let record: RunRecord?
  /// Its scores.
  public let metrics: MetricValues
  /// The mean F1 of the classes.
  public let macroF1: Double
  /// The symbols of the classes that ``macroF1`` is over; nil where an earlier version did not say.
  public let macroClasses: [String]?
  /// The name of the task; nil where an earlier version did not say.
  private let task: String?
  /// The symbols of all `K` classes of the task.
  private let classes: [String]
  /// The name of the recipe.
  public let recipe: String
  /// The seed of the first network.
  public let seed: UInt64
  /// The epochs of each network.
  public let epochs: [Int]
  /// Whether it was scored on made-up beats.
  public let isSynthetic: Bool

  /// What the folder is called.
  public var name: String { URL(filePath: path).lastPathComponent }

  /// What of `metrics.json` is read beside the metrics.
  private struct Metrics: Decodable {
    struct Average: Decodable {
      let macro: Double
    }

    struct Member: Decodable {
      let epochs: Int
    }

    struct Class: Decodable {
      let name: String
    }

    let task: String?
    let f1: Average
    let macroClasses: [String]?
    let classes: [Class]?
    let recipe: String
    let seed: UInt64
    /// Of the beats that the model was trained on; nil where the document does not say.
    let dataFingerprint: String?
    let members: [Member]
    let synthetic: Bool
  }

  /// Reads a run.
  ///
  /// - Parameter path: its folder.
  /// - Throws: `FileError` where there is none, or its files are not what they should be.
  public init(path: String) throws {
    self.path = path
    let metricsPath = "\(path)/\(RunFile.metrics)"
    guard FileManager.default.fileExists(atPath: metricsPath) else {
      throw FileError(
        .noInput, path: path,
        "expected the folder of a run or an evaluation, found no \(RunFile.metrics) in it",
        remedy: "Name a folder that a run or an evaluation was written to")
    }
    let document = try InputFile.read(path: metricsPath)
    metrics = try Self.decoded(MetricValues.self, from: document, path: metricsPath)
    let rest = try Self.decoded(Metrics.self, from: document, path: metricsPath)
    macroF1 = rest.f1.macro
    macroClasses = rest.macroClasses
    task = rest.task
    classes = rest.classes?.map(\.name) ?? []
    recipe = rest.recipe
    seed = rest.seed
    epochs = rest.members.map(\.epochs)
    isSynthetic = rest.synthetic
    let recordPath = "\(path)/\(RunFile.record)"
    record =
      FileManager.default.fileExists(atPath: recordPath)
      ? try Self.decoded(
        RunRecord.self, from: try InputFile.read(path: recordPath), path: recordPath) : nil
    if let record, let beats = rest.dataFingerprint,
      (beats, seed, recipe) != (
        record.trainingBeats, record.seeds.first ?? seed, record.recipe.name
      )
    {
      throw FileError(
        .badData, path: metricsPath,
        "expected the scores of the run's own model, found those of another, of recipe \(recipe) and seed \(seed)",
        remedy: "Run again, or remove the folder")
    }
  }

  /// The runs in a folder, by name: its subfolders that have scores.
  ///
  /// - Returns: the runs, what was wrong with those that cannot be read, and the subfolders
  ///   without scores.
  /// - Throws: `FileError` where the folder cannot be read.
  public static func all(
    in folder: String
  ) throws -> (runs: [StoredRun], failures: [FileError], others: [String]) {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    } catch {
      throw FileError(
        .noInput, path: folder, "expected a folder of runs, found none that can be read",
        remedy: "Name the folder that runs were kept in")
    }
    var (runs, failures, others) = ([StoredRun](), [FileError](), [String]())
    for name in names {
      let path = "\(folder)/\(name)"
      guard FileManager.default.fileExists(atPath: "\(path)/\(RunFile.metrics)") else {
        let isFolder = URL(filePath: path, directoryHint: .checkFileSystem).hasDirectoryPath
        if isFolder, !name.hasPrefix(".") { others.append(name) }
        continue
      }
      do {
        runs.append(try StoredRun(path: path))
      } catch let error as FileError {
        failures.append(error)
      }
    }
    return (runs, failures, others)
  }

  /// What the macro-F1 of runs is over, in a sentence for each task; none where it is over
  /// all its classes.
  public static func macroScopes(of runs: [StoredRun]) -> [String] {
    let told = runs.filter { $0.macroClasses != nil }
    // Tasks of imported models share a name, and not their classes.
    var tasks: [[StoredRun]] = []
    for run in told {
      if let place = tasks.firstIndex(where: {
        $0[0].task == run.task && $0[0].classes == run.classes
      }) {
        tasks[place].append(run)
      } else {
        tasks.append([run])
      }
    }
    return tasks.compactMap { runs in
      MacroScope(
        runs.compactMap(\.macroClasses), of: runs[0].classes.count,
        task: tasks.count > 1 ? runs[0].task : nil
      ).sentence
    }
  }

  /// What it said of each beat.
  ///
  /// - Throws: `FileError` where that was not kept.
  public var predictions: BeatPredictions {
    get throws { try BeatPredictions(path: "\(path)/\(RunFile.predictions)") }
  }

  /// How the training of each of its networks went; empty where no model was kept, as
  /// of an evaluation.
  ///
  /// - Throws: `FileError` where the model cannot be read.
  public var histories: [TrainingHistory] {
    get throws {
      let model = "\(path)/\(RunFile.model)"
      guard FileManager.default.fileExists(atPath: model) else { return [] }
      return try HeartbeatClassifier.load(path: model).members.map(\.history)
    }
  }

  private static func decoded<Value: Decodable>(
    _ type: Value.Type, from document: Data, path: String
  ) throws -> Value {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    do {
      return try decoder.decode(type, from: document)
    } catch let error as DecodingError {
      throw FileError(
        .badData, path: path,
        "expected what a run writes, found \(Self.words(of: DocumentFault(error)))",
        remedy: "Run again, or remove the folder")
    }
  }

  private static func words(of fault: DocumentFault) -> String {
    switch fault.kind {
    case .missing(let key): "no field \(fault.place.isEmpty ? key : "\(fault.place).\(key)")"
    case .invalid where fault.place.isEmpty: "no JSON"
    case .other, .invalid: "another value of \(fault.place)"
    }
  }
}
