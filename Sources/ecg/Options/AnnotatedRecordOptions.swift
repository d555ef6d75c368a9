import ArgumentParser
import ECGAnalysis

/// What is to be known of annotated records that beats are cut from.
struct AnnotatedRecordOptions: ParsableArguments {
  @Option(help: "Of annotated records: the suffix of the annotations. (default: atr)")
  var annotator: String?

  @Option(
    help: """
      Of annotated records: a CSV file with the columns record, patient and, optionally, part (train or \
      test). Records it does not name are left out. (default: each record is of a patient of its own)
      """, completion: .file(extensions: ["csv"]))
  var patients: String?

  @Option(
    help: """
      Of annotated records: the lead by any of its usual names. (default: that which "ecg detect" takes)
      """)
  var lead: String?

  /// What was chosen.
  var choice: BeatSource.RecordChoice {
    BeatSource.RecordChoice(annotator: annotator, patients: patients, lead: lead)
  }

  /// The names of the options that were given.
  var given: [String] {
    Self.names(ofGiven: [
      "--annotator": annotator != nil, "--patients": patients != nil, "--lead": lead != nil,
    ])
  }
}
