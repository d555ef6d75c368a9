import ECGDatasets

/// How often each label of the reference came together with each label of the test: `7 × 7` counts,
/// of which the four where neither side has a beat stay 0.
public struct BeatMatrix: Equatable, Sendable {
  private static let size = BeatLabel.allCases.count

  /// The counts: `counts[row][column]` in the order of ``BeatLabel``, rows the reference's labels
  /// and columns the test's.
  public private(set) var counts = Array(repeating: Array(repeating: 0, count: size), count: size)

  /// Creates a matrix without beats.
  public init() {}

  /// Counts pairs of the reference's label and the test's.
  init(_ pairs: some Sequence<(BeatLabel, BeatLabel)>) {
    for (expected, found) in pairs { counts[expected.rawValue][found.rawValue] += 1 }
  }

  /// Counts pairs.
  public init(_ pairs: some Sequence<BeatPair>) {
    for pair in pairs { counts[pair.expected.rawValue][pair.found.rawValue] += 1 }
  }

  /// Takes the counts of beats that both sides have, such as those of a classifier that was given
  /// the reference's beats.
  ///
  /// - Throws: ``EvaluationError/classes(_:)`` where the matrix is not one of N, S, V, F and Q, in
  ///   this order, of which the last ones may be absent.
  public init(_ matrix: ConfusionMatrix) throws(EvaluationError) {
    let letters = BeatLabel.classes.map { String($0.letter) }
    let symbols = matrix.classes.map(\.symbol)
    guard symbols == Array(letters.prefix(symbols.count)) else { throw .classes(symbols) }
    for (row, line) in matrix.counts.enumerated() {
      for (column, count) in line.enumerated() { counts[row][column] = count }
    }
  }

  /// The number of beats that the reference calls `expected` and the test `found`.
  public subscript(expected: BeatLabel, found: BeatLabel) -> Int {
    counts[expected.rawValue][found.rawValue]
  }

  /// The sum of the counts in rows and columns.
  func sum(_ rows: [BeatLabel], _ columns: [BeatLabel]) -> Int {
    rows.reduce(0) { sum, row in columns.reduce(sum) { $0 + self[row, $1] } }
  }

  /// The number of beats of the reference.
  public var beats: Int { sum(BeatLabel.classes, BeatLabel.allCases) }

  /// The number of beats of the test, but for those within episodes of ventricular flutter.
  public var detections: Int { sum(BeatLabel.allCases, BeatLabel.classes) }

  /// The counts of two comparisons together.
  public static func + (a: BeatMatrix, b: BeatMatrix) -> BeatMatrix {
    var sum = a
    for (row, line) in b.counts.enumerated() {
      for (column, count) in line.enumerated() { sum.counts[row][column] += count }
    }
    return sum
  }
}
