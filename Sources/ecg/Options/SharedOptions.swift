import ECGParallel
import ArgumentParser

/// Options that mean the same in every command that computes something.
struct ComputeOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "Where chance plays a part: the same seed gives the same result.",
    transform: seed)
  var seed: UInt64 = 1

  @OptionGroup var threadsOption: ThreadsOption

  var threads: Int { threadsOption.threads }

  private static func seed(_ text: String) throws -> UInt64 {
    guard let seed = UInt64(text) else {
      throw ValidationError("expected a whole number from 0 to \(UInt64.max)")
    }
    return seed
  }
}

/// `--threads`, which means the same everywhere; alone in commands where chance plays no part.
struct ThreadsOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "The threads that share the work; the result does not depend on it.")
  var threads: Int = ThreadCount.allCores

  func validate() throws {
    // No machine has more.
    guard 1...1024 ~= threads else {
      throw ValidationError("--threads: expected a number from 1 to 1024, found \(threads)")
    }
  }
}

/// `--force`, which means the same everywhere.
struct OverwriteOption: ParsableArguments {
  @Flag(name: .customLong("force"), help: "Replace files that exist.")
  var overwrite = false
}

/// `--json`, which means the same everywhere.
struct JSONOption: ParsableArguments {
  @Flag(help: "Print one JSON document to standard output, and nothing else there.")
  var json = false

  var console: Console { Console(isJSON: json) }
}
