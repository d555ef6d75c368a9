/// The lead that a signal's name means, however it is spelled.
enum LeadName {
  /// The standard name: `MLII`, `I` to `III`, `aVR`, `aVL`, `aVF`, `V1` to `V9`, `VX`, `VY`, `VZ`, or
  /// nil where the name is of something else.
  ///
  /// Case, blanks and marks do not count, nor do the words that go with a lead: `ECG II`,
  /// `Lead II`, `EKG_II-Ref` and `ii` are all `II`.
  static func standard(_ name: String) -> String? {
    let words = name.uppercased()
      .split { !$0.isLetter && !$0.isNumber && $0 != "+" }
      .map(String.init)
      .filter { !fillers.contains($0) }
    let joined = words.joined()
    return names[stripped(joined)] ?? words.first.flatMap { names[$0] }
  }

  /// Words that say no more than that this is a lead.
  private static let fillers: Set<String> = [
    "ECG", "EKG", "LEAD", "LEADS", "CHANNEL", "CH", "SIGNAL", "REF", "ABLEITUNG", "DERIVATION",
    "D\u{C9}RIVATION", "DERIVACION", "DERIVACI\u{D3}N", "DERIVA\u{C7}\u{C3}O", "DERIVAZIONE",
    "AFLEIDING", "CALIBRATED", "RAW", "MV", "UV",
  ]

  /// `ECGII` without what is grown together with the lead.
  private static func stripped(_ name: String) -> String {
    for prefix in ["ECG", "EKG", "LEAD"] where name.hasPrefix(prefix) && name != prefix {
      return String(name.dropFirst(prefix.count))
    }
    return name
  }

  private static let names: [String: String] = {
    var names: [String: String] = [
      "MLII": "MLII", "ML2": "MLII", "MLL2": "MLII", "MLIII": "MLIII", "ML3": "MLIII",
      "MLI": "MLI", "ML1": "MLI", "AVR": "aVR", "AVL": "aVL", "AVF": "aVF", "AVR+": "aVR",
      "VX": "VX", "VY": "VY", "VZ": "VZ", "X": "VX", "Y": "VY", "Z": "VZ", "CM5": "CM5",
      "MCL1": "MCL1", "MV1": "V1", "MV2": "V2", "MV5": "V5",
    ]
    for (number, roman) in [("1", "I"), ("2", "II"), ("3", "III")] {
      for prefix in ["", "D", "L"] {
        names[prefix + roman] = roman
        names[prefix + number] = prefix.isEmpty ? nil : roman
      }
    }
    for number in 1...9 {
      names["V\(number)"] = "V\(number)"
      names["C\(number)"] = "V\(number)"
    }
    return names
  }()

  /// Whether the name says that this is an electrocardiogram.
  static func isECG(_ name: String) -> Bool {
    let name = name.uppercased()
    return name.contains("ECG") || name.contains("EKG") || standard(name) != nil
  }

  /// Whether the name is of another voltage than that of the heart, or of no voltage at all.
  static func isOther(_ name: String) -> Bool {
    let name = name.uppercased()
    return others.contains { name.contains($0) }
  }

  private static let others = [
    "EEG", "EOG", "EMG", "PPG", "PLETH", "RESP", "SPO2", "SAO2", "ABP", "ART", "CVP", "PAP", "ICP",
    "TEMP", "CO2", "FLOW", "THOR", "ABDO", "SOUND", "ACC", "GSR", "EDA", "PRESS", "MARKER", "EVENT",
    "TRIGGER", "STATUS", "BATTERY", "SNORE", "POSITION", "CHIN",
  ]
}
