public import ECGRandom
public import Foundation

/// What a training run calls back.
public struct TrainingObserver: Sendable {
  /// Changes a training example at random before it is used: `L × C` numbers.
  public typealias Augmentation =
    @Sendable (
      _ example: UnsafeMutableBufferPointer<Float>, _ generator: inout SeededGenerator
    ) -> Void

  /// Called after each step with the epoch, counted from 1, the examples done in it, and their mean
  /// loss so far.
  public var onStep: (@Sendable (_ epoch: Int, _ done: Int, _ loss: Double) -> Void)?
  /// Called after each epoch with all that is needed to go on from there. An error ends training.
  public var onEpoch: (@Sendable (_ state: TrainingState) throws -> Void)?
  /// Asked after each step; true ends training with ``TrainingCancelled``.
  public var isCancelled: (@Sendable () -> Bool)?

  /// Creates an observer that calls nothing.
  public init() {}
}

/// Training was ended from outside.
public struct TrainingCancelled: Error, Equatable, Sendable {
  /// The last epoch that was finished.
  public let finishedEpochs: Int

  package init(finishedEpochs: Int) { self.finishedEpochs = finishedEpochs }
}

extension TrainingCancelled: CustomStringConvertible {
  /// The message.
  public var description: String {
    "training was ended from outside when \(finishedEpochs) \(finishedEpochs == 1 ? "epoch was" : "epochs were") finished"
  }
}

extension TrainingCancelled: LocalizedError {
  /// The message, for what shows errors by their localised description.
  public var errorDescription: String? { description }
}
