import ECGDatasets

/// Writes one file of beats and tells of it.
struct BeatWriting {
  let output: BeatFileOption
  let threads: Int
  let force: Bool
  let console: Console
  private let clock = Clock()

  init(output: BeatFileOption, threads: Int, force: Bool, console: Console) {
    self.output = output
    self.threads = threads
    self.force = force
    self.console = console
  }

  /// Looks at the file before any work is done.
  func check() throws {
    try OutputPlan(force: force).check(files: [output.output])
  }

  /// Writes the beats.
  func write(_ beats: BeatStream) throws {
    let bar = ProgressBar("Writing")
    try BeatFile.write(
      beats, to: output.output, as: output.form, overwrite: force, threads: threads
    ) { bar.show(Double($0) / Double(max(beats.count, 1))) }
    let written = PreparedFile(file: output.output, beats: beats.count)
    if console.isJSON {
      try console.printJSON(written)
    } else {
      try console.say(written.table)
    }
    console.note("Done in \(clock.description).")
  }
}
