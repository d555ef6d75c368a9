import ArgumentParser
import ECGEvaluation
import ECGFiles
import ECGNeuralNetwork
import ECGParallel
import ECGText
import Foundation

/// How a command ends that does not succeed: one message and an exit code of BSD's `sysexits.h`.
struct Failure {
  /// The code for a process that the person interrupted, as shells have it.
  static let interrupted: Int32 = 130

  let status: Int32
  let message: String

  init(_ error: any Error) {
    let error = (error as? AgreedFailure)?.underlying ?? error
    switch error {
    case let error as FileError:
      (status, message) = (error.kind.rawValue, error.message(.options))
    case let error as BLASError:
      status = FileError.Kind.unavailable.rawValue
      message = "\(error). \"ecg doctor\" tests it"
    case let error as EvaluationError:
      (status, message) = (FileError.Kind.badData.rawValue, error.description)
    case let error as NetworkError:
      (status, message) = (FileError.Kind.badData.rawValue, error.description)
    case let error as TeamFailure: (status, message) = (error.status, error.message)
    case let error as Interrupted:
      (status, message) = (Failure.interrupted, "interrupted. \(error.advice)")
    case let error as MisspeltCommand: (status, message) = (EX_USAGE, error.description)
    case let error as RepeatedOption: (status, message) = (EX_USAGE, error.description)
    case let error as EmptyArgument: (status, message) = (EX_USAGE, error.description)
    default:
      (status, message) = Failure.parsed(error)
    }
  }

  /// What the argument parser has to say: help and version, or a wrong option and where to read on.
  /// Errors that are not its own it turns into their description.
  private static func parsed(_ error: any Error) -> (status: Int32, message: String) {
    let status = ECG.exitCode(for: error).rawValue
    guard status == EX_USAGE else {
      return (status, status == 0 ? ECG.fullMessage(for: error) : "\(error)")
    }
    var message = ECG.message(for: error)
    if message.hasSuffix(".") { message.removeLast() }
    let end = message.hasSuffix("?") ? "" : "."
    // Of what a command finds wrong when it runs, the parser no longer knows whose
    // options they are.
    let command = CommandPath(CommandLine.arguments.dropFirst()).text
    return (status, "\(message)\(end) See '\(command) --help' for more information")
  }

  /// Says what happened and ends the process.
  func exit() -> Never {
    tell()
    Foundation.exit(status)
  }

  /// Says what happened.
  func tell() {
    ProgressBar.clear()
    if status == 0 {
      try? Descriptor.output.write(message.isEmpty ? "" : message + "\n")
    } else {
      let end = message.hasSuffix(".") ? "\n" : message.hasSuffix("\n") ? "" : ".\n"
      try? Descriptor.error.write("ecg: \(message)\(end)")
    }
  }
}

extension Remedy.Spelling {
  /// As options of the command.
  static let options = Remedy.Spelling(
    [
      .annotator: "--annotator", .data: "--data", .destination: "--to", .folds: "--folds",
      .lead: "--lead", .leadCount: "--leads", .mirror: "--mirror", .overwrite: "--force",
      .recipe: "--recipe", .records: "--records",
      .referenceAnnotator: "--reference-annotator",
      // Those who read a run's results are no commands that go on with it.
      .resume: "--resume of the command that began it",
      .sampleCoding: "--format", .samplesPerBeat: "--samples",
      .samplingRate: "--rate", .start: "--from", .task: "--task",
      .testAnnotator: "--test-annotator", .timeStamps: "--times", .unit: "--unit",
    ],
    activities: Dictionary(
      uniqueKeysWithValues: Remedy.Activity.allCases.map { ($0, "\"ecg \($0.command)\"") }))
}

extension Remedy.Activity {
  /// The subcommand that does it.
  fileprivate var command: String {
    switch self {
    case .classifying: "classify"
    case .detecting: "detect"
    case .downloading: "download"
    case .preparing: "prepare"
    case .preparingMITBIH: "prepare mitdb"
    case .preparingPTB: "prepare ptbdb"
    case .trainingBeatModel: "train beats"
    case .trainingRecordingModel: "train recordings"
    }
  }
}
