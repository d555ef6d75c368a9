import ECGNeuralNetwork
import Foundation

extension TrialRunner {
  /// Trains what is not kept yet together with other processes, each a training at a time:
  /// afterwards all trials are kept. Does nothing where this process works alone.
  ///
  /// A training of a process that dies goes on in another from its last epoch.
  ///
  /// - Parameter trials: all trials of the study, the same in all processes, with their titles.
  /// - Throws: as ``outcome(of:title:givingUp:)``.
  func share(_ trials: [(trial: Trial, title: String)]) throws {
    guard let sharedWork else { return }
    @Sendable func isWhole(_ index: Int) throws -> Bool {
      let trial = trials[index].trial
      // What is not there need not be told from that of another study, which takes a
      // look at all beats.
      guard FileManager.default.fileExists(atPath: path(of: trial)) else { return false }
      guard let kept = try kept(trial) else { return false }
      return kept.givenUp == nil
    }
    try sharedWork.run(
      Array(trials.indices), workers: 1, isCancelled: report.isCancelled, isDone: isWhole,
      work: { _ = try outcome(of: trials[$0].trial, title: trials[$0].title) })
    // What ended it may have come while there was nothing to do.
    if report.isCancelled(), try !trials.indices.allSatisfy(isWhole) {
      throw TrainingCancelled(finishedEpochs: 0)
    }
  }
}
