import ECGDatasets
import ECGNeuralNetwork
import ECGEvaluation

extension RunReport {
  /// The report's figures by section, in the order they are shown.
  struct Figures {
    var data: [Figure] = []
    var beats: [Figure] = []
    var training: [Figure] = []
    var scores: [Figure] = []
    var records: [Figure] = []
    var confusion: [Figure] = []
    var probabilities: [Figure] = []
    var map: [Figure] = []
    var explanation: [Figure] = []
    var doubtful: [Figure] = []

    private static let sections: [any WritableKeyPath<Figures, [Figure]> & Sendable] = [
      \.data, \.beats, \.training, \.scores, \.records, \.confusion, \.probabilities, \.map,
      \.explanation, \.doubtful,
    ]

    var all: [Figure] { Self.sections.flatMap { self[keyPath: $0] } }

    /// Has the titles of all say that the beats are synthetic.
    mutating func callSynthetic() {
      for section in Self.sections {
        for index in self[keyPath: section].indices {
          self[keyPath: section][index].isSynthetic = true
        }
      }
    }
  }

  /// The figures of this report, ready to be drawn.
  public var figures: [Figure] { figuresBySection.all }

  var figuresBySection: Figures {
    var figures = Figures()
    if parts.contains(where: { $0.classCounts.contains { $0 > 0 } }) {
      figures.data = [
        .classDistribution(task: task, parts: parts.map { ($0.name, $0.classCounts) })
      ]
    }
    figures.beats = beatFigures
    if let history, !history.epochs.isEmpty {
      figures.training = [.trainingCurves(history), .learningRate(history)]
    }
    if let evaluation {
      let matrix = evaluation.confusionMatrix
      figures.scores = [
        .classScores(evaluation, intervals: intervals), .precisionRecall(evaluation),
        .receiverOperating(evaluation),
      ]
      if !records.isEmpty { figures.records = [.records(records)] }
      figures.confusion = [false, true].map { .confusionMatrix(matrix, isNormalized: $0) }
      figures.probabilities = [
        .reliability(Calibration(evaluation)), .abstaining(RiskCoverageCurve(evaluation)),
      ]
    }
    if let beatMap {
      figures.map = [
        .principalComponents(beatMap, task: task), .neighbours(beatMap, task: task),
      ]
      if !beatMap.records.isEmpty { figures.map.append(.neighboursByRecord(beatMap)) }
    }
    if !explained.isEmpty {
      figures.explanation = [
        .explainedBeats(task: task, beats: explained, samplingRate: samplingRate)
      ]
    }
    figures.doubtful = [(Figure.Doubt.uncertain, uncertain), (.wrong, wrong)]
      .filter { !$0.1.isEmpty }
      .map { .doubtfulBeats($0, task: task, beats: $1, samplingRate: samplingRate) }
    if isSynthetic { figures.callSynthetic() }
    return figures
  }

  private var beatFigures: [Figure] {
    var figures: [Figure] = []
    if meanBeats.contains(where: { $0.count > 0 }) {
      figures.append(.meanBeats(task: task, beats: meanBeats, samplingRate: samplingRate))
    }
    if let examples, examples.isLabelled, examples.count > 0 {
      figures.append(.sampleBeats(of: examples, samplingRate: samplingRate, seed: seed))
    }
    return figures
  }
}
