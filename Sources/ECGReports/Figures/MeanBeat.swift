public import ECGDatasets

/// The average shape of a class's beats, each sample from the beats that reach so far.
///
/// The zeros that fill a beat to its full length are no signal and are left out. The shape ends where
/// fewer than a quarter of the beats go on.
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

  /// The beats of a class that are looked at, evenly from all of them: quartiles of more are the same on
  /// paper and take long.
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
    var columns = [[Float]](repeating: [], count: dataset.samplesPerBeat)
    for beat in chosen {
      let samples = dataset[beat: beat]
      let end = (samples.lastIndex { $0 != 0 } ?? -1) + 1
      for index in 0..<end where samples[index].isFinite { columns[index].append(samples[index]) }
    }
    for var column in columns {
      guard !column.isEmpty, 4 * column.count >= chosen.count else { break }
      column.sort()
      mean.append(column.reduce(0) { $0 + Double($1) } / Double(column.count))
      lower.append(Self.quantile(0.25, of: column))
      upper.append(Self.quantile(0.75, of: column))
    }
  }

  /// A quantile of rising numbers, on the line between its neighbours, as NumPy has it.
  private static func quantile(_ share: Double, of rising: [Float]) -> Double {
    let position = share * Double(rising.count - 1)
    let low = Int(position)
    let high = min(low + 1, rising.count - 1)
    let part = position - Double(low)
    return Double(rising[low]) * (1 - part) + Double(rising[high]) * part
  }
}
