import ECGSignals

/// What a beat is to be told apart into: an ordered list of classes.
///
/// Labels are indices into `classes`. The order is part of the task: files and models store the
/// index.
public struct BeatTask: Codable, Equatable, Hashable, Sendable {
  /// One class of beats.
  public struct Class: Codable, Equatable, Hashable, Sendable {
    /// The short name used in tables, figures and files, such as `N`.
    public let symbol: String
    /// The name in words, such as `normal`.
    public let name: String

    /// Creates a class.
    public init(symbol: String, name: String) {
      self.symbol = symbol
      self.name = name
    }
  }

  /// The task's name, as in `--task`.
  public let name: String
  /// The `K` classes in label order.
  public let classes: [Class]

  /// Creates a task.
  public init(name: String, classes: [Class]) {
    self.name = name
    self.classes = classes
  }

  /// The five classes of ANSI/AAMI EC57 as the Kaggle files number them.
  public static let arrhythmia = BeatTask(
    name: "arrhythmia",
    classes: AAMIClass.allCases.map { Class(symbol: String($0.letter), name: $0.name) })

  /// Healthy controls against myocardial infarction, as Kaggle's PTB files number them.
  public static let infarction = BeatTask(
    name: "infarction",
    classes: [
      Class(symbol: "N", name: "healthy control"),
      Class(symbol: "MI", name: "myocardial infarction"),
    ])

  /// Of two classes, the label of the one that means that what is looked for is not there.
  package static let negativeLabel = 0
  /// Of two classes, the label of the one that is looked for.
  package static let positiveLabel = 1

  /// The tasks that can be named.
  public static let all: [BeatTask] = [.arrhythmia, .infarction]

  /// The task called `name`.
  public static func named(_ name: String) -> BeatTask? { all.first { $0.name == name } }
}
