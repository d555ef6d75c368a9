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

    var all: [Figure] {
      data + beats + training + scores + records + confusion + probabilities + map + explanation
        + doubtful
    }
  }

  /// The figures of this report, ready to be drawn.
  public var figures: [Figure] { figuresBySection.all }

  var figuresBySection: Figures {
    var figures = Figures()
    if parts.contains(where: { $0.classCounts.contains { $0 > 0 } }) {
      figures.data = [
        .classDistribution(
          task: task, parts: parts.map { ($0.name, $0.classCounts) }, isSynthetic: isSynthetic)
      ]
    }
    figures.beats = beatFigures
    if let history, !history.epochs.isEmpty {
      figures.training = [
        .trainingCurves(history, isSynthetic: isSynthetic),
        .learningRate(history, isSynthetic: isSynthetic),
      ]
    }
    if let evaluation {
      let matrix = evaluation.confusionMatrix
      figures.scores = [
        .classScores(evaluation, intervals: intervals, isSynthetic: isSynthetic),
        .precisionRecall(evaluation, isSynthetic: isSynthetic),
        .receiverOperating(evaluation, isSynthetic: isSynthetic),
      ]
      if !records.isEmpty {
        figures.records = [.records(records, isSynthetic: isSynthetic)]
      }
      figures.confusion = [false, true].map {
        .confusionMatrix(matrix, isNormalized: $0, isSynthetic: isSynthetic)
      }
      figures.probabilities = [
        .reliability(Calibration(evaluation), isSynthetic: isSynthetic),
        .abstaining(RiskCoverageCurve(evaluation), isSynthetic: isSynthetic),
      ]
    }
    if let beatMap {
      figures.map = [
        .principalComponents(beatMap, task: task, isSynthetic: isSynthetic),
        .neighbours(beatMap, task: task, isSynthetic: isSynthetic),
      ]
      if !beatMap.records.isEmpty {
        figures.map.append(.neighboursByRecord(beatMap, isSynthetic: isSynthetic))
      }
    }
    if !explained.isEmpty {
      figures.explanation = [
        .explainedBeats(
          task: task, beats: explained, samplingRate: samplingRate, isSynthetic: isSynthetic)
      ]
    }
    figures.doubtful = [(Figure.Doubt.uncertain, uncertain), (.wrong, wrong)]
      .filter { !$0.1.isEmpty }
      .map {
        .doubtfulBeats(
          $0, task: task, beats: $1, samplingRate: samplingRate, isSynthetic: isSynthetic)
      }
    return figures
  }

  private var beatFigures: [Figure] {
    var figures: [Figure] = []
    if meanBeats.contains(where: { $0.count > 0 }) {
      figures.append(
        .meanBeats(
          task: task, beats: meanBeats, samplingRate: samplingRate, isSynthetic: isSynthetic))
    }
    if let examples, examples.isLabelled, examples.count > 0 {
      figures.append(
        .sampleBeats(
          of: examples, samplingRate: samplingRate, isSynthetic: isSynthetic, seed: seed))
    }
    return figures
  }
}
