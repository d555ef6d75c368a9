public import ECGParallel
import ECGNeuralNetwork
public import ECGDatasets
public import ECGClassifier
import ECGEvaluation
import ECGRandom

extension RunReport {
  /// Beats of each class that are shown with what decided them.
  private static let explainedPerClass = 4
  /// Doubtful beats of each kind that are shown.
  static let shownDoubtful = 12

  /// Chooses beats of the scored part to show: of each class a few that were classified
  /// correctly, drawn with the report's seed, the least certain, and the most confidently wrong;
  /// and counts by record.
  ///
  /// - Parameters:
  ///   - dataset: the beats that ``evaluation`` scored.
  ///   - model: what they were classified by, to tell which part of each beat decided; nil to leave
  ///     that out, and with it the beats that were classified correctly.
  ///   - threads: how many threads share the work. The result does not depend on it.
  /// - Throws: `NetworkError` where the model takes other beats.
  public mutating func show(
    _ dataset: BeatDataset, classifiedBy model: HeartbeatClassifier?,
    threads: Int = ThreadCount.allCores
  ) throws {
    guard let evaluation, evaluation.labels.count == dataset.count else { return }
    records = RecordAccuracy.each(of: evaluation, origins: dataset.origins)
    beatMap = try model.flatMap {
      try BeatMap(of: dataset, seenBy: $0, seed: seed, threads: threads)
    }
    let doubtful = DoubtfulBeats(evaluation, count: Self.shownDoubtful)
    func shown(_ indices: [Int]) throws -> [ShownBeat] {
      var beats = indices.map { ShownBeat($0, of: dataset, evaluation) }
      guard let model else { return beats }
      let attributions = try model.attributions(
        of: beats.flatMap(\.samples), targets: beats.map(\.prediction), threads: threads)
      for index in beats.indices { beats[index].shares = attributions[index].shares }
      return beats
    }
    uncertain = try shown(doubtful.uncertain.map(\.index))
    wrong = try shown(doubtful.wrong.map(\.index))
    explained = model == nil ? [] : try shown(correctBeats(evaluation))
  }

  /// A few beats of each class that were classified correctly.
  private func correctBeats(_ evaluation: Evaluation) -> [Int] {
    var generator = SeededGenerator(seed: seed, purpose: "explained beats")
    return task.classes.indices.flatMap { kind in
      let members = evaluation.labels.indices.filter {
        evaluation.labels[$0] == kind && evaluation.predictions[$0] == kind
      }
      return members.shuffled(using: &generator).prefix(Self.explainedPerClass).sorted()
    }
  }
}

extension ShownBeat {
  /// A beat that was scored.
  fileprivate init(_ index: Int, of dataset: BeatDataset, _ evaluation: Evaluation) {
    let (label, prediction) = (evaluation.labels[index], evaluation.predictions[index])
    let row = index * evaluation.task.classes.count
    self.init(
      index: index, samples: dataset[beat: index], label: label,
      labelProbability: evaluation.probabilities[row + label], prediction: prediction,
      confidence: evaluation.probabilities[row + prediction], origin: dataset.origins?[index])
  }
}
