import ECGText

/// The files beside prepared beats that say where each row came from: columns row (from 0), record,
/// sample, symbol and class.
extension MITBIHBeats {
  /// How they are written.
  static let provenanceFile = ProvenanceFile(
    task: .arrhythmia,
    columns: ["row", "record", "sample", "symbol", "class"],
    content: { "a record, a sample, a symbol and class \(BeatTask.arrhythmia.classes[$0].symbol)" },
    origin: { fields, label in
      guard fields.count == 5, let sample = Int(fields[2]), sample >= 0,
        let symbol = fields[3].first, fields[3].count == 1, !fields[1].isEmpty,
        fields[4] == BeatTask.arrhythmia.classes[label].symbol
      else { return nil }
      return BeatOrigin(
        record: String(fields[1]), sample: sample, symbol: symbol,
        samplingRate: MITBIHRecord.samplingRate)
    })

  /// What ``prepare(folder:output:form:overwrite:threads:progress:)`` writes of where
  /// beats came from.
  static func provenance(of dataset: BeatDataset) -> String {
    var table = CommaSeparatedText(columns: provenanceFile.columns)
    for (row, origin) in (dataset.origins ?? []).enumerated() {
      let name = dataset.task.classes[dataset.labels[row]].symbol
      table.append(["\(row)", origin.record, "\(origin.sample)", "\(origin.symbol)", name])
    }
    return table.description
  }

  /// Beats with where they came from, as far as a file beside theirs says so.
  ///
  /// - Parameters:
  ///   - beats: the labelled beats of a file.
  ///   - path: that file.
  /// - Returns: the beats with their origins; as they were where there is no such file, and where
  ///   they are of another task, whose files have other columns.
  /// - Throws: `FileError` of kind `badData` where the file is that of other beats.
  public static func withOrigins(_ beats: BeatDataset, of path: String) throws -> BeatDataset {
    beats.task == .arrhythmia ? try provenanceFile.adding(to: beats, of: path) : beats
  }
}
