import ArgumentParser
import BenchmarkSupport
import NeuralNetwork

/// `compare-ours many-beats`.
struct ManyBeats: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes made-up beats to train on, as many as asked for.")

  @Argument(help: "The folder to write to.")
  var folder: String

  @Option(help: "The number of beats.")
  var count: Int

  func run() throws { try BeatFolder(folder).write(BenchmarkBeats.synthetic(count: count)) }
}

/// `compare-ours scaling`.
struct Scaling: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "One epoch of a small network over all beats of a folder.")

  @OptionGroup var options: RunOptions

  private struct Figures: Encodable {
    let beats: Int
    let seconds: Double
  }

  func run() throws {
    let examples = try BeatFolder(options.folder).read()
    let network = try Network(BenchmarkNetwork.small, seed: 1)
    let trainer = Trainer(
      TrainingConfiguration(epochs: 1, batchSize: options.batch), threads: options.threads)
    let start = ContinuousClock.now
    _ = try trainer.train(network, on: examples)
    try CompareOurs.report(
      Figures(beats: examples.count, seconds: (ContinuousClock.now - start) / .seconds(1)))
  }
}
