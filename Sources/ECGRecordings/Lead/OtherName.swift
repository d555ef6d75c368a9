/// What names say of signals that are no electrocardiogram.
///
/// Words count, not letters: `heart` holds `art`, and is no pressure.
enum OtherName {
  /// Whether a name is of another voltage than that of the heart, or of no voltage at all.
  static func matches(_ name: String) -> Bool {
    let words = words(name)
    return words.contains { isOfBody($0) || isDerivedWord($0) } || isPair(words)
  }

  /// Whether a name that says ECG is still of something else: of what was made from
  /// one, or beside it.
  ///
  /// What is grown together with ECG counts too, as in `ECGdiff`; `fECG`, `mECG` and `nECG` are
  /// those of a child before it is born, of its mother and of noise.
  static func isDerived(_ name: String) -> Bool {
    let words = words(name)
    return words.union(ECGName.rest(words)).contains(where: isDerivedWord)
      || !ECGName.prefixes(words).isDisjoint(with: ["F", "M", "N"])
  }

  /// Whether names are those of the contacts of several electrodes in the depth of a brain: a
  /// letter for each electrode and a number for each contact, as in `A1`, `A2`, `B1`.
  static func areContacts(_ names: some Sequence<String>) -> Bool {
    names.lazy.filter(isContact).prefix(2).count == 2
  }

  /// Whether a name is a letter and a number from 1, as no lead of the heart is called.
  private static func isContact(_ name: String) -> Bool {
    let name = name.uppercased()
    guard let letter = name.first, letter.isASCII, letter.isLetter, !"CDILV".contains(letter),
      let number = Int(name.dropFirst())
    else { return false }
    return (1...32).contains(number)
  }

  /// Whether a name is of a heart rate.
  static func isRate(_ name: String) -> Bool {
    words(name).contains { ["HR", "RATE", "BPM"].contains($0) }
  }

  /// Whether a name is of a brain, of muscles or of an axis in space: where there is one, bare
  /// names of electrodes are likely of the same.
  static func isMontage(_ name: String) -> Bool {
    let words = words(name)
    return isPair(words)
      || words.contains { word in
        electrodes.contains(word)
          || ["CHIN", "LEG", "TIB", "LAT", "RAT"].contains(word)
          || ["EEG", "SEEG", "ECOG", "EMG", "EOG", "ACC", "GYR"].contains { word.hasPrefix($0) }
      }
  }

  /// The words of a name: parted by marks, and within by changes from small to capital letters.
  static func words(_ name: String) -> Set<String> {
    var words: [String] = []
    var isAfterSmall = false
    var word = ""
    for character in name {
      let isPart = character.isLetter || character.isNumber
      if !isPart || isAfterSmall && character.isUppercase {
        words.append(word)
        word = ""
      }
      if isPart { word.append(character) }
      isAfterSmall = character.isLowercase
    }
    words.append(word)
    let whole = name.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    return Set((words + whole).map { $0.uppercased() }.filter { !$0.isEmpty })
  }

  /// Whether a word is of another signal of the body, or of what moves it.
  private static func isOfBody(_ word: String) -> Bool {
    let bare = String(word.reversed().drop(while: \.isNumber).reversed())
    return exact.contains(bare) || beginnings.contains { word.hasPrefix($0) }
      || axes.contains {
        word.hasPrefix($0) && word.count == $0.count + 1 && "XYZ".contains(word.last ?? " ")
      }
      || electrodes.contains(word)
  }

  /// Whether a word is of numbers that come from a signal, or lie beside it.
  private static func isDerivedWord(_ word: String) -> Bool {
    // MATLAB numbers columns without a name so.
    if word.wholeMatch(of: /VAR[0-9]+/) != nil { return false }
    return derived.contains(String(word.reversed().drop(while: \.isNumber).reversed()))
      || derivedBeginnings.contains { word.hasPrefix($0) }
  }

  /// Whether all words are electrodes on the head, as in `C4-P4`.
  private static func isPair(_ words: Set<String>) -> Bool {
    words.count > 1
      && words.allSatisfy {
        electrodes.contains($0) || ["C1", "C2", "C3", "C4", "C5", "C6", "A1", "A2"].contains($0)
      }
  }

