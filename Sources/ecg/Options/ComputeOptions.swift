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
