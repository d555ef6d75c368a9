import ECGDatasets
import ECGEvaluation
import Testing

/// Labels and probabilities that Python makes alike; see ``Golden`` for its program.
struct GoldenCase: Sendable, CustomTestStringConvertible {
  let name: String
  let labels: [Int]
  let probabilities: [Float]
  let classes: Int
  let golden: GoldenScores

  var testDescription: String { name }

  init(
    _ name: String, seed: UInt64, beats: Int, classes: Int, levels: UInt64, bonus: Int,
    labels allowed: [Int], never: Set<Int> = [], golden: GoldenScores
  ) {
    var state = seed
    func draw() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    var labels: [Int] = []
    var probabilities: [Float] = []
    for _ in 0..<beats {
      let label = allowed[Int(draw() % UInt64(allowed.count))]
      let weights = (0..<classes).map { index in
        let weight = 1 + Int(draw() % levels) + (index == label ? bonus : 0)
        return never.contains(index) ? 0 : weight
      }
      labels.append(label)
      probabilities += weights.map { Float($0) / Float(weights.reduce(0, +)) }
    }
    self.name = name
    self.labels = labels
    self.probabilities = probabilities
    self.classes = classes
    self.golden = golden
  }

  var task: BeatTask {
    BeatTask(name: "golden", classes: Array(BeatTask.arrhythmia.classes.prefix(classes)))
  }

  func evaluation() throws -> Evaluation {
    try Evaluation(task: task, labels: labels, probabilities: probabilities)
  }

  static let kaggleLike = GoldenCase(
    "kaggleLike", seed: 1, beats: 21_892, classes: 5, levels: 1000, bonus: 700,
    labels: Array(repeating: 0, count: 30) + [1, 2, 2, 3, 4, 4], golden: Golden.kaggleLike)
  static let tied = GoldenCase(
    "tied", seed: 2, beats: 60, classes: 5, levels: 3, bonus: 2, labels: [0, 1, 2, 3, 4],
    golden: Golden.tied)
  static let absentAndNeverPredicted = GoldenCase(
    "absentAndNeverPredicted", seed: 3, beats: 300, classes: 5, levels: 100, bonus: 60,
    labels: [0, 1, 3], never: [3, 4], golden: Golden.absentAndNeverPredicted)
  static let twoClasses = GoldenCase(
    "twoClasses", seed: 4, beats: 200, classes: 2, levels: 20, bonus: 5, labels: [0, 0, 1],
    golden: Golden.twoClasses)
  static let oneBeat = GoldenCase(
    "oneBeat", seed: 5, beats: 1, classes: 5, levels: 10, bonus: 20, labels: [1],
    golden: Golden.oneBeat)
  static let oneClass = GoldenCase(
    "oneClass", seed: 6, beats: 50, classes: 5, levels: 10, bonus: 6, labels: [2],
    golden: Golden.oneClass)

  static let all = [
    kaggleLike, tied, absentAndNeverPredicted, twoClasses, oneBeat, oneClass,
  ]
}

/// Another program's scores of a case.
struct GoldenScores: Sendable {
  let confusion: [[Int]]
  let accuracy: Double
  /// Macro and weighted.
  let precision, recall, f1: [Double]
  let classPrecision, classRecall, classF1: [Double]
  let rocAUC, averagePrecision: [Double?]
  let balancedAccuracy: Double
  let kappa: Double?
  let matthews, logLoss: Double
}
