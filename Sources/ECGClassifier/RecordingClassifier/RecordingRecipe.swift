public import ECGBoostedTrees
public import ECGSignals

/// How a classifier of recordings is made: everything but the data and the seed.
public struct RecordingRecipe: Codable, Equatable, Sendable {
  /// How far around a beat the classifier looks where nothing else is asked for.
  public var context: BeatContext
  /// How the trees are trained.
  public var trees = BoostedTreesConfiguration()
  /// The forests of each side whose probabilities are averaged; each has a seed of its own.
  public var members = 3
  /// What is added to the logarithm of each class's probability: `K`. Ventricular beats are asked
  /// for a little more readily than their share among the beats that were learnt from.
  public var classBiases = [0, 0, 0.3, 0, 0]
  /// The normal beats of one record that are learnt from, at the most: those of one
  /// patient are alike.
  public var normalBeatsPerRecord = 500
  /// How far the classes' weights move from their shares towards all the same: 0 to 1.
  public var evenness = 0.15
  /// The power of the number of a record's beats of a class that they count together: below 1, so
  /// that patients with many of them do not decide alone.
  public var recordPower = 0.5
  /// No beat weighs more than this times the mean.
  public var largestWeight = 12.0
  /// The augmented records that are made from each: those with supraventricular beats, and those
  /// with runs of its ventricular beats.
  public var augmentedRecords = 3
  public var augmentedRunRecords = 2
  /// The beats of an augmented record.
  public var augmentedBeats = 700
  /// The beats of one class that are learnt from an augmented record, at the most.
  public var augmentedBeatsPerClass = 300
  /// What augmented records count for together beside the real ones, and what ventricular
  /// ones of runs do.
  public var augmentedWeight = 0.6
  public var augmentedRunWeight = 0.1
  /// What the heart rate of each record is multiplied by, besides 1, for who learns to tell
  /// fibrillation: of the fast hearts in which it is common there are few.
  public var heartRates = [0.8, 1.25, 1.5, 1.8, 2.2]
  /// The folds of the cross-validation whose answers calibrate the probabilities.
  public var folds = 11

  /// Files call augmented records made up, as they always did.
  private enum CodingKeys: String, CodingKey {
    case context, trees, members, classBiases, normalBeatsPerRecord, evenness, recordPower
    case largestWeight, heartRates, folds
    case augmentedRecords = "madeUpRecords"
    case augmentedRunRecords = "madeUpRunRecords"
    case augmentedBeats = "madeUpBeats"
    case augmentedBeatsPerClass = "madeUpBeatsPerClass"
    case augmentedWeight = "madeUpWeight"
    case augmentedRunWeight = "madeUpRunWeight"
  }

  /// Creates the recipe for a context.
  public init(context: BeatContext = .record) { self.context = context }

  /// How the classifier of the package is made.
  public static let pretrained = RecordingRecipe()

  /// Whether a classifier can be made by it.
  var makesSense: Bool {
    classBiases.count == RecordingTraining.classes && classBiases.allSatisfy(\.isFinite)
      && (1...1000).contains(members) && normalBeatsPerRecord > 0
      && (0...1).contains(evenness) && recordPower.isFinite && largestWeight > 0
      && augmentedRecords >= 0 && augmentedRunRecords >= 0
      && augmentedBeats >= 0 && augmentedBeatsPerClass >= 0
      && augmentedWeight >= 0 && augmentedWeight.isFinite
      && augmentedRunWeight >= 0 && augmentedRunWeight.isFinite
      && heartRates.allSatisfy { (0.1...10).contains($0) }
  }

  /// The sides that trees learn what is usual from.
  var sides: [BeatSide] { seesNext ? [.earlier, .later] : [.earlier] }

  /// Whether the trees see the interval after the beat.
  var seesNext: Bool { context != .before }

  /// The contexts that a classifier of this recipe can be asked for.
  package var contexts: [BeatContext] { seesNext ? [.after, .families, .record] : [.before] }
}
