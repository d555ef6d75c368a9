import ECGText

/// A field that recipe files can have: reading, messages, comments and the JSON
/// Schema follow from it.
struct RecipeField: Sendable {
  let name: String
  let kind: Kind
  /// What stands for it where it is left out; nil where it must be there.
  let standard: JSONNode?
  /// What it is, in a line.
  let about: String

  /// What may stand in a field.
  indirect enum Kind: Sendable {
    /// A line of text that is not empty.
    case line
    case flag
    case whole(ClosedRange<UInt64>)
    case number(NumberRange)
    /// A whole number, or the word that stands for the number of classes.
    case width(ClosedRange<UInt64>)
    /// One of some words.
    case word([String])
    case group(RecipeGroup)
    /// One of several groups, told apart by a field that names it.
    case variants(RecipeVariants)
    /// What the kind says, or null for none.
    case optional(Kind)
    /// A list of layers, one at least.
    case layers
  }

  /// A field that must be there.
  static func required(_ name: String, _ kind: Kind, _ about: String) -> RecipeField {
    RecipeField(name: name, kind: kind, standard: nil, about: about)
  }

  /// A field that may be left out.
  static func field(
    _ name: String, _ kind: Kind, or standard: JSONNode.Value, _ about: String
  ) -> RecipeField {
    RecipeField(name: name, kind: kind, standard: JSONNode(standard), about: about)
  }
}

/// Fields that stand together in an object.
struct RecipeGroup: Sendable {
  /// What the object is, in messages and in the field that names it.
  let name: String
  /// What it is, in a line.
  let about: String
  /// What others call it.
  var synonyms: [String] = []
  let fields: [RecipeField]
}

/// Groups that one field tells apart.
struct RecipeVariants: Sendable {
  /// The field that names the group.
  let tag: String
  let groups: [RecipeGroup]
  /// The group where the field is left out; nil where it must be there.
  var standard: String?
  /// What others have that is not needed here: its name and why.
  var needless: [(name: String, reason: String)] = []
}

/// The numbers that a field can take.
struct NumberRange: Sendable {
  let lower: Double
  let upper: Double
  /// Whether the lower bound itself is left out.
  var isAbove = false
  /// Whether the upper bound itself is left out.
  var isBelow = false
  /// Whether the number is kept as a `Float`, rather than a `Double`.
  var isSingle = false

  func contains(_ value: Double) -> Bool {
    (isAbove ? value > lower : value >= lower) && (isBelow ? value < upper : value <= upper)
  }

  /// Whether the number that is kept is within the range too, and zero only where zero was written.
  ///
  /// - Parameter digits: a number within the range, as it was written.
  func keeps(_ digits: String) -> Bool {
    let isZero = !digits.prefix { !"eE".contains($0) }.contains { ("1"..."9").contains($0) }
    guard isSingle else { return Double(digits).map { ($0 == 0) == isZero } ?? false }
    guard let value = Float(digits), (value == 0) == isZero else { return false }
    // Bounds are rounded as the numbers are: 0.999 is within 0 to 0.999.
    let (low, high) = (Float(lower), Float(upper))
    return (isAbove ? value > low : value >= low) && (isBelow ? value < high : value <= high)
  }

  /// The same range for a number that is kept as a `Float`.
  var single: NumberRange {
    var range = self
    range.isSingle = true
    return range
  }

  /// The range in words, for what is not within it once it is kept.
  var keptTitle: String { "\(title), also as \(isSingle ? 32 : 64) bits hold it" }

  /// The range in words.
  var title: String {
    let (low, high) = (Self.spelt(lower), Self.spelt(upper))
    let first = isAbove ? "above \(low) and" : "from \(low)"
    let last = isBelow ? "below \(high)" : isAbove ? "up to \(high)" : "to \(high)"
    return "a number \(first) \(isBelow && !isAbove ? "to " : "")\(last)"
  }

  /// A bound as JSON spells it, without a needless `.0`.
  static func spelt(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e6 ? "\(Int(value))" : "\(value)"
  }

  /// From zero, up to what makes sense.
  static func upTo(_ upper: Double) -> NumberRange { NumberRange(lower: 0, upper: upper) }
  /// Above zero, up to what makes sense.
  static func positive(upTo upper: Double) -> NumberRange {
    NumberRange(lower: 0, upper: upper, isAbove: true)
  }

  /// From zero, below a bound.
  static func below(_ upper: Double) -> NumberRange {
    NumberRange(lower: 0, upper: upper, isBelow: true)
  }
}
