import ECGDatasets

/// Writes one file of beats and tells of it.
struct BeatWriting {
  let output: BeatFileOption
  let threads: Int
  let overwrite: Bool
  let console: Console
  private let clock = Clock()

  init(output: BeatFileOption, threads: Int, overwrite: Bool, console: Console) {
    self.output = output
    self.threads = threads
    self.overwrite = overwrite
    self.console = console
  }

  /// Looks at the file before any work is done.
  func check() throws {
    try OutputPlan(overwrite: overwrite).check(files: [output.output])
  }

  /// Writes the beats.
  func write(_ beats: BeatStream) throws {
    let bar = ProgressBar("Writing")
    try BeatFile.write(
      beats, to: output.output, as: output.form, overwrite: overwrite, threads: threads
    ) { bar.show(Double($0) / Double(max(beats.count, 1))) }
    let written = PreparedFile(file: output.output, beats: beats.count)
    try console.answer(written, text: written.table)
    console.note("Done in \(clock.description).")
  }
}