  private static let exact: Set<String> = [
    "ABP", "ART", "CVP", "PAP", "ICP", "BP", "NBP", "IBP", "ACC", "GSR", "EDA", "CHIN", "PCG",
    "SCG", "BCG", "ICG",
    "GYRO", "GYR", "MAG", "IMU", "ROLL", "PITCH", "YAW", "LEG", "TIB", "LAT", "RAT", "ROC", "LOC",
    "CO2", "ETCO", "ETCO2", "PULSE", "FORCE", "LIGHT", "LUX", "AIRFLOW", "NASAL", "CHEST", "BELT",
    "STRAIN", "GLUCOSE", "AUDIO", "MIC", "O2SAT", "O2STAT", "BVP", "RSP", "EDR", "HEARTRATE",
    "PULSERATE", "RRI", "NNI", "FHR", "UC", "TOCO", "TOKO", "EFFORT", "PTAF", "PNT", "RIP",
    "RIPSUM",
    "XSUM", "XFLOW", "CPAP", "LEAK", "PTT", "DC", "VNS", "EGG", "ERG", "VEP", "LFP", "EGM", "RED",
    "IR",
    "INFRARED", "GREEN", "AMBIENT", "SYSTOLIC", "DIASTOLIC", "SBP", "DBP", "NIBP", "AIR", "SKT",
    "HEOG",
    "VEOG", "HORIZONTAL", "VERTICAL", "GND", "GROUND", "STIM", "TRIG", "ATMUNG",
  ]
  private static let beginnings = [
    "EEG", "EOG", "EMG", "PPG", "PLETH", "RESP", "SPO2", "SAO2", "TEMP", "FLOW", "THOR", "ABDO",
    "SOUND", "ACCEL", "PRESS", "SNOR", "CANNULA", "PHONO", "SEISMO",
    "THERM", "BREATH", "OXIM", "OXYM", "SEEG", "ECOG", "PHOTOPL", "HUMID",
  ]
  private static let axes = ["ACC", "GYR", "GYRO", "MAG", "A", "G"]
  private static let derived: Set<String> = [
    "HR", "RATE", "BPM", "RR", "IBI", "HRV", "QRS", "BEAT", "PEAK", "SQI", "LABEL", "CLASS",
    "TARGET", "ANN", "FLAG", "SYNC", "TIME", "TIMESTAMP", "INDEX", "COUNT", "COUNTER", "LEADOFF",
    "OFF", "GAIN", "BATT", "DIO", "NOISE", "BASELINE", "VALID", "PHASE", "COMPLETION", "ENVELOPE",
    "LP",
    "RSP", "EDR", "STD", "SD", "VAR", "VARIANCE", "MEAN", "MEDIAN", "RMS", "DIFF", "DIFFERENCE",
    "DERIV",
    "DERIVATIVE", "SLOPE", "SQUARED", "ENERGY", "TREND", "DRIFT", "WANDER", "ONSET", "ONSETS",
    "OFFSET",
    "OFFSETS", "ARTEFACT", "ARTIFACT", "ARTEFACTS", "ARTIFACTS", "MASK", "SCORE", "PROB",
    "PROBABILITY",
    "CONFIDENCE", "ID",
  ]
  private static let derivedBeginnings = [
    "MARKER", "EVENT", "TRIGGER", "STATUS", "BATTERY", "POSITION", "RESP", "ANNOT", "QUALITY",
    "IMPED", "PEAKS", "BEATS", "TEMP", "INTEGR", "THRESH", "PREDICT",
  ]
  /// Electrodes of the 10-20 system that no lead of the heart is named after.
  private static let electrodes: Set<String> = {
    var names: Set = [
      "FP1", "FP2", "FPZ", "OZ", "O1", "O2", "M1", "M2", "CZ", "PZ", "FZ", "POZ", "FCZ", "CPZ",
    ]
    for region in ["F", "T", "P", "AF", "FC", "FT", "CP", "TP", "PO"] {
      names.formUnion((1...10).map { "\(region)\($0)" })
    }
    return names
  }()
}
