import ArgumentParser
import BenchmarkSupport

/// `compare-ours training`.
struct Training: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Training steps of the benchmark network.")

  @OptionGroup var options: RunOptions

  func run() throws {
    let examples = try BeatFolder(options.folder).read()
    let times = try Measurements.training(
      on: examples, batch: options.batch, threads: options.threads, seconds: options.seconds)
    try CompareOurs.report(times.figures(batch: options.batch))
  }
}

/// `compare-ours inference`.
struct Inference: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Classifying batches with the benchmark network.")

  @OptionGroup var options: RunOptions

  func run() throws {
    let examples = try BeatFolder(options.folder).read()
    let times = try Measurements.inference(
      on: examples, batch: options.batch, threads: options.threads, seconds: options.seconds)
    try CompareOurs.report(times.figures(batch: options.batch))
  }
}

/// `compare-ours pretrained`.
struct Pretrained: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Classifying batches with the pretrained model, as a program that embeds it would.")

  @OptionGroup var options: RunOptions

  func run() throws {
    let examples = try BeatFolder(options.folder).read()
    let times = try Measurements.classification(
      of: examples, batch: options.batch, threads: options.threads, seconds: options.seconds)
    try CompareOurs.report(times.figures(batch: options.batch))
  }
}
