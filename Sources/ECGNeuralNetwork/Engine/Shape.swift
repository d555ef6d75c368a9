/// The shape of what flows between two layers, for one example.
public enum Shape: Codable, Equatable, Hashable, Sendable {
  /// A signal of `samples` (`L`) by `channels` (`C`), channels last.
  case sequence(samples: Int, channels: Int)
  /// A plain vector of that many numbers.
  case vector(Int)

  /// The rows of the shape's matrix: `L`, or 1 for a vector.
  public var rows: Int {
    switch self {
    case .sequence(let samples, _): samples
    case .vector: 1
    }
  }

  /// The columns of the shape's matrix: `C`, or a vector's length.
  public var columns: Int {
    switch self {
    case .sequence(_, let channels): channels
    case .vector(let count): count
    }
  }

  /// The numbers in one example.
  public var count: Int { rows * columns }
}

extension Shape: CustomStringConvertible {
  /// The shape with the batch first, as Keras prints it: `(N, 187, 1)`.
  public var description: String {
    switch self {
    case .sequence(let samples, let channels): "(N, \(samples), \(channels))"
    case .vector(let count): "(N, \(count))"
    }
  }
}
