/// What is in a data set: its training part, its test part, and what they share.
public struct DatasetInspection: Codable, Equatable, Sendable {
  /// Where the beats came from, in words; synthetic beats are called so.
  public let source: String
  /// Whether any of the beats are made up.
  public let isSynthetic: Bool
  /// The task's name.
  public let task: String
  /// The training part, or the whole.
  public let train: BeatInspection
  /// The test part; nil where there is none.
  public let test: BeatInspection?
  /// The test beats that occur in the training part, bit for bit; nil without a test part.
  public let testBeatsInTrain: Int?
  /// The patients, or where these are not known records, of the training part, sorted; nil
  /// where nobody knows.
  public let trainPatients: [String]?
  /// Those of the test part, likewise.
  public let testPatients: [String]?

  /// Inspects one data set.
  public init(_ dataset: BeatDataset) {
    self.init(train: dataset, test: nil)
  }

  /// Inspects a training and a test part.
  public init(train: BeatDataset, test: BeatDataset?) {
    let index = BeatIndex(train)
    let sources = [train.source] + (test.map { [$0.source] } ?? [])
    source = sources.map(\.description).reduce(into: [String]()) { unique, source in
      if !unique.contains(source) { unique.append(source) }
    }.joined(separator: ", ")
    isSynthetic = train.isSynthetic || test?.isSynthetic ?? false
    task = train.task.name
    self.train = BeatInspection(train, index: index)
    self.test = test.map { BeatInspection($0) }
    testBeatsInTrain = test.map { index.occurrences(of: $0) }
    trainPatients = train.patients
    testPatients = test?.patients
  }
}

extension DatasetInspection {
  /// The parts with the names that they have where they are shown.
  package var parts: [(name: String, inspection: BeatInspection)] {
    test.map { [("train", train), ("test", $0)] } ?? [("all", train)]
  }
}

extension DatasetInspection {
  /// The patients, or records, that the test part alone has, none of whom has beats in the training
  /// part; nil where it is not divided so.
  package var patientsSetApart: [String]? {
    guard let trainPatients, let testPatients, Set(trainPatients).isDisjoint(with: testPatients)
    else { return nil }
    return testPatients
  }

  /// What there is to say of beats that are in both parts, a sentence; nil for nothing.
  package var remark: String? {
    guard let test, let testBeatsInTrain, testBeatsInTrain > 0 else { return nil }
    return """
      \(testBeatsInTrain) of the \(test.beats) test beats \(testBeatsInTrain == 1 ? "occurs" : "occur") in the \
      training part as well, sample by sample: scores on them say what was learnt by heart.
      """
  }
}

extension BeatInspection {
  /// What there is to say of beats that come more than once where they are dealt out to parts, a
  /// sentence; nil for nothing.
  package var repeatsRemark: String? {
    guard duplicateBeats > 0 else { return nil }
    return """
      \(duplicateBeats) of the \(beats) beats \(duplicateBeats == 1 ? "repeats" : "repeat") an earlier one, sample by \
      sample, and may be trained on in one part and scored in another.
      """
  }
}

extension BeatDataset {
  /// The patients of the beats, or where these are not known their records, sorted; nil
  /// where nobody knows.
  package var patients: [String]? { origins.map { Set($0.map(\.patientOrRecord)).sorted() } }
}

extension BeatDataset.Source: CustomStringConvertible {
  /// The source in words.
  public var description: String {
    switch self {
    case .csv(let paths): paths.joined(separator: ", ")
    case .records(let folder): "records in \(folder)"
    case .synthetic(let seed): "synthetic beats (seed \(seed))"
    case .safetensors(let path, let origin): "\(path) (made from \(origin))"
    }
  }
}
