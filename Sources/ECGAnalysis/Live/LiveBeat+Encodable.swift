import ECGSignals

/// As `ecg live` and the server say it: the probabilities by the letters of the classes, numbers
/// to four decimals.
extension LiveBeat: Encodable {
  private enum CodingKeys: String, CodingKey {
    case stage, sample, time, rr, `class`, probabilities, fibrillation, shownLeads, missingShare,
      unusable
  }

  /// Encodes the beat: `rr` and `missingShare` only where they are known, `unusable` only where
  /// nothing can be said of the beat.
  public func encode(to encoder: any Encoder) throws {
    try encode(to: encoder, includesStage: true)
  }

  /// Encodes the beat.
  ///
  /// - Parameter includesStage: whether ``stage`` is wanted: it says nothing where all
  ///   answers are final.
  package func encode(to encoder: any Encoder, includesStage: Bool) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    if includesStage { try container.encode(stage, forKey: .stage) }
    try container.encode(sample, forKey: .sample)
    try container.encode(time.fourDecimals, forKey: .time)
    try container.encodeIfPresent(rrInterval?.fourDecimals, forKey: .rr)
    try container.encode(String(beatClass.letter), forKey: .class)
    let shares = zip(AAMIClass.allCases, probabilities).map {
      (String($0.letter), Double($1).fourDecimals)
    }
    try container.encode(Dictionary(uniqueKeysWithValues: shares), forKey: .probabilities)
    try container.encode(Double(fibrillation).fourDecimals, forKey: .fibrillation)
    try container.encode(quality.shownLeads, forKey: .shownLeads)
    try container.encodeIfPresent(quality.missingShare?.fourDecimals, forKey: .missingShare)
    try container.encodeIfPresent(quality.unusable, forKey: .unusable)
  }
}
