import ArgumentParser
import ECGBeats
import ECGRecordings
import Foundation

/// `ecg detect`.
struct Detect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Finds the R peaks of a recording.",
    discussion: """
      Finds the beats in one lead of a WFDB record and prints how many there are and how fast they \
      come; with --output also writes them as annotations, RECORD.qrs, which standard tools read.

      \(Wording.disclaimer)
      """)

  @Argument(help: "The record: its path with or without .hea.", completion: .file())
  var record: String

  @Option(help: "The lead by its name, such as MLII; otherwise the first that is a voltage.")
  var lead: String?

  @Option(help: "The folder to write RECORD.qrs to.", completion: .directory)
  var output: String?

  @OptionGroup var forceOption: ForceOption
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let console = jsonOption.console
    let header = URL(filePath: DetectedBeats.headerPath(of: record))
    let name = header.deletingPathExtension().lastPathComponent
    let path = output.map { OutputPaths.path(of: "\(name).qrs", in: $0) }
    try OutputPlan(force: forceOption.force).check(files: path.map { [$0] } ?? [])
    let beats = try DetectedBeats(record: record, lead: lead)
    if let path {
      try beats.annotations.write(to: path, overwrite: forceOption.force)
      console.note("Written: \(path).")
    }
    let summary = DetectionSummary(beats, file: path)
    if jsonOption.json {
      try console.printJSON(summary)
    } else {
      try console.say(summary.text)
    }
  }
}
