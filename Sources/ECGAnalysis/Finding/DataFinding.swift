/// What a search for data came to.
public enum DataFinding: Equatable, Sendable {
  /// Data to work on.
  case found(FoundData)
  /// None; with the folders looked in, in order.
  case nothing(lookedIn: [String])

  /// The data found, if any.
  public var data: FoundData? {
    if case .found(let data) = self { data } else { nil }
  }
}
