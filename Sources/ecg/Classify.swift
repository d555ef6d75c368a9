import ArgumentParser
import ECGDatasets
import ECGClassifier
import ECGFiles
import ECGRecordings
import ECGSignals
import Foundation
import ECGText

/// `ecg classify`.
struct Classify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Finds the classes of beats, or of the beats of a recording.",
    discussion: """
      Of a recording (a WFDB record, an EDF or BDF file, an export of Apple Health; a CSV file with \
      --rate) it finds the beats, or takes those of --annotator, and prints what they come to: beats \
      by class, rates, ectopic burden, couplets, runs, bigeminy, trigeminy, pauses. With --output, a \
      folder, it also writes annotations, NAME.blm, with the class of each beat and its probability, \
      a table of the beats, NAME.blm.csv, NAME.json, and a page with strips of the events, NAME.html; with \
      --labels all but the annotations, which there are. Beats of one class and shape share a family: \
      its number is in the table, and JSON has its mean beat.

      Of beats it prints a line of CSV each: its class and the probability of every class. They come \
      from a CSV file with a beat in each row, or a .safetensors file that "ecg prepare" wrote; \
      labels are left unread. Without --model, the pretrained model is used (see "ecg model-info"). \
      With --abstain, beats whose most probable class has a probability below that are left \
      unclassified: of a recording their class is Q, unknown; of beats it is - in CSV and null in JSON.

      Of many recordings --output, a folder, gets the files of each in a tree like theirs, results.jsonl \
      with a line for each, and summary.csv. One that fails is listed with its reason and keeps no other from \
      being classified. A run that was ended, even killed, goes on with --resume. "ecg summarize" sums \
      the folder up.

      \(Wording.disclaimer)
      """)

  @Option(
    help: "The model's file, instead of the pretrained model.",
    completion: .file(extensions: ["safetensors"]))
  var model: String?

  @Argument(
    help: """
      A recording, or a file of beats: CSV with a beat in each row, or .safetensors. Or many recordings: their \
      paths, folders, ZIP and tar archives, patterns such as "data/*.edf"; - for a list on standard input.
      """,
    completion: .file())
  var paths: [String] = []

  @Option(
    help: "Of a recording, the folder to write to; of beats, the file, instead of standard output.",
    completion: .file())
  var output: String?

  @Option(
    help: """
      Of a recording: take the beats of NAME.ANNOTATOR, such as atr, instead of finding them; of one \
      recording also those of a file elsewhere, by its path.
      """, completion: .file())
  var annotator: String?

  @Option(
    help: """
      Of a recording: take the beats of NAME.LABELS with their classes, and the noise and rhythms that it \
      marks, instead of finding them: blm for one that was corrected, or atr for an expert's. Of one \
      recording also those of a file elsewhere, by its path, such as out/208.blm.
      """, completion: .file())
  var labels: String?

  @OptionGroup var batchOptions: BatchOptions
  @OptionGroup var input: RecordingInputOptions

  @Option(
    help: """
      Of a recording: how far around a beat to look: before, after (the next beat), families (what its family was \
      taken for so far) or record (the whole), as far as the model can. (default: as far as it was made for)
      """)
  var context: BeatContext?

  @Option(
    parsing: .unconditional,
    help: "The confidence, 0 to 1, below which beats are left unclassified.")
  var abstain: Double?

  @OptionGroup var rateOptions: RateLimitOptions

  @Flag(
    help: """
      Also tell which part of each beat decided: what each sample adds to the log-odds of the class.
      """)
  var explain = false

  @Option(
    help: """
      With --explain: a file to draw the first beats to, \(ExplanationFigure.mostBeats) at the most, \
      coloured by what each part adds; its name ends in .svg, .png or .pdf.
      """,
    completion: .file(extensions: ["svg", "png", "pdf"]))
  var figure: String?

  @OptionGroup var scaleOption: BeatScaleOption
  @OptionGroup var threadsOption: ThreadsOption
  @OptionGroup var overwriteOption: OverwriteOption
  @OptionGroup var jsonOption: JSONOption

  func validate() throws {
    try batchOptions.check(paths, named: "path")
    if let abstain, !(0...1).contains(abstain) {
      throw ValidationError("--abstain: expected a number from 0 to 1, found \(abstain)")
    }
    if labels != nil {
      if annotator != nil {
        throw ValidationError(
          "--labels takes beats and classes, --annotator beats alone; give one of them")
      }
      if abstain != nil {
        throw ValidationError("--abstain is for classes that are found, not for those of --labels")
      }
    }
    guard explain || figure == nil else { throw ValidationError("--figure goes with --explain") }
    _ = try figure.map(ExplanationFigure.format)
  }

  func run() throws {
    let console = jsonOption.console
    if batchOptions.isAsked(by: paths) { return try runBatch(console) }
    let path = paths[0]
    if isRecording(path) {
      try refuseBeatOptions()
      return try classification(of: path).run(console)
    }
    try refuseRecordingOptions(of: path)
    try BeatClassification(
      path: path, model: model, scale: scaleOption, output: output, abstainBelow: abstain,
      explains: explain, figure: figure, threads: threadsOption.threads,
      overwrite: overwriteOption.overwrite
    ).run(console)
  }

  private func runBatch(_ console: Console) throws {
    var console = console
    let team = try batchOptions.processesOption.join(console)
    console.isQuiet = team?.speaks == false
    try team.agreeing {
      try refuseBeatOptions()
      try refuseAnnotationsOfOne()
      if let option = batchOptions.optionForOne(paths), !isRecording(paths[0]) {
        throw Self.expectsRecording(option, paths[0])
      }
      if batchOptions.list == nil, paths.allSatisfy({ isOfBeats($0) && !isRecording($0) }) {
        throw ValidationError(
          "expected recordings, found \(paths.count) tables that may be of beats, which are classified one file at "
            + "a time; if they are recordings, give their samples per second with --rate")
      }
    }
    try ClassificationBatch(
      classification: classification(of: ""), paths: paths, options: batchOptions, team: team
    ).run(console)
  }

  private func classification(of path: String) -> RecordingClassification {
    RecordingClassification(
      path: path, input: input, annotator: annotator, labels: labels, model: model,
      context: context, output: output,
      abstainBelow: abstain, rateLimits: rateOptions.limits, threads: threadsOption.threads,
      overwrite: overwriteOption.overwrite)
  }

  /// Whether a recording is named. Of a table of numbers that has no times nobody can tell: one
  /// whose rate is given is taken for a recording.
  private func isRecording(_ path: String) -> Bool {
    input.rate != nil
      || !path.lowercased().hasSuffix(".safetensors") && RecordingFile.isOtherThanBeats(path)
  }

  /// Whether a file is named as one of beats is.
  private func isOfBeats(_ path: String) -> Bool {
    let ending = URL(filePath: path).pathExtension.lowercased()
    return ["csv", "safetensors"].contains(ending) && InputFolder.disk.hasFile(path)
  }

  /// Refuses a path where several recordings have annotations of their own.
  private func refuseAnnotationsOfOne() throws {
    for (option, value) in [("--annotator", annotator), ("--labels", labels)] {
      guard let value, value.contains("/") || value.contains(".") && InputFolder.disk.hasFile(value)
      else { continue }
      let suffix = URL(filePath: value).pathExtension
      throw ValidationError(
        "\(option): a path goes with one recording, found '\(value)' for several; put each one's annotations "
          + "beside it, as NAME.\(suffix.isEmpty ? "atr" : suffix), and give the suffix, "
          + "\(option) \(suffix.isEmpty ? "atr" : suffix)")
    }
  }

  /// Refuses options that would be left unused for recordings.
  private func refuseBeatOptions() throws {
    guard explain || scaleOption.rescale else { return }
    throw ValidationError(
      "\(explain ? "--explain" : "--rescale") is for beats, not for recordings")
  }

  /// Refuses options that would be left unused for beats.
  private func refuseRecordingOptions(of beats: String) throws {
    let given =
      input.given + (context == nil ? [] : ["--context"])
      + (annotator == nil ? [] : ["--annotator"])
      + (labels == nil ? [] : ["--labels"]) + rateOptions.given
    guard let first = given.first, InputFolder.disk.hasFile(beats) else { return }
    throw Self.expectsRecording(first, beats)
  }

  private static func expectsRecording(_ option: String, _ beats: String) -> ValidationError {
    ValidationError(
      "\(option): expected a recording, found \(beats), a table that may be one of beats; if it is a "
        + "recording, give its samples per second with --rate")
  }
}
