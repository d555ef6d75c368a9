import ArgumentParser
import ECGDatasets

/// `ecg prepare`.
struct Prepare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Builds files of beats, from raw records among others.",
    discussion: """
      Beats are written as CSV in the form of the Kaggle files, or as a .safetensors file, which \
      every command maps instead of reading: it opens at once, and memory does not grow with the \
      number of beats. Python's safetensors opens it too.

      \(Wording.disclaimer)
      """,
    subcommands: [MITDB.self, PTBDB.self, CSV.self, Synthetic.self])

  /// `ecg prepare mitdb`.
  struct MITDB: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "mitdb",
      abstract: "Builds mitbih_train.csv and mitbih_test.csv from the MIT-BIH Arrhythmia Database.",
      discussion: """
        The two files are those of the Kaggle heartbeat data set, bit for bit; only the order of \
        the training rows differs, since Kaggle's is not known. Beside each lies a file \
        …_provenance.csv with the record, sample and symbol of every row. With --format safetensors \
        the same beats are written to mitbih_train.safetensors and mitbih_test.safetensors.

        \(Wording.disclaimer)
        """)

    @Argument(help: "The folder with the 48 records.", completion: .directory)
    var folder: String

    @OptionGroup var options: PreparedFilesOptions

    func run() throws {
      let console = options.jsonOption.console
      let clock = Clock()
      let files = try options.paths(of: MITBIHBeats.preparedFiles(options.format))
      let bar = ProgressBar("Writing")
      let rows = try MITBIHBeats.prepare(
        folder: folder, output: options.output, form: options.format,
        overwrite: options.overwriteOption.overwrite, threads: options.threadsOption.threads,
        progress: { bar.show($0) })
      let prepared = Prepared(files: files, trainBeats: rows.train, testBeats: rows.test)
      try console.answer(prepared, text: prepared.table)
      console.note("Done in \(clock.description).")
    }
  }
}
