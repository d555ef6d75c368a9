public import ECGSignals
public import Foundation

/// What a ``LiveClassifier`` cannot do.
public enum LiveError: Error, Equatable, Sendable {
  /// The classifier cannot be asked for this context in a stream.
  case context(expected: [BeatContext], found: BeatContext)
  /// There is no lead, or there are too many.
  case leads(Int)
  /// Samples of other leads than those of the stream, or not as many of each.
  case samples(expected: Int, found: [Int])
  /// Time stamps that are no numbers, leave out more than a day, or go back more than a minute.
  case time(expected: Double, found: Double)
  /// A state that was not saved by this version of the package, or changed since.
  case state(String)
}

extension LiveError: CustomStringConvertible {
  /// What was expected and what was found.
  public var description: String {
    switch self {
    case .context(let expected, let found):
      "expected a context that a stream can have (\(expected.map(\.rawValue).joined(separator: ", "))), found "
        + found.rawValue
    case .leads(let found):
      "leads: expected from \(LiveClassifier.leadCounts.lowerBound) to \(LiveClassifier.leadCounts.upperBound), found "
        + "\(found)"
    case .samples(let expected, let found):
      "expected as many samples of each of \(expected) leads, found "
        + found.map { "\($0)" }.joined(separator: ", ")
    case .time(let expected, let found):
      "expected samples of \(expected) s or up to a minute earlier or a day later, found \(found) s; begin a new stream"
    case .state(let problem): "expected the state of a live classifier, found \(problem)"
    }
  }
}

extension LiveError: LocalizedError {
  /// The message, for what shows errors by their localised description.
  public var errorDescription: String? { description }
}
