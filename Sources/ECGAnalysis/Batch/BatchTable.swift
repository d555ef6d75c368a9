import ECGSignals
import ECGText

/// The results of many recordings as a table: CSV with a row for each.
enum BatchTable {
  private typealias Column = (name: String, value: (BatchResult) -> String?)

  private static func number(_ value: Double?) -> String? { value.map { "\($0)" } }

  private static var columns: [Column] {
    let general: [Column] = [
      ("path", { $0.path }), ("record", { $0.record }), ("format", { $0.format }),
      ("lead", { $0.lead }), ("samplingRate", { number($0.samplingRate) }), ("start", { $0.start }),
      ("seconds", { number($0.seconds) }), ("missingSeconds", { number($0.missingSeconds) }),
      ("unusableShare", { number($0.unusableShare) }),
      ("beats", { ($0.summary?.beats ?? $0.beats).map(String.init) }),
      ("unusableBeats", { ($0.summary?.unusableBeats ?? $0.unusableBeats).map(String.init) }),
    ]
    let classes: [Column] = AAMIClass.allCases.map { kind in
      let letter = String(kind.letter)
      return (letter, { $0.summary?.classes[letter].map(String.init) })
    }
    let rhythm: [Column] = [
      ("ectopicBurden", { number($0.summary?.ectopicBurden) }),
      ("meanRate", { number($0.summary?.rate?.mean) }),
      ("lowestRate", { number($0.summary?.rate?.lowest) }),
      ("highestRate", { number($0.summary?.rate?.highest) }),
      ("fibrillation", { number($0.fibrillation) }),
      ("fibrillationEpisodes", { $0.fibrillationEpisodes.map(String.init) }),
      ("fibrillationSeconds", { number($0.fibrillationSeconds) }),
      ("pauses", { ($0.summary?.pauses).map(String.init) }),
      ("longestPause", { number($0.summary?.longestPause) }),
      ("bradycardiaEpisodes", { $0.bradycardiaEpisodes.map(String.init) }),
      ("tachycardiaEpisodes", { $0.tachycardiaEpisodes.map(String.init) }),
    ]
    let runs: [Column] = AAMIClass.ectopic.flatMap { kind -> [Column] in
      [
        ("\(kind.letter)Runs", { $0.ectopy(of: kind).map { String($0.runs) } }),
        ("\(kind.letter)LongestRun", { $0.ectopy(of: kind).map { String($0.longestRun) } }),
      ]
    }
    let rest: [Column] = [
      ("medianInterval", { number($0.medianInterval) }),
      ("longestInterval", { number($0.longestInterval) }),
      ("remarks", { $0.remarks?.joined(separator: "; ") }), ("error", { $0.error?.message }),
      ("exitCode", { ($0.error?.exitCode).map { String($0) } }),
    ]
    // Behind the others, so that these stay where they were.
    let events: [Column] = AAMIClass.ectopic.flatMap { kind -> [Column] in
      [
        ("\(kind.letter)Couplets", { $0.ectopy(of: kind).map { String($0.couplets) } }),
        ("\(kind.letter)Bigeminy", { $0.ectopy(of: kind).map { String($0.bigeminy) } }),
        ("\(kind.letter)Trigeminy", { $0.ectopy(of: kind).map { String($0.trigeminy) } }),
      ]
    }
    let variability: [Column] = [
      ("nnIntervals", { ($0.heartRateVariability?.intervals).map { String($0) } }),
      ("meanNN", { number($0.heartRateVariability?.meanNN) }),
      ("sdnn", { number($0.heartRateVariability?.sdnn) }),
      ("sdann", { number($0.heartRateVariability?.sdann) }),
      ("sdnnIndex", { number($0.heartRateVariability?.sdnnIndex) }),
      ("rmssd", { number($0.heartRateVariability?.rmssd) }),
      ("pnn50", { number($0.heartRateVariability?.pnn50) }),
      ("triangularIndex", { number($0.heartRateVariability?.triangularIndex) }),
    ]
    let flutter: [Column] = [
      ("ventricularFlutterEpisodes", { $0.ventricularFlutterEpisodes.map(String.init) }),
      ("ventricularFlutterSeconds", { number($0.ventricularFlutterSeconds) }),
    ]
    let abstaining: [Column] = [
      ("abstainBelow", { number($0.abstainBelow) }),
      ("unclassified", { $0.unclassified.map(String.init) }),
      ("unclassifiedEctopic", { $0.unclassifiedEctopic.map(String.init) }),
    ]
    return general + classes + rhythm + runs + rest + events + variability + flutter + abstaining
  }

  /// The names of the columns.
  static var head: String { CommaSeparatedText(columns: columns.map(\.name)).description }

  /// A recording's row.
  static func row(_ result: BatchResult) -> String {
    CommaSeparatedText(columns: columns.map { $0.value(result) ?? "" }).description
  }
}
