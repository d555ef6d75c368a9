import ECGFiles
import Foundation
import Synchronization

/// How long a training has taken, that which went before it was ended included.
///
/// A class since the training and those who watch it share it.
final class TrialClock: Sendable {
  private let path: String
  private let start = ContinuousClock.now
  /// The seconds that the training took before it was ended.
  private let earlier: Mutex<Double>

  /// - Parameter folder: where the training is until it is whole.
  init(folder: String) {
    path = "\(folder)/seconds.txt"
    // Not as an input, which nothing may be written over.
    let text = try? String(contentsOfFile: path, encoding: .utf8)
    let seconds = text.flatMap(Double.init) ?? 0
    earlier = Mutex(seconds.isFinite && seconds > 0 ? seconds : 0)
  }

  /// The seconds so far.
  var seconds: Double {
    earlier.withLock(\.self) + (ContinuousClock.now - start) / .seconds(1)
  }

  /// Begins anew: of what went before nothing is used.
  func restart() { earlier.withLock { $0 = 0 } }

  /// Writes down how long it has taken, for one that goes on from here.
  ///
  /// - Throws: `FileError`.
  func keep() throws { try OutputFile.write("\(seconds)", to: path, overwrite: true) }

  /// Removes what was written down.
  func remove() { try? FileManager.default.removeItem(atPath: path) }
}
