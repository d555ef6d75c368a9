import ArgumentParser
import ECGBeats
import Foundation

/// `ecg prepare`.
struct Prepare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Builds beat files from raw records.", discussion: Wording.disclaimer,
    subcommands: [MITDB.self])

  /// `ecg prepare mitdb`.
  struct MITDB: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "mitdb",
      abstract: "Builds mitbih_train.csv and mitbih_test.csv from the MIT-BIH Arrhythmia Database.",
      discussion: """
        The two files are those of the Kaggle heartbeat data set, bit for bit; only the order of \
        the training rows differs, since Kaggle's is not known. Beside each lies a file \
        …_provenance.csv with the record, sample and symbol of every row.

        \(Wording.disclaimer)
        """)

    @Argument(help: "The folder with the 48 records.", completion: .directory)
    var folder: String

    @Option(help: "The folder to write to.", completion: .directory)
    var output: String

    @Option(help: "The threads that share the work.")
    var threads: Int = ProcessInfo.processInfo.activeProcessorCount

    @OptionGroup var forceOption: ForceOption
    @OptionGroup var jsonOption: JSONOption

    func validate() throws { try ComputeOptions.check(threads: threads) }

    func run() throws {
      let console = jsonOption.console
      let clock = Clock()
      let files = MITBIHBeats.preparedFiles.map { OutputPaths.path(of: $0, in: output) }
      try OutputPlan(force: forceOption.force).check(files: files)
      let bar = ProgressBar("Writing")
      let rows = try MITBIHBeats.prepare(
        folder: folder, output: output, force: forceOption.force, threads: threads,
        progress: { bar.show($0) })
      let prepared = Prepared(files: files, trainBeats: rows.train, testBeats: rows.test)
      if jsonOption.json {
        try console.printJSON(prepared)
      } else {
        try console.say(prepared.table)
      }
      console.note("Done in \(clock.description).")
    }
  }
}
