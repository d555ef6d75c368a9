import ECGDatasets

extension HeartbeatClassifier {
  /// How many beats are not on the scale that the model was trained on, 0 … 1: what is said of them is worth
  /// nothing. None for a model that takes any scale.
  ///
  /// - Parameter values: the beats in a row: `N × L`.
  public func beatsOffScale(_ values: [Float]) -> Int {
    expectsUnitRange
      ? UnitRange.countOutside(values, samplesPerBeat: samplesPerBeat) : 0
  }

  /// Whether the model was trained on beats that go from 0 to 1, as far as it says: a model that scales
  /// each beat by itself takes any.
  private var expectsUnitRange: Bool {
    switch scaler.kind {
    case .none: true
    case .standard: scaler.mean.allSatisfy { (0...1).contains($0) }
    case .perBeat: false
    }
  }
}
