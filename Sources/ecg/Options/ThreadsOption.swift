import ArgumentParser
import ECGParallel

/// `--threads`, which means the same everywhere; alone in commands where chance plays no part.
struct ThreadsOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "The threads that share the work; the result does not depend on it.")
  var threads: Int = ThreadCount.allCores

  func validate() throws {
    // No machine has more.
    try Self.check(threads, "--threads", in: 1...1024)
  }
}
