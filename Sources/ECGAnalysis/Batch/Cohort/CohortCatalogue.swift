import ECGSignals

/// What is asked of each recording of a cohort.
enum CohortCatalogue {
  /// A number that a recording may have.
  struct Quantity: Sendable {
    /// What it is, with its unit.
    let name: String
    /// The key of the results that it is taken from.
    let key: String
    /// Its bins where it is drawn.
    var bins: CohortBins?
    let value: @Sendable (BatchResult) -> Double?
  }

  /// A question with yes and no for an answer, where there is one.
  struct Question: Sendable {
    let name: String
    let answer: @Sendable (BatchResult) -> Bool?
  }

  /// The seconds of a recording in which something can be said about beats.
  static func usableSeconds(_ result: BatchResult) -> Double? {
    guard let seconds = result.seconds, let missing = result.missingSeconds,
      let unusable = result.unusableShare
    else { return nil }
    let usable = (seconds - missing) * (1 - unusable / 100)
    return usable > 0 ? usable : nil
  }

  /// What a recording's beats say; nil where there is none about which anything can be said. No
  /// ectopic beat, pause or fibrillation among no beats is no finding.
  private static func ofBeats<Value>(
    _ value: @escaping @Sendable (BatchResult) -> Value?
  ) -> @Sendable (BatchResult) -> Value? {
    { result in
      guard (result.summary?.beats ?? result.beats) != 0 else { return nil }
      return value(result)
    }
  }

  /// What is said of episodes of fibrillation; nil of a recording in which none can be found, as it
  /// is shorter than the shortest that counts.
  private static func ofFibrillation<Value>(
    _ value: @escaping @Sendable (BatchResult) -> Value?
  ) -> @Sendable (BatchResult) -> Value? {
    ofBeats { result in
      guard
        result.fibrillationEpisodes ?? 0 > 0
          || usableSeconds(result) ?? 0 >= RhythmEpisodes.leastFibrillation
      else { return nil }
      return value(result)
    }
  }

  /// What is said of ventricular flutter or fibrillation, which needs no beats; nil where it was
  /// not looked for, or is not there and nothing else can be said either.
  private static func ofFlutter<Value>(
    _ value: @escaping @Sendable (BatchResult) -> Value?
  ) -> @Sendable (BatchResult) -> Value? {
    { result in
      guard let seconds = result.ventricularFlutterSeconds,
        seconds > 0 || usableSeconds(result) != nil
      else { return nil }
      return value(result)
    }
  }

  /// The usable seconds of fibrillation, beside those in which it could be told, and the seconds
  /// of ventricular flutter; nil where nobody knows.
  static let fibrillationSeconds = ofFibrillation { result in
    result.fibrillationSeconds.flatMap { found in
      usableSeconds(result).map { (found: found, of: $0) }
    }
  }
  static let flutterSeconds = ofFlutter { $0.ventricularFlutterSeconds }

  /// What no recording has: seconds and beats of some centuries, and numbers of any kind that
  /// nothing follows from.
  private static let (longest, mostBeats, largest) = (1e10, 1e11, 1e15)

  /// The first number of a result that cannot be one of a recording's, such as one of a
  /// damaged line: sums of such numbers would say nothing, and might not be numbers at all.
  /// nil where all can.
  static func implausible(in result: BatchResult) -> (key: String, value: Double)? {
    let numbers: [(key: String, value: Double?, limit: Double)] =
      [
        ("seconds", result.seconds, longest), ("missingSeconds", result.missingSeconds, longest),
        ("fibrillationSeconds", result.fibrillationSeconds, longest),
        ("ventricularFlutterSeconds", result.ventricularFlutterSeconds, longest),
        ("beats", result.beats.map(Double.init), mostBeats),
        ("summary.beats", (result.summary?.beats).map(Double.init), mostBeats),
        ("unclassified", result.unclassified.map(Double.init), mostBeats),
      ] + quantities.map { ($0.key, $0.value(result), largest) }
    for (key, value, limit) in numbers {
      if let value, !(0...limit).contains(value) { return (key, value) }
    }
    return nil
  }

  private static func hourly(_ count: Int?, _ result: BatchResult) -> Double? {
    guard let count, let seconds = usableSeconds(result) else { return nil }
    return Double(count) / seconds * 3600
  }

  private static let rates = CohortBins.even(from: 30, to: 150, width: 10)

