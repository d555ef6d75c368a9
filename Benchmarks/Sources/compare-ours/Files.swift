import ArgumentParser
import BenchmarkSupport
import ECGDatasets
import Foundation

/// `compare-ours beats`.
struct MixedBeats: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "beats",
    abstract: "Writes the beats that networks are measured on, and says what data there is.")

  @Argument(help: "The folder to write to.")
  var folder: String

  @Option(help: "The number of beats.")
  var count = Measurements.beats

  private struct Figures: Encodable {
    let kind: String
    let count: Int
    let records: String?
    let trainingFile: String?
  }

  func run() throws {
    let source = try BenchmarkBeats()
    try BeatFolder(folder).write(try source.mixed(count: count))
    try CompareOurs.report(
      Figures(
        kind: source.kind, count: count, records: source.records,
        trainingFile: source.trainingFile))
  }
}

/// `compare-ours short-file`.
struct ShortFile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "short-file",
    abstract:
      "Writes the beats of a file with as few digits as tell each float from its neighbours."
  )

  @Argument(help: "The file to read.")
  var input: String

  @Argument(help: "The file to write.")
  var output: String

  func run() throws {
    try ShortDecimals.write(BeatCSV.read(path: input), to: output)
  }
}
