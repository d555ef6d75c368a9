package import ECGDatasets

/// Labelled beats to train with.
package enum TrainingBeats {
  /// Beats with their labels in memory.
  case inMemory(BeatDataset)
  /// Beats that are left in their files.
  case inFiles(BeatShards)

  /// The beats, in files without their labels.
  package var beats: BeatDataset {
    switch self {
    case .inMemory(let beats): beats
    case .inFiles(let shards): shards.beats
    }
  }

  /// About how many of them are trained on where a share is asked to be set apart.
  package func trainingCount(validationShare: Double) -> Int {
    let share =
      switch self {
      case .inMemory: validationShare
      case .inFiles(let shards): ShardedSplit.share(validationShare, of: shards.count)
      }
    return Int((Double(beats.count) * (1 - share)).rounded())
  }

  /// The beats of each class: `K`.
  package var classCounts: [Int] {
    switch self {
    case .inMemory(let beats): beats.classCounts
    case .inFiles(let shards): shards.classCounts
    }
  }
}
