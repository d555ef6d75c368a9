public import ECGDatasets
import ECGSignals

/// The average shape of a class's beats, each sample from the beats that reach so far.
///
/// The zeros that fill a beat to its full length are no signal and are left out. The shape ends
/// where fewer than a quarter of the beats go on.
public struct MeanBeat: Equatable, Sendable {
  /// The number of beats of the class.
  public var count: Int
  /// The mean of each of the first samples; empty where there are no beats.
  public var mean: [Double]
  /// The lower quartile of each of the samples.
  public var lower: [Double]
  /// The upper quartile of each of the samples.
  public var upper: [Double]

  /// Creates a mean beat.
  public init(count: Int, mean: [Double], lower: [Double], upper: [Double]) {
    self.count = count
    self.mean = mean
    self.lower = lower
    self.upper = upper
  }

  /// The beats of a class that are looked at, evenly from all of them: quartiles of more are the
  /// same on paper and take long.
  private static let mostBeats = 5000

  /// The mean beats of the `K` classes of a data set.
  public static func each(of dataset: BeatDataset) -> [MeanBeat] {
    var members = dataset.task.classes.map { _ in [Int]() }
    for (beat, label) in dataset.labels.enumerated() { members[label].append(beat) }
    return members.map { MeanBeat(of: $0, in: dataset) }
  }

  private init(of members: [Int], in dataset: BeatDataset) {
    self.init(count: members.count, mean: [], lower: [], upper: [])
    let chosen = stride(from: 0, to: members.count, by: max(1, members.count / Self.mostBeats))
      .map { members[$0] }
    // Sample after sample, those of all beats that reach it.
    var columns = [[Double]](repeating: [], count: dataset.samplesPerBeat)
    for beat in chosen {
      let samples = dataset[beat: beat]
      let end = (samples.lastIndex { $0 != 0 } ?? -1) + 1
      for index in 0..<end where samples[index].isFinite {
        columns[index].append(Double(samples[index]))
      }
    }
    for var column in columns {
      column.sort()
      guard let middle = column.mean, 4 * column.count >= chosen.count else { break }
      mean.append(middle)
      lower.append(column.risingQuantile(0.25))
      upper.append(column.risingQuantile(0.75))
    }
  }
}
