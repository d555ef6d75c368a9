import ECGText

/// The lead that a signal's name means, however it is spelled, and what else a name may be of.
enum LeadName {
  /// The standard name: `MLII`, `I` to `III`, `aVR`, `aVL`, `aVF`, `V1` to `V9`, `V` where no more
  /// is said of the place, `VX`, `VY`, `VZ`, or nil where the name is of something else.
  ///
  /// Case, blanks and marks do not count, nor do the words that go with a lead: `ECG II`,
  /// `Lead II`, `EKG_II-Ref` and `ii` are all `II`.
  static func standard(_ name: String) -> String? {
    let words = leadWords(name)
    if let lead = names[stripped(words.joined())] { return lead }
    // What follows a lead may be anything, what follows an electrode is the other one of a pair.
    return words.first.flatMap { electrodes.contains($0) ? nil : names[$0] }
  }

  /// As ``standard(_:)``, for a name that says nothing beside the lead.
  static func exactly(_ name: String) -> String? { names[stripped(leadWords(name).joined())] }

  /// Whether a name is no more than that of an electrode, such as `C4` or `X`, which is one of the
  /// heart in some recordings and of the brain or an axis in others.
  static func isBareElectrode(_ name: String) -> Bool {
    electrodes.contains(words(name).joined())
  }

  /// Whether the name says in so many words that this is an electrocardiogram.
  static func saysECG(_ name: String) -> Bool { ECGName(name) != nil }

  /// Whether a name is of a lead that nothing but a heart has: electrodes in the depth of a brain
  /// are called `II` and `V1` too, but not `aVR` or `MLII`.
  static func isUnmistakable(_ name: String) -> Bool {
    standard(name).map { $0.hasPrefix("aV") || $0.hasPrefix("M") || $0.hasPrefix("CM") } ?? false
  }

  /// Whether the name is that of a lead and of nothing else.
  static func isLead(_ name: String) -> Bool { standard(name) != nil && !isBareElectrode(name) }

  private static func words(_ name: String) -> [String] {
    name.uppercased().split { !$0.isLetter && !$0.isNumber && $0 != "+" }.map(String.init)
  }

  private static func leadWords(_ name: String) -> [String] {
    words(name).filter { !fillers.contains($0) }
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
      "MCL1": "MCL1", "MCL": "MCL", "V": "V", "MV1": "V1", "MV2": "V2", "MV5": "V5",
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

  /// Names of leads that electrodes of an EEG, amplifiers or axes have too.
  private static let electrodes: Set<String> = Set(
    ["V", "X", "Y", "Z"] + (1...9).map { "C\($0)" } + (1...3).flatMap { ["D\($0)", "L\($0)"] })
}
