import ECGFiles
public import ECGDatasets

/// Which beats a classifier was trained on, and which of them were set apart for validation, as far
/// as its file says.
public struct TrainedBeats: Codable, Equatable, Sendable {
  /// The beats of each class that the training was given: `K`.
  public let classCounts: [Int]
  /// Those of each class among them that were set apart: `K`.
  public let validationCounts: [Int]
  /// The patients, or records, that were set apart, sorted; nil where beats were, of
  /// whoever they are.
  public let validationPatients: [String]?
  /// The records that the beats are of, sorted; none where nobody knows.
  public let records: [String]
  /// The patients that the beats are of, sorted; none where nobody knows.
  public let patients: [String]
  /// Which beats they are.
  public let sketch: BeatSketch

  /// Describes beats.
  init(_ beats: BeatDataset, _ split: BeatSplit) {
    let validation = beats.selecting(split.validation)
    classCounts = beats.classCounts
    validationCounts = validation.classCounts
    let origins = beats.origins ?? []
    validationPatients =
      split.isByPatient ? Set((validation.origins ?? []).map(\.patientOrRecord)).sorted() : nil
    records = Set(origins.map(\.record)).sorted()
    patients = Set(origins.compactMap(\.patient)).sorted()
    sketch = BeatSketch(beats.selecting(split.training))
  }

  /// Describes beats in files, whose records nobody knows.
  init(_ shards: BeatShards, _ split: ShardedSplit) {
    classCounts = shards.classCounts
    validationCounts = split.validation.classCounts
    validationPatients = nil
    (records, patients) = ([], [])
    sketch = BeatSketch(split.training)
  }

  /// Whether it can be so of a task of that many classes.
  func isPossible(classes: Int) -> Bool {
    classCounts.count == classes && validationCounts.count == classes
      && zip(classCounts, validationCounts).allSatisfy { 0 <= $1 && $1 <= $0 && $0 <= 1 << 40 }
  }

  /// The patients of beats that others of were learnt from, or the records of those whose patients
  /// are not known to be such, sorted.
  func shared(with beats: BeatDataset) -> [String] {
    let (patients, records, apart) = (
      Set(patients), Set(records), Set(validationPatients ?? [])
    )
    let found = (beats.origins ?? []).compactMap { origin -> String? in
      guard !apart.contains(origin.patientOrRecord) else { return nil }
      if patients.contains(origin.patientOrRecord) { return origin.patientOrRecord }
      return records.contains(origin.record) ? origin.record : nil
    }
    return Set(found).sorted()
  }

  /// The beats that were set apart, in words, such as "7 of 70 beats (N 5 of 50, V 2 of 20), all of
  /// one patient (a)".
  ///
  /// - Parameter task: whose classes they are of.
  package func validationText(_ task: BeatTask) -> String {
    let (apart, all) = (validationCounts.reduce(0, +), classCounts.reduce(0, +))
    let classes = zip(task.classes, zip(validationCounts, classCounts)).filter { $0.1.1 > 0 }
      .map { "\($0.0.symbol) \($0.1.0) of \($0.1.1)" }.joined(separator: ", ")
    var text = "\(apart) of \(all) beats (\(classes))"
    if let validationPatients, !validationPatients.isEmpty {
      text += ", all of "
      text += validationPatients.count == 1 ? "one patient" : "\(validationPatients.count) patients"
      text += " (\(Self.list(validationPatients)))"
    } else if apart > 0 {
      text += ", by beat"
    }
    return text
  }

  /// The beats in a reader's terms, for reports.
  package func facts(_ task: BeatTask) -> [(name: String, value: String)] {
    var facts = [(name: "Set apart for validation", value: validationText(task))]
    if !patients.isEmpty { facts.append(("Patients", "\(patients.count): \(Self.list(patients))")) }
    if !records.isEmpty, records != patients {
      facts.append(("Records", "\(records.count): \(Self.list(records))"))
    }
    return facts
  }

  private static let mostNamed = 20

  /// Names from a file, of which nobody knows what else is in them.
  private static func list(_ names: [String]) -> String {
    names.prefix(mostNamed).map(\.printable).joined(separator: ", ")
      + (names.count > mostNamed ? " …" : "")
  }
}
