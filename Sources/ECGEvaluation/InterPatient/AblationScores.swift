public import ECGDatasets
public import ECGSignals
import ECGText

/// The scores of classifiers of recordings on patients they have not seen, by how much they see.
public struct AblationScores: Encodable, Sendable {
  /// One step.
  public struct Step: Encodable, Sendable {
    /// What its classifier sees.
    public let context: BeatContext
    /// The leads it sees.
    public let leads: LabelledRecording.Leads
    /// The beats that are classified.
    public let beats: LabelledRecording.Peaks
    /// The scores of all records, by classifiers that had not seen the patient.
    public let crossValidation: RecordScores
    /// The scores of the test records, DS2, by classifiers trained on DS1.
    public let test: RecordScores

    /// Creates a step.
    public init(
      context: BeatContext, leads: LabelledRecording.Leads, beats: LabelledRecording.Peaks,
      crossValidation: RecordScores, test: RecordScores
    ) {
      self.context = context
      self.leads = leads
      self.beats = beats
      self.crossValidation = crossValidation
      self.test = test
    }
  }

  /// The steps.
  public let steps: [Step]
  /// What the same recipe reaches where beats of every patient are in both parts, for comparison.
  public let randomSplit: RecordScores
  /// The expected calibration error of the whole record with all leads, cross-validated.
  public let calibrationError: Double
  /// What a confidence below which beats are left unclassified costs and gains, for
  /// the same answers.
  public let abstaining: [Abstaining]

  /// The beats that are left where unsure ones are not classified.
  public struct Abstaining: Encodable, Sendable {
    /// The confidence below which beats are left out.
    public let below: Double
    /// The share of the beats that are classified.
    public let coverage: Double
    /// The accuracy on those; nil where there are none.
    public let accuracy: Double?

    /// Creates a row.
    public init(below: Double, coverage: Double, accuracy: Double?) {
      (self.below, self.coverage, self.accuracy) = (below, coverage, accuracy)
    }
  }

  /// What a reader gains.
  public struct Reading: Encodable, Sendable {
    /// The scores after families were named.
    public struct Outcome: Encodable, Sendable {
      /// Where their beats alone have changed.
      public let named: RecordScores
      /// Where the others were fitted to them.
      public let adapted: RecordScores

      /// Creates the scores.
      public init(named: RecordScores, adapted: RecordScores) {
        (self.named, self.adapted) = (named, adapted)
      }
    }

    /// The families of each record that a reader named; nil for all.
    public let families: Int?
    /// Cross-validated over all records.
    public let crossValidation: Outcome
    /// On DS2, of classifiers that learnt from DS1.
    public let test: Outcome

    /// Creates a row.
    public init(families: Int?, crossValidation: Outcome, test: Outcome) {
      (self.families, self.crossValidation, self.test) = (families, crossValidation, test)
    }
  }

  /// How well atrial fibrillation and flutter are told, beat by beat.
  public struct Fibrillation: Encodable, Sendable {
    /// The beats in fibrillation or flutter.
    public let beats: Int
    /// The share of them at which it is more probable than not.
    public let sensitivity: Double
    /// The share of the other beats at which it is not.
    public let specificity: Double

    /// Creates the shares.
    public init(beats: Int, sensitivity: Double, specificity: Double) {
      (self.beats, self.sensitivity, self.specificity) = (beats, sensitivity, specificity)
    }
  }

  /// What a reader gains who names the families of each record that are most worth a look, for
  /// the same answers.
  public let readings: [Reading]
  /// How well fibrillation is told, by the same classifiers.
  public let fibrillation: Fibrillation

  /// Creates the scores of an ablation.
  public init(
    steps: [Step], randomSplit: RecordScores, calibrationError: Double, abstaining: [Abstaining],
    readings: [Reading], fibrillation: Fibrillation
  ) {
    self.readings = readings
    self.fibrillation = fibrillation
    self.steps = steps
    self.randomSplit = randomSplit
    self.calibrationError = calibrationError
    self.abstaining = abstaining
  }

  /// The record that holds three of four supraventricular beats of DS2.
  static let heaviest: Set<String> = ["232"]
}

extension AblationScores {
  /// The scores as CSV: a line for each step, part and record, and one for all records of a part.
  public var csv: String {
    var table = CommaSeparatedText(
      columns: ["context", "leads", "beats", "part", "record"] + BeatScore.ofRecords.map(\.column))
    func add(_ head: [String], _ scores: RecordScores) {
      let all = [
        ("all", scores.total), ("all but 232", scores.total(leavingOut: Self.heaviest)),
      ]
      for (name, matrix) in scores.records.map({ ($0.name, $0.matrix) }) + all {
        table.append(head + [name] + matrix.scoreCells)
      }
    }
    for step in steps {
      let head = [step.context.rawValue, step.leads.rawValue, step.beats.rawValue]
      add(head + ["44 records cross-validated"], step.crossValidation)
      add(head + ["DS2"], step.test)
    }
    add([BeatContext.record.rawValue, "all", "annotated", "random split"], randomSplit)
    return table.description
  }
}

extension RecordScores {
  /// The counts of all records but some.
  public func total(leavingOut names: Set<String>) -> BeatMatrix {
    records.reduce(BeatMatrix()) { names.contains($1.name) ? $0 : $0 + $1.matrix }
  }
}
