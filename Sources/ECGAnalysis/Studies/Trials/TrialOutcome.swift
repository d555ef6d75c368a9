public import ECGEvaluation
public import ECGNeuralNetwork
import ECGFiles
import Foundation

/// How a ``Trial`` went.
public struct TrialOutcome: Sendable {
  /// The folder that the network and its scores are in.
  public let path: String
  /// The training, epoch by epoch.
  public let history: TrainingHistory
  /// Why the training was given up; nil where it went to its end.
  public let givenUp: String?
  /// How long it took, in seconds.
  public let seconds: Double
  /// The scores; nil where the training was given up.
  public let evaluation: Evaluation?
  /// The kernels that the network was trained by, in words; nil where nothing was noted.
  let kernels: String?

  /// What the folder is called.
  public var name: String { URL(filePath: path).lastPathComponent }

  init(path: String, record: TrialRecord, evaluation: Evaluation?) {
    (self.path, self.history) = (path, record.history)
    (self.givenUp, self.seconds, self.kernels) = (record.givenUp, record.seconds, record.kernels)
    self.evaluation = evaluation
  }

  /// Reads what was kept of a trial; nil where there is nothing.
  ///
  /// - Throws: `FileError` where the folder is of another trial, or damaged.
  init?(kept path: String, of origin: TrialRecord.Origin) throws {
    let file = "\(path)/\(RunFile.trial)"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let record: TrialRecord
    do {
      record = try JSONDecoder().decode(TrialRecord.self, from: try InputFile.read(path: file))
    } catch is DecodingError {
      throw FileError(
        .badData, path: file, "expected the record of a trial, found something else",
        remedy: "Remove the folder, or choose another")
    }
    guard record.origin == origin else {
      throw FileError(
        .cannotWrite, path: path,
        "the folder is of another trial: expected \(origin.difference(from: record.origin))",
        remedy: "Choose another folder, or train anew\(with: .overwrite)")
    }
    self.init(
      path: path, record: record,
      evaluation: record.givenUp == nil
        ? try BeatPredictions(path: "\(path)/\(RunFile.predictions)").evaluation : nil)
  }
}