  static let quantities: [Quantity] = [
    Quantity(name: "length, h", key: "seconds") { $0.seconds.map { $0 / 3600 } },
    Quantity(name: "unusable, %", key: "unusableShare", bins: .shares) { $0.unusableShare },
    Quantity(name: "mean rate, /min", key: "summary.rate.mean", bins: rates) {
      $0.summary?.rate?.mean
    },
    // Without classes there is the median interval alone.
    Quantity(name: "median rate, /min", key: "medianInterval", bins: rates) {
      $0.medianInterval.flatMap { $0 > 0 ? 60 / $0 : nil }
    },
    Quantity(name: "lowest rate, /min", key: "summary.rate.lowest") { $0.summary?.rate?.lowest },
    Quantity(name: "highest rate, /min", key: "summary.rate.highest") {
      $0.summary?.rate?.highest
    },
    Quantity(
      name: "ectopic burden, %", key: "summary.ectopicBurden",
      value: ofBeats { $0.summary?.ectopicBurden }),
    Quantity(
      name: "S burden, %", key: "summary.ectopy.S.burden", bins: .shares,
      value: ofBeats { $0.ectopy(of: .supraventricular)?.burden }),
    Quantity(
      name: "V burden, %", key: "summary.ectopy.V.burden", bins: .shares,
      value: ofBeats { $0.ectopy(of: .ventricular)?.burden }),
    Quantity(
      name: "S beats an hour", key: "summary.ectopy.S.beats",
      value: ofBeats { hourly($0.ectopy(of: .supraventricular)?.beats, $0) }),
    Quantity(
      name: "V beats an hour", key: "summary.ectopy.V.beats",
      value: ofBeats { hourly($0.ectopy(of: .ventricular)?.beats, $0) }),
    Quantity(
      name: "S couplets an hour", key: "summary.ectopy.S.couplets",
      value: ofBeats { hourly($0.ectopy(of: .supraventricular)?.couplets, $0) }),
    Quantity(
      name: "V couplets an hour", key: "summary.ectopy.V.couplets",
      value: ofBeats { hourly($0.ectopy(of: .ventricular)?.couplets, $0) }),
    Quantity(
      name: "VF or flutter, % of time", key: "ventricularFlutterSeconds",
      value: ofFlutter {
        guard let flutter = $0.ventricularFlutterSeconds, let seconds = $0.seconds,
          let missing = $0.missingSeconds, seconds > missing
        else { return nil }
        return min(100, 100 * flutter / (seconds - missing))
      }),
    Quantity(
      name: "AF or flutter, % of time", key: "fibrillationSeconds", bins: .shares,
      value: ofFibrillation {
        guard let af = $0.fibrillationSeconds, let usable = usableSeconds($0) else { return nil }
        return 100 * af / usable
      }),
    Quantity(
      name: "AF or flutter, % of beats", key: "fibrillation",
      value: ofBeats { $0.fibrillation }),
    Quantity(name: "longest interval, s", key: "longestInterval") { $0.longestInterval },
    Quantity(
      name: "pauses an hour", key: "summary.pauses",
      value: ofBeats { hourly($0.summary?.pauses, $0) }),
    Quantity(name: "mean NN, ms", key: "heartRateVariability.meanNN") {
      $0.heartRateVariability?.meanNN
    },
    Quantity(name: "SDNN, ms", key: "heartRateVariability.sdnn") { $0.heartRateVariability?.sdnn },
    Quantity(name: "RMSSD, ms", key: "heartRateVariability.rmssd") {
      $0.heartRateVariability?.rmssd
    },
    Quantity(name: "pNN50, %", key: "heartRateVariability.pnn50") {
      $0.heartRateVariability?.pnn50
    },
    Quantity(name: "triangular index", key: "heartRateVariability.triangularIndex") {
      $0.heartRateVariability?.triangularIndex
    },
  ]

  private static func hasRun(_ kind: AAMIClass) -> @Sendable (BatchResult) -> Bool? {
    ofBeats { $0.ectopy(of: kind).map { $0.runs > 0 } }
  }

  static let questions: [Question] = [
    // Nothing is worse, so it comes first.
    Question(
      name: "an episode of VF or flutter",
      answer: ofFlutter { $0.ventricularFlutterEpisodes.map { $0 > 0 } }),
    Question(
      name: "an episode of AF or flutter",
      answer: ofFibrillation { $0.fibrillationEpisodes.map { $0 > 0 } }),
    Question(name: "a run of V", answer: hasRun(.ventricular)),
    Question(name: "a run of S", answer: hasRun(.supraventricular)),
    Question(
      name: "V in 10 % of the beats or more",
      answer: ofBeats { $0.ectopy(of: .ventricular)?.burden.map { $0 >= 10 } }),
    Question(name: "a pause", answer: ofBeats { ($0.summary?.pauses).map { $0 > 0 } }),
    Question(
      name: "an episode of bradycardia",
      answer: ofBeats { $0.bradycardiaEpisodes.map { $0 > 0 } }),
    Question(
      name: "an episode of tachycardia",
      answer: ofBeats { $0.tachycardiaEpisodes.map { $0 > 0 } }),
    Question(name: "a tenth or more unusable") { $0.unusableShare.map { $0 >= 10 } },
    Question(name: "a remark") { $0.remarks?.isEmpty == false },
  ]
}
