import ECGAnalysis
public import ECGDatasets
import ECGFiles
import Foundation
public import ECGNeuralNetwork

/// The beats that benchmarks run on: real ones where `ECG_DATA` names a folder that holds them,
/// made up where it does not.
public struct BenchmarkBeats: Sendable {
  /// The folder with the MIT-BIH records, or nil.
  public let records: String?
  /// The file with the official training beats, or nil.
  public let trainingFile: String?

  /// Looks at `ECG_DATA`.
  ///
  /// - Throws: `FileError` where it names a folder without beats.
  public init() throws {
    guard let folder = ProcessInfo.processInfo.environment["ECG_DATA"], !folder.isEmpty else {
      (records, trainingFile) = (nil, nil)
      return
    }
    switch try DataFinder().find(at: folder).content {
    case .records(let found): (records, trainingFile) = (found.path, nil)
    case .mitbihBeats(let train, _): (records, trainingFile) = (nil, train)
    case .ptbBeats, .ptbRecords, .beats, .shards, .recordPaths: (records, trainingFile) = (nil, nil)
    }
  }

  /// What the beats are, in words.
  public var kind: String {
    records == nil && trainingFile == nil ? "synthetic beats" : "MIT-BIH beats"
  }

  /// `count` beats of all classes in a mixed order, the same each time.
  ///
  /// - Throws: `FileError` where the real ones cannot be read.
  public func mixed(count: Int) throws -> BeatDataset {
    let all =
      if let records {
        try MITBIHBeats.canonical(folder: records)
      } else if let trainingFile {
        try BeatCSV.read(path: trainingFile)
      } else {
        SyntheticBeats(seed: 1).dataset(counts: SyntheticBeats.counts(of: count))
      }
    // Steps of a large prime go once through all beats before they come back to the first.
    return all.selecting((0..<count).map { ($0 * 15_485_863) % all.count })
  }

  /// The official training beats.
  ///
  /// - Throws: `FileError` where they cannot be read or there are none.
  public func officialTraining() throws -> BeatDataset {
    if let records { return try MITBIHBeats.officialSplit(folder: records).train }
    if let trainingFile { return try BeatCSV.read(path: trainingFile) }
    throw FileError(
      .noInput, path: "ECG_DATA", "expected a folder with MIT-BIH beats, found none",
      remedy: "Set ECG_DATA to the folder with the MIT-BIH records or with Kaggle's files")
  }

  /// The beats that networks are measured on.
  ///
  /// - Throws: `FileError` where the real ones cannot be read.
  public func mixedExamples() throws -> Examples {
    let beats = try mixed(count: Measurements.beats)
    return Examples(
      values: (0..<beats.count).flatMap { Array(beats[beat: $0]) }, labels: beats.labels)
  }
}
