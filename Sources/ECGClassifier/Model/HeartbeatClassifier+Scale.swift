import ECGDatasets

extension HeartbeatClassifier {
  /// The range of the beats that the model was trained on, as far as it says; nil for one that
  /// takes any scale.
  public var usualRange: ClosedRange<Float>? {
    if scaler.kind == .perBeat { return nil }
    return sampleRange ?? (expectsUnitRange ? 0...1 : nil)
  }

  /// The range in which samples may lie: that of Kaggle's beats is theirs by how they are made,
  /// beyond any other one new hearts may well go, but hardly far.
  var toleratedRange: ClosedRange<Float>? {
    guard let range = usualRange else { return nil }
    let slack =
      sampleRange == nil ? UnitRange.slack : (range.upperBound - range.lowerBound) / 2
    return range.lowerBound - slack...range.upperBound + slack
  }

  /// Whether the model was trained on beats that go from 0 to 1, as far as it says.
  public var expectsUnitRange: Bool {
    guard sampleRange == nil else { return false }
    return switch scaler.kind {
    case .none: true
    case .standard: scaler.mean.allSatisfy { (0...1).contains($0) }
    case .perBeat: false
    }
  }
}
