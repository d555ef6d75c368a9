import ArgumentParser
import ECGAnalysis
import ECGDatasets

extension Prepare {
  /// `ecg prepare csv`.
  struct CSV: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "csv",
      abstract: "Turns a CSV file of beats into a .safetensors file that is mapped, not read.",
      discussion: """
        Any CSV file of beats will do that the other commands read. Memory does not grow with its \
        size. An output whose name ends in .csv is written in the form of the Kaggle files.

        \(Wording.disclaimer)
        """)

    @Argument(
      help: "A CSV file with a beat in each row, with labels or without.",
      completion: .file(extensions: ["csv"]))
    var beats: String

    @OptionGroup var lengthOption: BeatLengthOption
    @OptionGroup var outputOption: BeatFileOption

    @OptionGroup var threadsOption: ThreadsOption
    @OptionGroup var overwriteOption: OverwriteOption
    @OptionGroup var jsonOption: JSONOption

    func run() throws {
      let writing = BeatWriting(
        output: outputOption, threads: threadsOption.threads, overwrite: overwriteOption.overwrite,
        console: jsonOption.console)
      try writing.check()
      try writing.write(
        lengthOption.length.reading {
          try BeatCSV.stream(
            path: beats, labels: .ifPresent, samplesPerBeat: $0, threads: threadsOption.threads)
        })
    }
  }
}
