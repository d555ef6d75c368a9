import ECGText
public import Foundation
import ECGDatasets
import ECGNeuralNetwork

/// Why classifiers cannot be put together.
public struct CombinationError: Error, Equatable, CustomStringConvertible {
  /// The index of the classifier that does not fit, counted from 0.
  public let index: Int
  /// What was expected of it and what was found.
  public let description: String
}

extension HeartbeatClassifier {
  /// Puts the networks of trained classifiers together to one classifier, in the
  /// order of their seeds.
  ///
  /// It is not calibrated yet. Classifiers of seeds that run on give, once they are
  /// (`calibrated(onBeatsOfTraining:threads:)`), what ``ClassifierTraining`` gives for as many
  /// members, whatever the order in which they are passed.
  ///
  /// - Throws: ``CombinationError`` where there is nothing to put together, a classifier was made
  ///   in another way or of other beats than the first, or a seed comes twice.
  public init(combining parts: [HeartbeatClassifier]) throws {
    guard let first = parts.first else {
      throw CombinationError(index: 0, description: "expected a model or more, found none")
    }
    var seeds: Set<UInt64> = []
    let split = parts.lazy.compactMap(\.splitFingerprint).first
    for (index, part) in parts.enumerated() {
      if let difference = try part.difference(from: first, validatedOn: split) {
        throw CombinationError(index: index, description: difference)
      }
      for member in part.members where !seeds.insert(member.seed).inserted {
        throw CombinationError(
          index: index,
          description: "expected networks of different seeds, found seed \(member.seed) again")
      }
    }
    self.init(
      task: first.task, scaler: first.scaler,
      members: parts.flatMap(\.members).sorted { $0.seed < $1.seed }, recipe: first.recipe,
      dataFingerprint: first.dataFingerprint,
      splitFingerprint: split, sampleRange: parts.lazy.compactMap(\.sampleRange).first,
      trainedBeats: parts.lazy.compactMap(\.trainedBeats).first,
      isSynthetic: first.isSynthetic, version: first.version)
  }

  /// What keeps a classifier from being put together with `first`; nil where nothing does.
  private func difference(
    from first: HeartbeatClassifier, validatedOn split: String?
  ) throws -> String? {
    if task != first.task { return "expected a model for \(first.task.name), found \(task.name)" }
    if dataFingerprint != first.dataFingerprint {
      return "expected a model of beats \(first.dataFingerprint), found \(dataFingerprint)"
    }
    // The same beats and recipe: the patients differ. What one learnt from another would
    // be calibrated on.
    if recipe == first.recipe, let splitFingerprint, splitFingerprint != split {
      return "expected a model that was validated on the same patients, found others"
    }
    if recipe != first.recipe {
      return recipe.name == first.recipe.name
        ? "recipe \(recipe.name) was followed with other options"
        : "expected recipe \(first.recipe.name), found \(recipe.name)"
    }
    if version != first.version {
      return "expected a model that version \(first.version) trained, found \(version)"
    }
    if scaler != first.scaler { return "beats are scaled in another way" }
    let architectures = try [self, first].map {
      try JSONEncoder.sorted().text(of: $0.members[0].network.architecture)
    }
    return architectures[0] == architectures[1] ? nil : "its network has other layers"
  }
}

extension CombinationError: LocalizedError {
  /// The message, for what shows errors by their localised description.
  public var errorDescription: String? { description }
}
