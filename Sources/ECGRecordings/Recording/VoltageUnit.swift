/// Units of voltage as headers spell them.
enum VoltageUnit {
  /// How many millivolts `unit` is; nil where it is no unit of voltage.
  static func millivolts(in unit: String) -> Double? {
    // Both the micro sign and the Greek letter are in use; ASCII headers write u.
    switch unit.trimmingPrefix(" ").lowercased().replacing("\u{3BC}", with: "\u{B5}") {
    case "mv", "millivolt", "millivolts": 1
    case "uv", "\u{B5}v", "microvolt", "microvolts", "mcv": 1e-3
    case "nv", "nanovolt", "nanovolts": 1e-6
    case "v", "volt", "volts": 1e3
    default: nil
    }
  }

  /// Whether values in one unit can be given in the other.
  static func convertible(_ unit: String, to other: String) -> Bool {
    unit == other || (millivolts(in: unit) != nil && millivolts(in: other) != nil)
  }
}
