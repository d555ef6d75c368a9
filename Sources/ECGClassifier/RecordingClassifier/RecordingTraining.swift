import Foundation
import SeededRandom
public import ECGBeats
public import NeuralNetwork

/// Makes a classifier from records whose beats are labelled.
///
/// Each record gives its beats twice, as experts marked them and as they are detected, so that the
/// networks know both.
public struct RecordingTraining: Sendable {
  /// The recipe.
  public let recipe: RecordingRecipe
  /// Decides the first weights, the order of the beats and dropout; further networks have the seeds
  /// after it.
  public let seed: UInt64
  /// The threads that share the work; the result does not depend on it.
  public let threads: Int

  /// Creates a training.
  public init(recipe: RecordingRecipe, seed: UInt64 = 1, threads: Int = 1) {
    self.recipe = recipe
    self.seed = seed
    self.threads = threads
  }

  /// A beat to learn from.
  private struct Place {
    let set: Int
    let beat: Int
  }

  /// Trains a classifier.
  ///
  /// - Parameters:
  ///   - records: what to learn from, in this order.
  ///   - observer: what to call on the way.
  /// - Throws: `NetworkError` where there are no beats or training diverges, `TrainingCancelled`, and
  ///   what the observer throws.
  public func train(
    on records: [LabelledRecording], observer: TrainingObserver = .init()
  ) throws -> RecordingClassifier {
    let examples = examples(of: records)
    var configuration = recipe.training
    var counts = Array(repeating: 0, count: BeatTask.arrhythmia.classes.count)
    for label in examples.labels { counts[label] += 1 }
    configuration.loss.classWeights = recipe.weights(counts: counts)
    let networks = try (0..<recipe.members).map { member in
      configuration.seed = seed &+ UInt64(member)
      let network = try Network(recipe.architecture, seed: configuration.seed)
      return try Trainer(configuration, threads: threads, augmentation: augmentation)
        .train(network, on: examples, observer: observer).result
    }
    return RecordingClassifier(
      recipe: recipe, networks: networks, records: records.map(\.name), seed: seed)
  }

  private var augmentation: TrainingObserver.Augmentation? {
    guard recipe.noise > 0 else { return nil }
    let (noise, channels) = (recipe.noise, RecordingBeats.channels(recipe.horizon))
    let shapes = RecordingBeats.shapeChannels(recipe.horizon)
    let length = RecordingBeats.samplesPerBeat
    return { example, generator in
      let gain = Float(exp(Double(noise) * generator.normal()))
      for index in 0..<length {
        for channel in 0..<shapes { example[index * channels + channel] *= gain }
      }
      for channel in shapes..<max(shapes, channels) {
        let shift = noise * Float(generator.normal())
        for index in 0..<length { example[index * channels + channel] += shift }
      }
    }
  }

  private func examples(of records: [LabelledRecording]) -> Examples {
    let sets = records.flatMap { [$0.annotated, $0.detected] }
    var places: [Place] = []
    var labels: [Int] = []
    for (set, beats) in sets.enumerated() {
      let members = Dictionary(
        grouping: beats.labels.indices.filter { beats.labels[$0] != nil },
        by: { beats.labels[$0] ?? 0 })
      for (label, members) in members.sorted(by: { $0.key < $1.key }) {
        let count = label == 0 ? min(members.count, recipe.normalBeatsPerRecord) : members.count
        for index in 0..<count {
          places.append(Place(set: set, beat: members[index * members.count / count]))
          labels.append(label)
        }
      }
    }
    let contents = sets.map(\.content)
    let horizon = recipe.horizon
    return Examples(labels: labels, size: recipe.exampleSize) { [places] index, target in
      contents[places[index].set].load(places[index].beat, horizon: horizon, into: target)
    }
  }
}
