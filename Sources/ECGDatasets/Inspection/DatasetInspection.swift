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
  }
}

extension DatasetInspection {
  /// The parts with the names that they have where they are shown.
  package var parts: [(name: String, inspection: BeatInspection)] {
    test.map { [("train", train), ("test", $0)] } ?? [("all", train)]
  }
}

extension BeatDataset.Source: CustomStringConvertible {
  /// The source in words.
  public var description: String {
    switch self {
    case .csv(let paths): paths.joined(separator: ", ")
    case .records(let folder): "records in \(folder)"
    case .synthetic(let seed): "synthetic beats (seed \(seed))"
    case .cache(let path, let origin): "\(path) (made from \(origin))"
    }
  }
}
