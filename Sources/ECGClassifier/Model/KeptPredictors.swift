import ECGNeuralNetwork
import ECGParallel
import Synchronization

/// Predictors for one beat at a time that stay from one call to the next.
///
/// To get their memory from the system and to prepare the weights takes several times as long as to
/// compute one beat. For more beats predictors are made anew: their memory is larger, and to get it
/// costs less than to compute them.
///
/// Shared by the copies of a classifier, and by the threads that ask it at the same time: each of
/// these takes predictors that are idle, or makes some. As many stay as there are cores.
final class KeptPredictors: Sendable {
  /// One for each member of the classifier.
  // `@unchecked`: whoever has taken them from the list is alone with them until they are put back.
  private struct Team: @unchecked Sendable {
    let predictors: [Predictor]
  }

  private let idle = Mutex<[Team]>([])

  /// Calls `body` with a predictor for each of the members, which are always the same ones.
  func with<Result>(
    _ members: [HeartbeatClassifier.Member], _ body: ([Predictor]) throws -> Result
  ) rethrows -> Result {
    let team =
      idle.withLock { $0.popLast() }
      ?? Team(predictors: members.map { Predictor($0.network, threads: 1) })
    defer {
      idle.withLock { idle in
        if idle.count < ThreadCount.allCores { idle.append(team) }
      }
    }
    return try body(team.predictors)
  }
}
