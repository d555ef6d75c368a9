import ECGDatasets
import ECGFiles
import ECGNeuralNetwork

/// A trained classifier as other networks begin with it.
public struct TransferSource: Sendable {
  /// What recipes say of it.
  public let transfer: Transfer
  /// The scaler that its network sees beats through.
  let scaler: Scaler
  /// Whether it was trained on made-up beats.
  let isSynthetic: Bool
  private let network: Network
  private let layers: Int

  /// Takes the convolutions of a classifier.
  ///
  /// - Parameters:
  ///   - model: the classifier.
  ///   - freezing: what is not to be trained on.
  /// - Throws: ``TransferError`` where it is not one network with convolutions.
  public init(_ model: HeartbeatClassifier, freezing: Transfer.Freezing) throws {
    guard model.members.count == 1 else {
      throw TransferError(
        description: "expected a model of one network, found one of \(model.members.count)",
        remedy: "Begin with one of the models it was put together from")
    }
    network = model.members[0].network
    layers = try network.architecture.sequenceLayers
    guard layers > 0 else {
      throw TransferError(
        description: "expected a network with convolutions, found one without",
        remedy: "Begin with a model that a recipe of this program made")
    }
    scaler = model.scaler
    isSynthetic = model.isSynthetic
    let values = network.values(first: layers)
    var fingerprint = Fingerprint()
    values.parameters.withUnsafeBufferPointer { fingerprint.add($0) }
    values.statistics.withUnsafeBufferPointer { fingerprint.add($0) }
    transfer = Transfer(
      recipe: model.recipe.name, seed: model.seed, dataFingerprint: model.dataFingerprint,
      weights: fingerprint.text, freezing: freezing,
      rateFactor: freezing == .convolutions ? 0 : Transfer.usualRateFactor)
  }

  /// How training treats the layers that came along.
  var trunk: TrunkTraining { TrunkTraining(layers: layers, rateFactor: transfer.rateFactor) }

  /// A new network with the layers that come along.
  ///
  /// - Throws: ``TransferError`` where they do not fit into it.
  func begin(_ new: Network, recipe: Recipe) throws -> Network {
    guard recipe.scaling == scaler.kind else {
      throw TransferError(
        description:
          "expected a model for beats scaled as by recipe \(recipe.name) (\(recipe.scaling.rawValue)), "
          + "found one for others (\(scaler.kind.rawValue))", remedy: remedy)
    }
    guard new.inputShape == network.inputShape else {
      throw TransferError(
        description:
          "expected a model for beats \(new.inputShape), found one for \(network.inputShape)",
        remedy: "Begin with a model of beats of the same length")
    }
    do {
      guard try new.architecture.sequenceLayers == layers else {
        throw NetworkError("Transfer", "the networks have other numbers of layers")
      }
      return try new.with(first: layers, from: network)
    } catch is NetworkError {
      throw TransferError(
        description:
          "expected a network with the convolutions of recipe \(recipe.name), found one of recipe "
          + "\(transfer.recipe) with others", remedy: remedy)
    }
  }

  private var remedy: Remedy { "Train by the recipe of the model\(.recipe, transfer.recipe)" }
}
