import ArgumentParser
import BenchmarkSupport
import Foundation
import ECGNeuralNetwork

/// Our side of `Benchmarks/compare` and `Benchmarks/serve`: each subcommand measures one thing and
/// prints a line of JSON.
@main
struct CompareOurs: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare-ours",
    abstract: "Measures this package's side of Benchmarks/compare and Benchmarks/serve.",
    subcommands: [
      MixedBeats.self, Training.self, Inference.self, Pretrained.self, MatrixProducts.self,
      Reading.self, ShortFile.self, Scaling.self,
    ])

  /// Prints figures as one line of JSON.
  static func report(_ figures: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(figures), as: UTF8.self))
  }
}

/// The options of what runs a network.
struct RunOptions: ParsableArguments {
  @Argument(help: "The folder that the subcommand beats wrote.")
  var folder: String

  @Option(help: "The threads that share the work.")
  var threads = 2

  @Option(help: "The beats in a step.")
  var batch = 256

  @Option(help: "How long to measure.")
  var seconds = 4.0

  /// Prints the figures of a measurement on the beats of the folder.
  func report(_ measure: (Examples) throws -> StepTimes) throws {
    try CompareOurs.report(measure(BeatFolder(folder).read()).figures(batch: batch))
  }
}
