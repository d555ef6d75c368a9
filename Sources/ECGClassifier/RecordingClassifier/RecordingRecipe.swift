import Foundation
public import ECGBeats
public import NeuralNetwork

/// How a classifier of recordings is made: everything but the data and the seed.
public struct RecordingRecipe: Codable, Equatable, Sendable {
  /// How far around a beat the networks look.
  public var horizon: BeatHorizon
  /// The filters of the first convolution and of each block after it.
  public var filters: [Int] = [16, 24, 32, 32]
  /// The share of the activations that dropout takes before the dense layers.
  public var dropout: Float = 0.4
  /// The networks whose probabilities are averaged.
  public var members = 3
  /// The normal beats of one record that are learnt from, at the most: those of one patient are alike.
  public var normalBeatsPerRecord = 1500
  /// What a fusion beat counts for beside its class weight: nearly all are of one patient.
  public var fusionShare: Float = 0.3
  /// The spread of the noise that training adds: to the logarithm of heights, and to each feature of
  /// the rhythm.
  public var noise: Float = 0.05
  /// The power of the balanced class weights, 0 for none and 1 for balanced.
  public var weightPower = 0.25
  /// Loss, optimiser, schedule, epochs. Its class weights and seed are filled in at training.
  public var training = TrainingConfiguration(
    epochs: 7, batchSize: 128, shards: 4, loss: SoftmaxCrossEntropy(labelSmoothing: 0.05),
    optimizer: Adam(learningRate: 2e-3, weightDecay: 0.2),
    schedule: .cosine(warmup: 1, floor: 0.01))

  /// Creates the recipe for a horizon.
  public init(horizon: BeatHorizon) { self.horizon = horizon }

  /// How the classifier of the package is made.
  public static let pretrained = RecordingRecipe(horizon: .after)

  /// No class weighs more than this times the mean.
  private static let largestWeight = 5.0

  /// The layers.
  public var architecture: Sequential {
    Sequential(
      input: .sequence(
        samples: RecordingBeats.samplesPerBeat, channels: RecordingBeats.channels(horizon))
    ) {
      Conv1D(filters: filters[0], kernel: 7, bias: false)
      BatchNorm()
      LeakyReLU(0.1)
      MaxPool1D(2)
      for filters in filters.dropFirst() {
        Residual {
          Conv1D(filters: filters, kernel: 5, bias: false)
          BatchNorm()
          LeakyReLU(0.1)
          Conv1D(filters: filters, kernel: 5, bias: false)
          BatchNorm()
        }
        LeakyReLU(0.1)
        MaxPool1D(2)
      }
      Flatten()
      Dropout(dropout)
      Dense(32, initializer: .heNormal)
      LeakyReLU(0.1)
      Dropout(dropout)
      Dense(BeatTask.arrhythmia.classes.count)
    }
  }

  /// What a beat of each class counts for in the loss.
  func weights(counts: [Int]) -> [Float] {
    let total = Double(counts.reduce(0, +))
    let present = Double(counts.count { $0 > 0 })
    return counts.enumerated().map { label, count in
      guard count > 0 else { return 0 }
      let balanced = total / (present * Double(count))
      return Float(min(pow(balanced, weightPower), Self.largestWeight))
        * (label == 3 ? fusionShare : 1)
    }
  }
}
