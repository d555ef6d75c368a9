import ECGFiles
import Foundation

/// Labelled beats in one file or several, so many that neither they nor their labels are held in
/// memory: what memory they take does not grow with their number.
///
/// The files are those of ``BeatSafetensors``. Several that are one data set have names as
/// `beats-00001-of-00100.safetensors`, as those of large models have.
public struct BeatShards: Sendable {
  /// The beats, file after file, without their labels.
  public let beats: BeatDataset
  /// The beats of each class: `K`.
  public let classCounts: [Int]
  /// That of the same beats in one ``BeatDataset``.
  public let fingerprint: String
  /// The lowest and the highest sample.
  package let range: ClosedRange<Float>
  private let values: ShardedBeats
  private let labels: [MappedLabels]

  /// Of one file with more beats than these nobody wants the labels in memory, nor each beat from
  /// another place of the disk: 12.5 GB of beats as long as Kaggle's. A constant, so that a training
  /// gives the same model on any machine.
  package static let mostInMemory = 1 << 24

  /// Opens files and checks all of them, as ``BeatSafetensors/read(path:task:labels:samplesPerBeat:nonFinite:)``
  /// does, in one pass.
  ///
  /// - Parameters:
  ///   - paths: the files, one at least. They must not be changed in place while they are in use.
  ///   - task: the task whose classes the labels index.
  ///   - samplesPerBeat: `L`, the samples a beat must have.
  /// - Throws: `FileError` of kind `noInput` where a file is missing, or of kind `badData` where one
  ///   is damaged, of something else, or without labels.
  public init(
    paths: [String], task: BeatTask = .arrhythmia,
    samplesPerBeat: Int = BeatDataset.kaggleSamplesPerBeat
  ) throws {
    precondition(!paths.isEmpty, "expected a file")
    let readers = try paths.map { try BeatSafetensorsReader(try MappedFile(path: $0)) }
    for reader in readers { try reader.check(task: task, samplesPerBeat: samplesPerBeat) }
    let count = readers.reduce(0) { $0 + $1.count }
    var (counts, labels) = ([Int](repeating: 0, count: task.classes.count), [MappedLabels]())
    for reader in readers {
      labels.append(try reader.requiredLabels(classes: counts.count) { counts[$0] += 1 })
    }
    let shards = try readers.map { try $0.values() }
    var whole = Fingerprint(count: count, samplesPerBeat: samplesPerBeat)
    var (lowest, highest) = (Float.infinity, -Float.infinity)
    for (index, reader) in readers.enumerated() {
      var own = Fingerprint(count: reader.count, samplesPerBeat: samplesPerBeat)
      for beat in 0..<reader.count {
        try shards[index].withBeat(beat) { samples in
          try reader.check(samples, of: beat)
          own.add(samples)
          whole.add(samples)
          for sample in samples {
            lowest = min(lowest, sample)
            highest = max(highest, sample)
          }
        }
      }
      try labels[index].forEach { own.add(labels: CollectionOfOne($1)) }
      try reader.check(own)
    }
    for labels in labels { try labels.forEach { whole.add(labels: CollectionOfOne($1)) } }
    values = ShardedBeats(shards)
    self.labels = labels
    classCounts = counts
    fingerprint = whole.text
    range = lowest...highest
    beats = BeatDataset(
      task: task, source: try Self.source(of: readers, at: paths), values: BeatValues(values),
      labels: [])
  }

  /// Where all came from: made up, where any of them are.
  private static func source(
    of readers: [BeatSafetensorsReader], at paths: [String]
  ) throws -> BeatDataset.Source {
    let sources = try readers.map { try $0.source() }
    if let synthetic = sources.first(where: { if case .synthetic = $0 { true } else { false } }) {
      return synthetic
    }
    guard paths.count > 1, case .safetensors(_, let origin) = sources[0] else { return sources[0] }
    return .safetensors(
      URL(filePath: paths[0]).deletingLastPathComponent().relativePath, madeFrom: origin)
  }

  /// `N`, the number of beats.
  public var count: Int { beats.count }

  /// The beats in a data set with their labels, which are held in memory, eight bytes each.
  package func dataset() throws -> BeatDataset {
    var all: [Int] = []
    all.reserveCapacity(count)
    for labels in labels { try labels.forEach { all.append($1) } }
    return BeatDataset(task: beats.task, source: beats.source, values: beats.values, labels: all)
  }

  /// The label of a beat.
  func label(of beat: Int) -> Int {
    let place = values.place(of: beat)
    return labels[place.shard].label(of: place.beat)
  }

  /// Calls `body` with each beat and its label in turn.
  func forEachLabel(_ body: (_ beat: Int, _ label: Int) throws -> Void) throws {
    var first = 0
    for labels in labels {
      try labels.forEach { try body(first + $0, $1) }
      first += labels.count
    }
  }

  /// Has the system begin to read beats that will be wanted soon.
  func fetch(_ range: Range<Int>) {
    values.fetch(range)
    for place in values.places(of: range) { labels[place.shard].fetch(place.beats) }
  }
}

// MARK: - Which files

extension BeatShards {
  /// Whether a file is one of so many beats that it is to be read as this.
  package static func holds(path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      Int(status.st_size) / MemoryLayout<Float>.stride > mostInMemory,
      let file = try? MappedFile(path: path), BeatSafetensors.mayBe(file.bytes),
      let reader = try? BeatSafetensorsReader(file)
    else { return false }
    return reader.count > mostInMemory
  }

  /// The files of a folder that are the parts of one data set by their names, in their order; none
  /// where there are no such names.
  ///
  /// - Throws: `FileError` of kind `noInput` where a part is missing, and of kind `badData` where
  ///   there are those of several data sets.
  package static func paths(in folder: String) throws -> [String] {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    let parts = names.compactMap { Name($0) }
    guard let first = parts.first else { return [] }
    let sets = Set(parts.map { [$0.stem, "\($0.count)"] })
    guard sets.count == 1 else {
      throw FileError(
        .badData, path: folder,
        "expected the parts of one data set, found those of \(sets.count)",
        remedy: "Put each into a folder of its own")
    }
    if let missing = (1...max(first.count, 1)).first(where: { number in
      !parts.contains { $0.number == number }
    }) {
      throw FileError(
        .noInput, path: folder,
        "expected \(first.count) parts, found \(parts.count): part \(missing) is missing",
        remedy: "Put it there, or give those that are there other names")
    }
    return parts.map { "\(folder)/\($0.text)" }
  }

  /// The name of a part, such as `beats-00001-of-00100.safetensors`.
  private struct Name {
    let text, stem: String
    let number, count: Int

    init?(_ text: String) {
      guard !text.hasPrefix("."),
        let match = text.wholeMatch(of: /(.*)-([0-9]{5})-of-([0-9]{5})\.safetensors/),
        let number = Int(match.2), let count = Int(match.3), (1...max(count, 1)) ~= number
      else { return nil }
      (self.text, self.stem, self.number, self.count) = (text, String(match.1), number, count)
    }
  }
}
