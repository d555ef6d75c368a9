import ArgumentParser
import ECGDatasets
import Foundation

extension Prepare {
  /// `ecg prepare synthetic`.
  struct Synthetic: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "synthetic",
      abstract: "Makes up any number of beats, to try commands and to measure them with.",
      discussion: """
        The beats look roughly like those of the Kaggle files, and their classes have the same \
        shares; with --task infarction, those of the PTB files. They say nothing about hearts. The \
        same seed gives the same beats; more of them begin, class by class, with those of fewer.

        \(Wording.disclaimer)
        """)

    @Option(parsing: .unconditional, help: "The number of beats.")
    var beats: Int

    @OptionGroup var taskOption: TaskOption
    @OptionGroup var outputOption: BeatFileOption

    @OptionGroup var compute: ComputeOptions
    @OptionGroup var overwriteOption: OverwriteOption
    @OptionGroup var jsonOption: JSONOption

    func validate() throws {
      try Self.check(beats, "--beats", in: 1...100_000_000)
    }

    func run() throws {
      let writing = BeatWriting(
        output: outputOption, threads: compute.threads, overwrite: overwriteOption.overwrite,
        console: jsonOption.console)
      try writing.check()
      try writing.write(
        SyntheticBeats(seed: compute.seed, task: taskOption.task)
          .stream(counts: SyntheticBeats.counts(of: beats, task: taskOption.task)))
    }
  }
}
