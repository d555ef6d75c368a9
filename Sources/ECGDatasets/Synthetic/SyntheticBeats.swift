import ECGParallel
import Foundation
import ECGRandom

/// Makes up beats that look roughly like those of the Kaggle files.
///
/// They are for unit tests and for trying the commands with no data at hand. They say nothing about
/// hearts: a score on them is a score on this generator.
///
/// Every wave of a beat is a Gaussian, after McSharry et al., "A dynamical model for generating
/// synthetic electrocardiogram signals" (IEEE Trans. Biomed. Eng. 50, 2003), but placed in time
/// rather than on a limit cycle. A beat's row begins at its R peak and reaches a fifth of the
/// interval into the next beat, is sampled at 120 Hz, scaled to 0 … 1 and padded with zeros.
///
/// The classes differ as they do in life, and overlap as they do: S is narrow, follows and is
/// followed by short intervals, with an odd P wave; V is wide and tall with an opposite T wave and
/// a pause after it; F lies between N and V; Q has a pacemaker's spike and a wide answer. Beats
/// after an infarction (MI) have a deep Q wave, a small R wave and a T wave that is early and tall
/// or upside down, more or less of each.
public struct SyntheticBeats: Sendable {
  private static let samplesPerBeat = BeatDataset.kaggleSamplesPerBeat
  /// The samples in a second, as in the beats they are to look like.
  public static let samplingRate = MITBIHBeats.samplingRate

  /// The seed all beats follow from.
  public let seed: UInt64

  /// The task whose classes the beats are of: ``BeatTask/infarction``, or the five classes of
  /// ``BeatTask/arrhythmia`` otherwise.
  public let task: BeatTask

  /// Creates a generator.
  public init(seed: UInt64, task: BeatTask = .arrhythmia) {
    self.seed = seed
    self.task = task == .infarction ? .infarction : .arrhythmia
  }

  /// The kinds of beats in label order.
  private var kinds: [SyntheticRhythm.Kind] {
    task == .infarction
      ? [.normal, .infarcted] : [.normal, .supraventricular, .ventricular, .fusion, .paced]
  }

  /// A data set with `counts` beats of each class, class after class; its source is `.synthetic`.
  ///
  /// Each beat depends on the seed, its class and its number within the class alone, so that a
  /// larger data set begins with the beats of a smaller one.
  ///
  /// - Parameter counts: The beats of each class in label order, such as N, S, V, F and Q; classes
  ///   left out have none, and negative counts are taken as 0.
  public func dataset(counts: [Int]) -> BeatDataset {
    let counts = checked(counts)
    return dataset(0..<counts.reduce(0, +), counts: counts)
  }

  /// The same beats, block by block.
  ///
  /// - Parameter counts: The beats of each class; see ``dataset(counts:)``.
  public func stream(counts: [Int]) -> BeatStream {
    let counts = checked(counts)
    let count = counts.reduce(0, +)
    return BeatStream(
      task: task, source: .synthetic(seed: seed), count: count,
      samplesPerBeat: Self.samplesPerBeat, isLabelled: true
    ) { visit in
      for start in stride(from: 0, to: count, by: SyntheticBeats.beatsAtOnce) {
        try visit(
          dataset(start..<min(start + SyntheticBeats.beatsAtOnce, count), counts: counts))
      }
    }
  }

  /// Counts of the classes, `total` in all, with the shares they have in the Kaggle files.
  public static func counts(of total: Int, task: BeatTask = .arrhythmia) -> [Int] {
    if task == .infarction {
      let healthy = Int(Double(max(total, 0)) * 4_046 / 14_552)
      return [healthy, max(total, 0) - healthy]
    }
    // The beats of S, V, F and Q among the 109,446 of both files; the rest are N.
    let total = max(total, 0)
    let shares: [Double] = [2_779, 7_236, 803, 8_039]
    let rare = shares.map { Int(Double(total) * $0 / 109_446) }
    return [total - rare.reduce(0, +)] + rare
  }

  private static let beatsAtOnce = 4096

  /// The counts of all classes, none of them negative.
  private func checked(_ counts: [Int]) -> [Int] {
    zip(kinds, counts).map { max($1, 0) }
  }

  /// The beats that have the numbers `range` when those of all classes are counted one after the
  /// other.
  private func dataset(_ range: Range<Int>, counts: [Int]) -> BeatDataset {
    let firsts = counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    let members = kinds.prefix(counts.count).enumerated().flatMap { label, kind in
      let own = firsts[label]..<firsts[label + 1]
      return range.clamped(to: own).map { (label: label, kind: kind, number: $0 - own.lowerBound) }
    }
    let length = SyntheticBeats.samplesPerBeat
    var values = [Float](repeating: 0, count: members.count * length)
    values.withUnsafeMutableBufferPointer { values in
      // Each beat writes to samples of its own.
      nonisolated(unsafe) let values = values
      ParallelWork.forEach(members.count, threads: .max) { index in
        let beat = beat(of: members[index].kind, number: members[index].number)
        for (sample, value) in beat.enumerated() { values[index * length + sample] = value }
      }
    }
    return BeatDataset(
      task: task, source: .synthetic(seed: seed), samplesPerBeat: length, values: values,
      labels: members.map(\.label))
  }

  private func beat(of kind: SyntheticRhythm.Kind, number: Int) -> [Float] {
    var generator = SeededGenerator(seed: seed, stream: kind.rawValue, number)
    let rhythm = SyntheticRhythm(kind, using: &generator)
    let wander = Wander(using: &generator)
    let noise = generator.uniform(in: 0.008...0.03)
    let count = Int(rhythm.duration * SyntheticBeats.samplingRate)
    let signal = (0..<max(count, 2)).map { sample in
      let time = Double(sample) / SyntheticBeats.samplingRate
      return rhythm.voltage(at: time) + wander.voltage(at: time) + noise * generator.normal()
    }
    return SyntheticBeats.row(signal)
  }

  /// Scales a signal to 0 … 1 and cuts or pads it to a beat's length.
  private static func row(_ signal: [Double]) -> [Float] {
    let low = signal.min() ?? 0
    let range = max((signal.max() ?? 1) - low, .leastNormalMagnitude)
    let row = signal.prefix(samplesPerBeat).map { Float(($0 - low) / range) }
    return row + Array(repeating: 0, count: samplesPerBeat - row.count)
  }

  /// The slow wander of the baseline with breathing.
  private struct Wander {
    let amplitude: Double
    let frequency: Double
    let phase: Double

    init(using generator: inout SeededGenerator) {
      amplitude = generator.uniform(in: 0...0.12)
      frequency = generator.uniform(in: 0.15...0.4)
      phase = generator.uniform(in: 0...(2 * Double.pi))
    }

    func voltage(at time: Double) -> Double {
      amplitude * sin(2 * .pi * frequency * time + phase)
    }
  }
}
