/// A score of a comparison beat by beat: the one place of its name, heading, column and formula.
package struct BeatScore: Sendable {
  /// What it is called in CSV, such as `macro_f1`, or `s_se` for that of a class.
  package let column: String
  /// What stands above it in a table, such as `jκ` or `S Se`.
  package let heading: String
  /// What it is called where there is room.
  package let name: String
  private let formula: @Sendable (BeatMatrix) -> Double?

  private init(
    column: String, heading: String, name: String? = nil,
    formula: @escaping @Sendable (BeatMatrix) -> Double?
  ) {
    (self.column, self.heading, self.name) = (column, heading, name ?? heading)
    self.formula = formula
  }

  /// The score of some counts; nil where it is not defined.
  package func value(of matrix: BeatMatrix) -> Double? { formula(matrix) }
}

// MARK: The catalogue

extension BeatScore {
  /// See ``BeatMatrix/accuracy``.
  package static let accuracy = BeatScore(
    column: "accuracy", heading: "accuracy", name: "accuracy of matched beats",
    formula: { $0.accuracy })
  /// See ``BeatMatrix/macroF1``.
  package static let macroF1 = BeatScore(
    column: "macro_f1", heading: "macro-F1", formula: { $0.macroF1 })
  /// See ``BeatMatrix/cohensKappa``.
  package static let cohensKappa = BeatScore(
    column: "kappa", heading: "kappa",
    name: "\(Metric.cohensKappa.name) of \(letters(BeatLabel.classes.dropLast()))",
    formula: { $0.cohensKappa })
  /// See ``BeatMatrix/jIndex``.
  package static let jIndex = BeatScore(
    column: "j", heading: "j", name: "j index, of 4", formula: { $0.jIndex })
  /// See ``BeatMatrix/jKappaIndex``.
  package static let jKappaIndex = BeatScore(
    column: "jkappa", heading: "jκ", name: "jκ index", formula: { $0.jKappaIndex })

  /// How many of the beats of a class are found as such.
  package static func sensitivity(of label: BeatLabel) -> BeatScore {
    ofClass(label, column: "se", "Se") { $0.sensitivity }
  }

  /// How many of the beats that are taken for a class are of it.
  package static func positivePredictivity(of label: BeatLabel) -> BeatScore {
    ofClass(label, column: "ppv", "+P") { $0.positivePredictivity }
  }

  /// The harmonic mean of both.
  package static func f1(of label: BeatLabel) -> BeatScore {
    ofClass(label, column: "f1", "F1") { $0.f1 }
  }

  private static func ofClass(
    _ label: BeatLabel, column: String, _ heading: String,
    formula: @escaping @Sendable (DetectionTally) -> Double?
  ) -> BeatScore {
    BeatScore(
      column: "\(label.letter.lowercased())_\(column)", heading: "\(label.letter) \(heading)",
      formula: { formula($0.tally(of: label)) })
  }

  private static func letters(_ labels: ArraySlice<BeatLabel>) -> String {
    labels.map { String($0.letter) }.joined(separator: ", ")
  }

  /// Those of all classes together that stand in tables of records.
  static let ofAllClasses = [accuracy, macroF1, cohensKappa, jKappaIndex]

  /// Those of the classes, of which Q is left out: nothing is learnt of it.
  static let ofClasses = BeatLabel.classes.dropLast().flatMap {
    [sensitivity(of: $0), positivePredictivity(of: $0), f1(of: $0)]
  }

  /// Those that stand in tables of records, in their order.
  static let ofRecords = ofAllClasses + ofClasses
}
