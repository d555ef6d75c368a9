import ECGDatasets
import ECGText
import Foundation

/// What annotated records hold, in a sentence: how many, of how many patients, at which rates,
/// which leads, how many beats of which classes.
struct RecordSurvey: CustomStringConvertible {
  private let recordCount: Int
  private let patientCount: Int
  /// The records of which nothing says whose they are: each counts as a patient.
  private let unknownCount: Int
  private let rates: [Double]
  private let leads: [String]
  private let classCounts: [Int]

  /// Of records that beats are cut from.
  ///
  /// - Parameter known: the names of records of which a table says whose they are.
  init(_ records: [RecordBeats.Record], known: Set<String>) {
    self.init(
      names: records.map(\.name), known: known, patients: records.map(\.patient),
      rates: records.map(\.samplingRate),
      leads: records.map(\.lead), classCounts: records.map(\.classCounts))
  }

  /// Of records as wholes, with all their leads.
  ///
  /// - Parameter known: the names of records of which a table says whose they are.
  init(_ records: [LabelledRecording], known: Set<String>) {
    self.init(
      names: records.map(\.name), known: known, patients: records.map(\.patient),
      rates: records.map(\.samplingRate),
      leads: records.map { $0.leadNames.joined(separator: "+") },
      classCounts: records.map { record in
        record.annotated.labels.reduce(into: Self.none) { counts, label in
          if let label { counts[label] += 1 }
        }
      })
  }

  private init(
    names: [String], known: Set<String>, patients: [String], rates: [Double], leads: [String],
    classCounts: [[Int]]
  ) {
    recordCount = patients.count
    patientCount = Set(patients).count
    // Whose records those of MIT-BIH are is known.
    let known = known.union(MITBIHBeats.recordNames)
    unknownCount = names.count { !known.contains($0) }
    (self.rates, self.leads) = (rates, leads)
    self.classCounts = classCounts.reduce(Self.none) { zip($0, $1).map { $0 + $1 } }
  }

  private static var none: [Int] {
    Array(repeating: 0, count: BeatTask.arrhythmia.classes.count)
  }

  var description: String {
    let classes = zip(BeatTask.arrhythmia.classes, classCounts)
      .map { "\($0.symbol) \($1)" }.joined(separator: ", ")
    return "\(recordCount.counted("record"))\(ofPatients); "
      + "\(Self.tally(rates.map { String(format: "%g Hz", $0) })); lead \(Self.tally(leads)); "
      + "\(classCounts.reduce(0, +).counted("marked beat")): \(classes)."
  }

  /// Whose records they are.
  private var ofPatients: String {
    let count = " of \(patientCount.counted("patient"))"
    guard unknownCount > 0, recordCount > 1 else { return count }
    return unknownCount == recordCount
      ? ", each taken for a patient of its own, as no table says otherwise"
      : "\(count), \(unknownCount) of them each taken for a patient of its own, as no table says otherwise"
  }

  /// Each word once, the most frequent first, with the number of records where there is
  /// more than one word.
  private static func tally(_ words: [String]) -> String {
    let counts = Dictionary(words.map { ($0, 1) }, uniquingKeysWith: +)
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    guard counts.count > 1 else { return counts.first?.key ?? "–" }
    return RecordSelection.list(counts.map { "\($0.key) (\($0.value))" })
  }
}
