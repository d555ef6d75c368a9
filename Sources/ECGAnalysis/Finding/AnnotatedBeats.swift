package import ECGDatasets
import ECGFiles
import ECGText

/// Beats cut from annotated records that a person named, divided by patient.
package struct AnnotatedBeats {
  /// All beats, by record and time.
  package let all: BeatDataset
  /// The beats to train with.
  package let train: BeatDataset
  /// The beats to test with, of other patients; nil where all are of one patient.
  package let test: BeatDataset?
  /// Whether a table of patients says which beats are to test with.
  package let isDividedByTable: Bool
  /// What was found and left out: sentences.
  package private(set) var remarks: [String] = []
  /// The same where it is a reason to worry.
  package private(set) var warnings: [String] = []

  /// Finds, reads, cuts and divides.
  ///
  /// - Parameters:
  ///   - paths: what a person named, see ``AnnotatedRecords``.
  ///   - annotator: the suffix of the annotations.
  ///   - patients: the path of a table of patients, see ``PatientTable``; nil for none.
  ///   - lead: the lead by any of its usual names; nil for the best one of each record.
  ///   - threads: the threads that share the work.
  /// - Throws: `FileError` where there are none, one is damaged, or none has a marked beat
  ///   that can be cut.
  package init(
    at paths: [String], annotator: String, patients: String?, lead: String?, threads: Int
  ) throws {
    let selection = try RecordSelection(at: paths, annotator: annotator, patients: patients)
    let source = paths.joined(separator: ", ")
    let cut = try RecordBeats(
      paths: selection.entries.map(\.path), source: source, annotator: annotator, lead: lead,
      patients: Dictionary(
        selection.entries.compactMap { entry in entry.patient.map { (entry.name, $0) } }
      ) { first, _ in first }, threads: threads)
    guard !cut.beats.labels.isEmpty else {
      if !cut.records.isEmpty {
        throw FileError(
          .badData, path: source,
          "expected beats to cut, found none in \(cut.records.count.counted("record")) with marks: samples are "
            + "missing, the lead is flat, or one beat alone is marked",
          remedy: "Name other records, or another lead\(with: .lead)")
      }
      throw FileError(
        .badData, path: source,
        "expected marked beats, found none in \(cut.withoutBeats.count) records",
        remedy: "Name other annotations\(with: .annotator)")
    }
    let tested = Set(selection.entries.filter(\.isTest).map(\.name))
    isDividedByTable = selection.hasParts
    all = cut.beats
    (train, test) = Self.divided(
      cut.beats, byTable: selection.hasParts, isTest: { tested.contains($0.record) })
    guard train.count > 0 else {
      throw FileError(
        .badData, path: patients ?? source,
        "expected records to train with, found none but to test with",
        remedy: "Give some of them the part train")
    }
    remarks = selection.remarks + Self.remarks(on: cut, known: selection.known)
    warnings =
      selection.warnings
      + cut.records.flatMap { record in record.remarks.map { "\(record.name): \($0)." } }
      + Self.warnings(of: cut)
  }

  private static func divided(
    _ beats: BeatDataset, byTable: Bool, isTest: (BeatOrigin) -> Bool
  ) -> (BeatDataset, BeatDataset?) {
    if byTable, let origins = beats.origins {
      let test = origins.indices.filter { isTest(origins[$0]) }
      let train = origins.indices.filter { !isTest(origins[$0]) }
      return (beats.selecting(train), test.isEmpty ? nil : beats.selecting(test))
    }
    guard let split = RecordSplit(beats, validationShare: TestPart.share, seed: TestPart.seed)
    else {
      return (beats, nil)
    }
    return (beats.selecting(split.training), beats.selecting(split.validation))
  }

  private static func remarks(on cut: RecordBeats, known: Set<String>) -> [String] {
    var remarks: [String] = []
    if !cut.withoutLead.isEmpty {
      remarks.append(
        "Left out, as they lack the lead: \(RecordSelection.list(cut.withoutLead)).")
    }
    if !cut.withoutBeats.isEmpty {
      remarks.append(
        "Left out for want of marked beats: \(RecordSelection.list(cut.withoutBeats)).")
    }
    let leftOut = cut.records.filter { $0.leftOut > 0 }
    if !leftOut.isEmpty {
      remarks.append(
        "\(leftOut.reduce(0) { $0 + $1.leftOut }) marked beats are left out, as samples are missing or "
          + "the lead is flat, in "
          + "\(RecordSelection.list(leftOut.map { "\($0.name) (\($0.leftOut))" })).")
    }
    let paced = cut.records.filter(\.isPaced).map(\.name)
    if !paced.isEmpty {
      remarks.append(
        "Paced beats are taken as Q, as in Kaggle's files, in \(RecordSelection.list(paced)).")
    }
    return remarks + ["Found \(RecordSurvey(cut.records, known: known))"]
  }

  /// The MIT-BIH records, cut like any others or not all there, are not what Kaggle's
  /// files are made from.
  private static func warnings(of cut: RecordBeats) -> [String] {
    guard cut.records.contains(where: { $0.samplingRate == 360 }) else { return [] }
    let names = Set(cut.records.map(\.name) + cut.withoutBeats + cut.withoutLead)
    let missing = MITBIHBeats.recordNames.filter { !names.contains($0) }
    let there = MITBIHBeats.recordNames.count - missing.count
    guard there > 0 else { return [] }
    let lacking =
      missing.isEmpty
      ? "" : "; \(RecordSelection.list(missing)) \(missing.count == 1 ? "is" : "are") missing"
    return [
      """
      Of the \(MITBIHBeats.recordNames.count) records of the MIT-BIH Arrhythmia Database \(there) are \
      here\(lacking). Beats and parts are not those of Kaggle's files, and the pretrained models know \
      these patients.
      """
    ]
  }
}
