import ECGText

/// The files beside prepared beats that say where each row came from: columns row (from 0), record,
/// patient, diagnosis and sample.
extension PTBBeats {
  /// How they are written.
  static let provenanceFile = ProvenanceFile(
    task: .infarction,
    columns: ["row", "record", "patient", "diagnosis", "sample"],
    content: { _ in "a record, a patient, a diagnosis and a sample" },
    origin: { fields, _ in
      guard fields.count == 5, !fields[1].isEmpty, !fields[2].isEmpty,
        let sample = Int(fields[4]), sample >= 0
      else { return nil }
      return BeatOrigin(
        record: String(fields[1]), sample: sample, symbol: "N", patient: String(fields[2]))
    })

  /// Beats with where they came from, as far as a file beside theirs says so: that which
  /// ``prepare(_:output:form:overwrite:threads:progress:)`` wrote. Kaggle's files have none.
  ///
  /// - Parameters:
  ///   - beats: the labelled beats of a file.
  ///   - path: that file.
  /// - Returns: the beats with their origins; as they were where there is no such file.
  /// - Throws: `FileError` of kind `badData` where the file is that of other beats.
  public static func withOrigins(_ beats: BeatDataset, of path: String) throws -> BeatDataset {
    try provenanceFile.adding(to: beats, of: path)
  }

  /// What ``prepare(_:output:form:overwrite:threads:progress:)`` writes of where beats came from.
  static func provenance(of beats: BeatDataset, in cut: Cut) -> String {
    let diagnoses = Dictionary(cut.records.map { ($0.name, $0.diagnosis) }) { first, _ in first }
    var table = CommaSeparatedText(columns: provenanceFile.columns)
    for (row, origin) in (beats.origins ?? []).enumerated() {
      let diagnosis = diagnoses[origin.record] ?? ""
      table.append(["\(row)", origin.record, origin.patientOrRecord, diagnosis, "\(origin.sample)"])
    }
    return table.description
  }
}
