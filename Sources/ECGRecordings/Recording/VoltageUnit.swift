/// Units of voltage as headers spell them.
package enum VoltageUnit {
  /// The spellings to choose from, for messages.
  package static let names = ["nV", "uV", "mV", "V"]

  /// How many millivolts `unit` is; nil where it is no unit of voltage.
  package static func millivolts(in unit: String) -> Double? {
    // Both the micro sign and the Greek letter are in use; ASCII headers write u.
    switch unit.trimmingPrefix(" ").lowercased().replacing("\u{3BC}", with: "\u{B5}") {
    case "mv", "millivolt", "millivolts": 1
    case "uv", "\u{B5}v", "microvolt", "microvolts", "mcv": 1e-3
    case "nv", "nanovolt", "nanovolts": 1e-6
    case "v", "volt", "volts": 1e3
    default: nil
    }
  }

  /// Whether `unit` is one of something else than a voltage: no signal in it is a lead. Units that
  /// are not known may be steps of a converter.
  static func isOtherQuantity(_ unit: String) -> Bool {
    others.contains(unit.lowercased().filter { !" ()[]".contains($0) })
  }

  private static let others: Set<String> = [
    "g", "mg", "m/s2", "m/s^2", "m/s\u{B2}", "dps", "deg/s", "deg", "\u{B0}", "\u{B0}/s", "rad",
    "rad/s", "mmhg", "kpa", "pa", "hpa",
    "cmh2o", "%", "percent", "bpm", "/min", "1/min", "beats/min", "ohm", "ohms", "kohm", "\u{3A9}",
    "degc",
    "\u{B0}c", "celsius", "k", "l", "l/min", "lpm", "ml", "hz", "s", "ms", "ut", "\u{B5}t", "db",
    "lux", "n",
    "kg", "mm", "cm", "m",
  ]

  /// Whether values in one unit can be given in the other.
  static func convertible(_ unit: String, to other: String) -> Bool {
    unit == other || (millivolts(in: unit) != nil && millivolts(in: other) != nil)
  }
}
