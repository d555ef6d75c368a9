public import ECGClassifier
import ECGRandom
import Foundation

/// The recipes that a sweep tries: values of some fields, all combinations of them or some
/// drawn at random.
public struct SweepSpace: Equatable, Sendable {
  /// What one field may be.
  enum Axis: Equatable, Sendable {
    /// One of some values, as JSON.
    case values([String])
    /// A number between two, even on the scale or on that of its logarithm.
    case range(low: Double, high: Double, isLogarithmic: Bool)
  }

  /// The fields by their paths, in the order they were named.
  let axes: [(field: String, axis: Axis)]

  /// The fields by their paths, in the order they were named.
  package var fields: [String] { axes.map(\.field) }

  /// A field and its value, as JSON.
  public typealias Setting = (field: String, value: String)

  /// One of the recipes.
  public struct Candidate: Sendable {
    /// The fields that are set.
    public let settings: [Setting]
    /// The recipe.
    public let document: RecipeDocument

    /// The settings in words, such as `batchSize=64,optimizer.learningRate=0.001`.
    public var title: String {
      settings.map { "\($0.field)=\($0.value)" }.joined(separator: ",")
    }
  }

  /// More trials than anybody waits for.
  public static let mostTrials = 1000

  /// Takes the fields.
  ///
  /// - Parameters:
  ///   - grid: `field=v1,v2,…` each; a comma within brackets or quotes is part of a value.
  ///   - ranges: `field=lo..hi` or `field=lo..hi:log` each.
  /// - Throws: ``StudyError`` for what is none, and for fields that are named twice.
  public init(grid: [String], ranges: [String] = []) throws {
    axes =
      try grid.map { try SweepSyntax.values($0) } + ranges.map { try SweepSyntax.range($0) }
    for (index, axis) in axes.enumerated()
    where axes[..<index].contains(where: { $0.field == axis.field }) {
      throw StudyError("\(axis.field): expected each field once, found it twice")
    }
  }

  public static func == (one: SweepSpace, other: SweepSpace) -> Bool {
    one.axes.elementsEqual(other.axes) { $0 == $1 }
  }

  /// All combinations, the last field's values going fastest; what comes to the same recipe once.
  ///
  /// - Parameter base: the recipe that fields are set in.
  /// - Throws: `RecipeError` for a field or a value that the recipe does not take; ``StudyError``
  ///   for ranges, whose values are to be drawn, and for more combinations than anybody waits for.
  public func grid(of base: RecipeDocument) throws -> [Candidate] {
    var combinations: [[Setting]] = [[]]
    for (field, axis) in axes {
      guard case .values(let values) = axis else {
        throw StudyError("\(field): expected values, found a range, whose values are to be drawn")
      }
      combinations = combinations.flatMap { start in values.map { start + [(field, $0)] } }
      guard combinations.count <= Self.mostTrials else {
        throw StudyError(
          "expected at most \(Self.mostTrials) combinations, found more; draw some instead")
      }
    }
    return Self.distinct(try combinations.map { try Self.candidate(base, $0) })
  }

  /// Recipes drawn at random, each field on its own.
  ///
  /// - Parameters:
  ///   - count: how many; fewer come where there are not as many different ones.
  ///   - base: the recipe that fields are set in.
  ///   - seed: the same seed draws the same recipes, and of more first the same ones.
  /// - Throws: `RecipeError` for a field or a value that the recipe does not take.
  public func drawn(_ count: Int, of base: RecipeDocument, seed: UInt64) throws -> [Candidate] {
    let scales = try axes.map { try Self.scale(of: $0.axis, $0.field, base) }
    var generator = SeededGenerator(seed: seed, purpose: "sweep")
    var found: [Candidate] = []
    // Where a space is small, the same comes again.
    for _ in 0..<count * 20 where found.count < count {
      let settings = zip(axes, scales).map { axis, isWhole in
        (axis.field, Self.value(from: axis.axis, isWhole: isWhole, using: &generator))
      }
      Self.add(try Self.candidate(base, settings), to: &found)
    }
    return found
  }

  private static func candidate(_ base: RecipeDocument, _ settings: [Setting]) throws -> Candidate {
    Candidate(settings: settings, document: try base.setting(settings))
  }

  private static func distinct(_ candidates: [Candidate]) -> [Candidate] {
    candidates.reduce(into: []) { kept, candidate in add(candidate, to: &kept) }
  }

  private static func add(_ candidate: Candidate, to kept: inout [Candidate]) {
    guard !kept.contains(where: { $0.document.recipe == candidate.document.recipe }) else { return }
    kept.append(candidate)
  }

  // MARK: - Drawing

  /// Whether a field takes whole numbers alone: both ends of its range do, and what lies
  /// between does not.
  ///
  /// - Throws: `RecipeError` where it does not take the ends, or a value that may be drawn.
  private static func scale(
    of axis: Axis, _ field: String, _ base: RecipeDocument
  ) throws -> Bool {
    switch axis {
    case .values(let values):
      for value in values { _ = try base.setting([(field, value)]) }
      return false
    case .range(let low, let high, _):
      for end in [low, high] { _ = try base.setting([(field, spelt(end))]) }
      let between = low + (high - low) * 0.381_966
      return (try? base.setting([(field, "\(between)")])) == nil
    }
  }

  private static func value(
    from axis: Axis, isWhole: Bool, using generator: inout SeededGenerator
  ) -> String {
    switch axis {
    case .values(let values):
      return values[Int.random(in: values.indices, using: &generator)]
    case .range(let low, let high, let isLogarithmic):
      // Every whole number has the same room about it, those at the ends too.
      let (first, last) = isWhole ? (low - 0.5, high + 0.5) : (low, high)
      let number =
        isLogarithmic
        ? exp(generator.uniform(in: log(first)...log(last)))
        : generator.uniform(in: first...last)
      // What is shown is what is trained with.
      let rounded = isWhole ? number.rounded() : Double(String(format: "%.4g", number)) ?? number
      return spelt(min(max(rounded, low), high))
    }
  }

  /// A number as JSON spells it.
  private static func spelt(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }
}
