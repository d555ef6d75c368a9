public import ECGDatasets
public import ECGEvaluation
import ECGFiles
import ECGSafetensors
import ECGText
import Foundation

/// What a model said of labelled beats, kept so that models can be compared beat by beat later.
///
/// In files it is safetensors: `probabilities`, `N × K`, and `labels`, `N`, with the task and its
/// classes as JSON.
public struct BeatPredictions: Equatable, Sendable {
  /// The `K` classes.
  public let task: BeatTask
  /// The true class of each beat: `N`.
  public let labels: [Int]
  /// The probability of each class: `N × K`.
  public let probabilities: [Float]
  /// What decides between two classes; nil for the most probable one.
  public let threshold: DecisionThreshold?
  /// The fingerprint of the beats, which tells whether two files are of the same ones.
  public let fingerprint: String

  private static let format = "ecg-predictions"

  /// Takes what was evaluated.
  ///
  /// - Parameters:
  ///   - evaluation: the scores with what they are of.
  ///   - fingerprint: that of the beats.
  public init(_ evaluation: Evaluation, fingerprint: String) {
    task = evaluation.task
    labels = evaluation.labels
    probabilities = evaluation.probabilities
    threshold = evaluation.threshold
    self.fingerprint = fingerprint
  }

  /// The scores.
  ///
  /// - Throws: `EvaluationError`.
  public var evaluation: Evaluation {
    get throws {
      try Evaluation(
        task: task, labels: labels, probabilities: probabilities, threshold: threshold)
    }
  }

  /// Writes the file.
  ///
  /// - Throws: `FileError`.
  public func write(to path: String, overwrite: Bool = false) throws {
    var metadata = [
      "format": Self.format, "task": try JSONEncoder.sorted().text(of: task), "beats": fingerprint,
    ]
    metadata["threshold"] = threshold.map { "\($0.probability)" }
    let file = Safetensors(
      tensors: [
        "labels": .init(shape: [labels.count], values: labels.map(Float.init)),
        "probabilities": .init(
          shape: [labels.count, task.classes.count], values: probabilities),
      ], metadata: metadata)
    try OutputFile.write(try file.encoded(), to: path, overwrite: overwrite)
  }

  /// Reads a file.
  ///
  /// - Throws: `FileError` for anything that is not one.
  public init(path: String) throws {
    let data = try InputFile.read(path: path)
    func error(_ problem: String, at location: FileError.Location = .whole) -> FileError {
      FileError(
        .badData, path: path, at: location, problem,
        remedy: "Score the model again, with an output folder")
    }
    let file: Safetensors
    do {
      file = try Safetensors(decoding: data)
    } catch let failure as Safetensors.Failure {
      throw error(failure.description, at: .byte(failure.byte))
    }
    guard file.metadata["format"] == Self.format else {
      throw error("expected predictions of beats, found a safetensors file of something else")
    }
    guard let task = file.metadata["task"].flatMap(Self.task),
      let fingerprint = file.metadata["beats"],
      let labels = file.tensors["labels"], let probabilities = file.tensors["probabilities"],
      labels.shape.count == 1, probabilities.shape == [labels.shape[0], task.classes.count],
      labels.values.allSatisfy({ task.classes.indices.contains(Int(exactly: $0) ?? -1) })
    else {
      throw error("expected labels and a probability of each class for each beat, found others")
    }
    self.task = task
    self.fingerprint = fingerprint
    self.labels = labels.values.map { Int($0) }
    self.probabilities = probabilities.values
    threshold = file.metadata["threshold"].flatMap(Double.init).flatMap(DecisionThreshold.init)
  }

  /// The task with its classes, which models of other programs bring along; earlier files have only
  /// the name of one that the program knows.
  private static func task(_ text: String) -> BeatTask? {
    BeatTask.named(text) ?? (try? JSONDecoder().decode(BeatTask.self, from: Data(text.utf8)))
  }
}
