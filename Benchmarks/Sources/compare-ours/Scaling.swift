import ArgumentParser
import BenchmarkSupport
import ECGDatasets
import ECGNeuralNetwork

/// `compare-ours scaling`.
struct Scaling: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "One epoch of a small network over all beats of a mapped file.")

  @Argument(help: "The file, as `ecg prepare synthetic` writes it.")
  var path: String

  @Option(help: "The threads that share the work.")
  var threads = 2

  private struct Figures: Encodable {
    let beats: Int
    let seconds: Double
  }

  func run() throws {
    let beats = try BeatFile.read(path: path)
    let values = beats.values
    let examples = Examples(labels: beats.labels, size: beats.samplesPerBeat) { index, target in
      values.copyBeat(index, to: target)
    }
    let network = try Network(BenchmarkNetwork.small, seed: 1)
    let trainer = Trainer(
      TrainingConfiguration(epochs: 1, batchSize: 256, products: .portable), threads: threads)
    let start = ContinuousClock.now
    _ = try trainer.train(network, on: examples)
    try CompareOurs.report(
      Figures(beats: examples.count, seconds: (ContinuousClock.now - start) / .seconds(1)))
  }
}
