import ArgumentParser
import ECGDatasets

extension Prepare {
  /// `ecg prepare ptbdb`.
  struct PTBDB: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "ptbdb",
      abstract:
        "Builds ptbdb_normal.csv and ptbdb_abnormal.csv from the PTB Diagnostic ECG Database.",
      discussion: """
        Healthy controls go to ptbdb_normal.csv, myocardial infarctions to ptbdb_abnormal.csv; \
        records of other diagnoses are left out. R peaks are detected, the lead is resampled to \
        125 Hz, and each beat is cut from its R peak to a fifth of the interval after the next one, \
        scaled to 0…1 and filled with zeros to 187 samples. The files have the form of Kaggle's, \
        not their beats. Beside each lies a file …_provenance.csv with the record, patient, diagnosis \
        and sample of every row.

        \(Wording.disclaimer)
        """)

    @Argument(
      help: "The folder with the records, or with a folder of them for each patient.",
      completion: .directory)
    var folder: String

    @Option(help: "The lead by any of its usual names.")
    var lead = "II"

    @OptionGroup var options: PreparedFilesOptions

    func run() throws {
      let console = options.jsonOption.console
      let clock = Clock()
      let files = try options.paths(of: PTBBeats.preparedFiles(options.format))
      let threads = options.threadsOption.threads
      let cut = try PTBBeats.cut(folder: folder, lead: lead, threads: threads)
      let bar = ProgressBar("Writing")
      let rows = try PTBBeats.prepare(
        cut, output: options.output, form: options.format,
        overwrite: options.overwriteOption.overwrite, threads: threads,
        progress: { bar.show($0) })
      let prepared = PreparedPTB(files: files, rows: rows, cut: cut)
      console.note(prepared.remark)
      try console.answer(prepared, text: prepared.table)
      console.note("Done in \(clock.description).")
    }
  }
}
