public import ECGFiles
public import Foundation

/// That a network did not begin at random: the convolutions of a trained classifier came along, the
/// dense layers are new.
///
/// Part of a ``Recipe``, so that a model, a checkpoint and a report say what they began with.
public struct Transfer: Codable, Equatable, Sendable {
  /// What is not trained on.
  public enum Freezing: String, CaseIterable, Codable, Sendable {
    /// The layers that came along stay as they are, bit for bit.
    case convolutions
    /// All layers are trained on, those that came along with a lower learning rate.
    case none
  }

  /// The recipe of the classifier that the layers come from.
  public let recipe: String
  /// The seed of its training.
  public let seed: UInt64
  /// The fingerprint of the beats it was trained on.
  public let dataFingerprint: String
  /// The fingerprint of the weights that came along.
  public let weights: String
  /// What is not trained on.
  public let freezing: Freezing
  /// What the learning rate of the layers that came along is multiplied with; 0 where
  /// they are frozen.
  public let rateFactor: Float

  /// The factor for layers that came along and are trained on: they need to change little, and what
  /// they know is soon lost in the large steps that new layers take.
  static let usualRateFactor: Float = 0.1

  /// What it is, for reports.
  public var title: String {
    let kept =
      freezing == .convolutions ? "frozen" : "trained on at \(rateFactor) of the learning rate"
    return "convolutions of recipe \(recipe), seed \(seed), beats \(dataFingerprint), \(kept)"
  }
}

/// Why a classifier cannot be begun with.
public struct TransferError: Error, Equatable, CustomStringConvertible {
  /// What was expected of it and what was found.
  public let description: String
  /// What to do.
  public let remedy: Remedy
}

extension TransferError: LocalizedError {
  /// The message, for what shows errors by their localised description.
  public var errorDescription: String? { description }
}
