import ArgumentParser
import BenchmarkSupport

/// `compare-ours training`.
struct Training: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Training steps of the benchmark network.")

  @OptionGroup var options: RunOptions

  func run() throws {
    try options.report {
      try Measurements.training(
        on: $0, batch: options.batch, threads: options.threads, seconds: options.seconds)
    }
  }
}

/// `compare-ours inference`.
struct Inference: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Classifying batches with the benchmark network.")

  @OptionGroup var options: RunOptions

  func run() throws {
    try options.report {
      try Measurements.inference(
        on: $0, batch: options.batch, threads: options.threads, seconds: options.seconds)
    }
  }
}

/// `compare-ours pretrained`.
struct Pretrained: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Classifying batches with the pretrained model, as a program that embeds it would.")

  @OptionGroup var options: RunOptions

  func run() throws {
    try options.report {
      try Measurements.classification(
        of: $0, batch: options.batch, threads: options.threads, seconds: options.seconds)
    }
  }
}
