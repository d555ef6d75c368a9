import ECGText

/// How plainly the name of a signal says that it is an electrocardiogram, the plainest first.
///
/// Names that say ECG are often of what was made from one: `ecg_noise`, `ECGdiff`, `ECG_RSP` and
/// `fECG` are none, as ``OtherName/isDerived(_:)`` tells.
enum ECGName: Int, Comparable {
  /// It says so and nothing else: `ECG`, `EKG (mV)`.
  case exact
  /// It says which lead of one: `ECG V5`.
  case ofLead
  /// It says that these are the samples as they were recorded: `ECG_Raw`.
  case recorded
  /// It says that these are the samples after a filter: `ECG_Clean`.
  case filtered
  /// It says that, and a number: `ECG1`.
  case numbered
  /// It says that, among words that are not known here: `heart_ecg`, `POL EKG`.
  case among

  /// Nil for a name that does not say ECG.
  init?(_ name: String) {
    let words = OtherName.words(name)
    guard words.contains(where: Self.says) else { return nil }
    let rest = Self.rest(words).subtracting(Self.fillers)
    if rest.isEmpty {
      self = .exact
    } else if LeadName.standard(name) != nil {
      self = .ofLead
    } else if rest.isSubset(of: Self.wordsOfRecorded) {
      self = .recorded
    } else if rest.isSubset(of: Self.wordsOfRecorded.union(Self.wordsOfFiltered)) {
      self = .filtered
    } else if rest.allSatisfy({ $0.allSatisfy(\.isNumber) }) {
      self = .numbered
    } else {
      self = .among
    }
  }

  static func < (first: ECGName, second: ECGName) -> Bool { first.rawValue < second.rawValue }

  /// What the words of a name say beside ECG, also where it is grown together with it:
  /// `DIFF` of `ECGdiff`.
  static func rest(_ words: Set<String>) -> Set<String> {
    var rest: Set<String> = []
    for word in words {
      if let mark = marks.first(where: word.hasPrefix) {
        rest.insert(String(word.dropFirst(mark.count)))
      } else if let mark = marks.first(where: word.hasSuffix) {
        rest.insert(String(word.dropLast(mark.count)))
      } else if !stems.contains(where: word.hasPrefix) {
        rest.insert(word)
      }
    }
    rest.remove("")
    return rest
  }

  /// What stands right before ECG in one word with it, as `F` in `fECG`.
  static func prefixes(_ words: Set<String>) -> Set<String> {
    Set(
      words.compactMap { word in
        marks.first(where: word.hasSuffix).map { String(word.dropLast($0.count)) }
      })
  }

  private static func says(_ word: String) -> Bool {
    marks.contains { word.hasPrefix($0) || word.hasSuffix($0) }
      || stems.contains(where: word.hasPrefix)
  }

  private static let marks = ["ECG", "EKG"]
  private static let stems = ["ELECTROCARD", "ELEKTROKARD"]
  /// Words that say no more than that this is a signal, or in which unit.
  private static let fillers: Set<String> = [
    "LEAD", "LEADS", "CHANNEL", "CH", "SIGNAL", "SIGNALS", "REF", "VALUE", "VALUES", "DATA",
    "SAMPLE",
    "SAMPLES", "WAVEFORM", "VOLTAGE", "AMPLITUDE", "MV", "UV", "V", "MILLIVOLT", "MILLIVOLTS",
    "MICROVOLT", "MICROVOLTS", "\u{B5}V", "\u{3BC}V", "ADC",
  ]
  private static let wordsOfRecorded: Set<String> = ["RAW", "ORIGINAL", "UNFILTERED", "CALIBRATED"]
  private static let wordsOfFiltered: Set<String> = [
    "FILTERED", "FILT", "FILTER", "CLEAN", "CLEANED", "DENOISED", "BANDPASSED", "BANDPASS",
  ]
}
