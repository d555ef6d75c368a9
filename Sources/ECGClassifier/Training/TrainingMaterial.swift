import ECGDatasets
import ECGNeuralNetwork

/// What a training takes from its beats, be they in memory or left in files: a part to train on,
/// and a part set apart.
protocol TrainingMaterial {
  /// All beats, with or without their labels.
  var beats: BeatDataset { get }
  /// That of the beats with their labels.
  var fingerprint: String { get }
  /// Which beats are set apart.
  var splitFingerprint: String { get }
  /// Whether that does not follow from the beats in memory alone, and a model has to say it.
  var isSplitTold: Bool { get }
  /// The beats to train on, with or without their labels.
  var training: BeatDataset { get }
  /// Those of each class among them: `K`.
  var trainingCounts: [Int] { get }
  /// The beats set apart, with their labels.
  var validation: BeatDataset { get }
  /// How the order of the beats is drawn where the recipe does not say.
  var shuffle: BlockShuffle? { get }
  /// The range of the samples, where it is not about 0 … 1.
  var otherRange: ClosedRange<Float>? { get }
  /// What a model's file says of them.
  var trainedBeats: TrainedBeats { get }

  /// The beats to train on, each scaled when it is wanted.
  func examples(_ scaler: Scaler?) -> Examples
}

extension BeatDataset {
  /// The beats as examples, scaled each time one is wanted: no copy of them is made.
  func examples(_ scaler: Scaler?) -> Examples {
    let values = values
    return Examples(labels: labels, size: samplesPerBeat) { index, target in
      values.copyBeat(index, to: target)
      scaler?.apply(toBeat: target)
    }
  }
}

/// Beats whose labels are in memory.
struct BeatsInMemory: TrainingMaterial {
  let beats: BeatDataset
  let fingerprint: String
  let training, validation: BeatDataset
  private let split: BeatSplit

  init(_ beats: BeatDataset, _ split: BeatSplit) {
    (self.beats, self.split) = (beats, split)
    fingerprint = beats.fingerprint
    training = beats.selecting(split.training)
    validation = beats.selecting(split.validation)
  }

  var splitFingerprint: String { split.fingerprint }
  var isSplitTold: Bool { split.hasPatients }
  var trainingCounts: [Int] { training.classCounts }
  var shuffle: BlockShuffle? { nil }
  var otherRange: ClosedRange<Float>? { UnitRange.otherRange(of: beats) }
  var trainedBeats: TrainedBeats { TrainedBeats(beats, split) }

  func examples(_ scaler: Scaler?) -> Examples { training.examples(scaler) }
}

/// Beats that are left in files, of which one window of a shuffle is looked at a time.
struct BeatsInFiles: TrainingMaterial {
  private let shards: BeatShards
  private let split: ShardedSplit

  init(_ shards: BeatShards, _ split: ShardedSplit) { (self.shards, self.split) = (shards, split) }

  var beats: BeatDataset { shards.beats }
  var fingerprint: String { shards.fingerprint }
  var splitFingerprint: String { BeatSplit.fingerprint(ofValidation: split.validationIndices) }
  var isSplitTold: Bool { true }
  var training: BeatDataset { split.training }
  var trainingCounts: [Int] { split.trainingCounts }
  var validation: BeatDataset { split.validation }
  var shuffle: BlockShuffle? { BlockShuffle() }
  var otherRange: ClosedRange<Float>? { UnitRange.otherRange(shards.range) }
  var trainedBeats: TrainedBeats { TrainedBeats(shards, split) }

  func examples(_ scaler: Scaler?) -> Examples {
    let (split, values) = (split, split.training.values)
    return Examples(
      count: training.count, size: training.samplesPerBeat,
      label: { split.label(ofTraining: $0) }, prepare: { split.fetch(training: $0) },
      load: { index, target in
        values.copyBeat(index, to: target)
        scaler?.apply(toBeat: target)
      })
  }
}
