public import ArgumentParser
import BenchmarkSupport
public import ECGDatasets
import ECGClassifier
import ECGEvaluation
import Foundation
import ECGNeuralNetwork

/// Trains a variant of a recipe on four fifths of the official training beats and scores it
/// on the rest. The official test beats are not looked at.
@main
struct TryRecipe: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "try-recipe",
    abstract: "Trains a variant of a recipe and scores it on validation beats.",
    discussion: """
      Prints a row of a Markdown table: parameters, MFLOP a beat, accuracy, macro-F1, F1 of S, V and F,
      mean average precision, log loss (after temperature scaling) and seconds of training. The last
      epoch is scored, none is chosen. ECG_DATA names the folder with the beats.
      """)

  @Option(help: "The recipe that the other options change.")
  var recipe = "default"
  @Option(help: "What the row is called.")
  var name = ""
  @Option(help: "The channels of the first convolution and of each stage, such as 32,32,48,64,64.")
  var filters: String?
  @Option(help: "The taps of the convolutions in blocks.")
  var kernel: Int?
  @Option(help: "The residual blocks in a stage.")
  var blocks: Int?
  @Option(help: "The width of the dense layer before the last.")
  var hidden: Int?
  @Option(help: "The dropout in blocks.")
  var dropout: Float?
  @Option(help: "The dropout before dense layers.")
  var denseDropout: Float?
  @Option(help: "none, sqrt or balanced.")
  var classWeights: ClassWeighting?
  @Option(help: "The label smoothing.")
  var labelSmoothing: Float?
  @Option(help: "The highest learning rate.")
  var learningRate: Float?
  @Option(help: "The weight decay.")
  var weightDecay: Float?
  @Option(help: "The epochs.")
  var epochs: Int?
  @Option(help: "The beats in a step.")
  var batch: Int?
  @Option(help: "The α of mixup; 0 for none.")
  var mixup: Double?
  @Option(help: "The decay of the average of weights; 0 for none.")
  var averaging: Double?
  @Option(
    help: "share,stretch,shift,scale,noise,wander of the augmentation; see BeatAugmentation.")
  var augmentation: String?
  @Option(help: "The seed of the first network.")
  var seed: UInt64 = 1
  @Option(help: "The networks whose probabilities are averaged.")
  var members = 1
  @Option(help: "The threads that share the work.")
  var threads = 2

  func run() throws {
    let recipe = try variant()
    let beats = try BenchmarkBeats().officialTraining()
    let validation = beats.selecting(
      StratifiedSplit(
        labels: beats.labels, validationShare: recipe.validationShare, seed: recipe.splitSeed
      ).validation)
    var observer = TrainingObserver()
    observer.onEpoch = { state in
      guard let epoch = state.history.epochs.last else { return }
      let figures = [epoch.loss, epoch.validationAccuracy ?? 0, epoch.validationMacroF1 ?? 0]
      let text = figures.map { String(format: "%.4f", $0) }.joined(separator: " ")
      FileHandle.standardError.write(Data("\(name) epoch \(epoch.number): \(text)\n".utf8))
    }
    let start = ContinuousClock.now
    let classifier = try ClassifierTraining(
      recipe: recipe, seed: seed, members: members, threads: threads
    ).train(on: beats, observer: observer)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let evaluation = try Evaluation(
      task: beats.task, labels: validation.labels,
      probabilities: classifier.probabilities(of: validation.values, threads: threads))
    print(row(evaluation, network: classifier.members[0].network, seconds: seconds))
  }

  private func row(_ evaluation: Evaluation, network: Network, seconds: Double) -> String {
    let scores =
      [evaluation.accuracy, evaluation.f1.macro] + [1, 2, 3].map { evaluation.classes[$0].f1 }
    let cells =
      [
        name, "\(network.parameters.count)",
        String(format: "%.1f", Double(network.flopsPerExample) / 1e6),
      ]
      + (scores + [evaluation.macroAveragePrecision ?? 0, evaluation.logLoss])
      .map { String(format: "%.4f", $0) } + [String(format: "%.0f", seconds)]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  /// The recipe with what the options change.
  private func variant() throws -> Recipe {
    guard var result = Recipe.named(recipe) else {
      throw ValidationError("There is no recipe \(recipe).")
    }
    // Twice as many beats as training sets apart: F has but 641 in all.
    (result.validationShare, result.splitSeed) = (0.2, 12345)
    result.training.earlyStopping = nil
    if case .residual(var network) = result.network {
      if let filters { network.filters = try numbers(filters, Int.init) }
      network.kernel = kernel ?? network.kernel
      network.blocks = blocks ?? network.blocks
      network.hidden = hidden ?? network.hidden
      network.dropout = dropout ?? network.dropout
      network.denseDropout = denseDropout ?? network.denseDropout
      result.network = .residual(network)
    }
    result.classWeighting = classWeights ?? result.classWeighting
    if let labelSmoothing { result.training.loss.labelSmoothing = labelSmoothing }
    if let weightDecay { result.training.optimizer.weightDecay = weightDecay }
    result.learningRate = learningRate ?? result.learningRate
    result.epochs = epochs ?? result.epochs
    result.batchSize = batch ?? result.batchSize
    if let mixup { result.training.mixup = mixup > 0 ? Mixup(alpha: mixup) : nil }
    if let averaging {
      result.training.averaging = averaging > 0 ? WeightAveraging(decay: averaging) : nil
    }
    if let augmentation {
      let values = try numbers(augmentation, Double.init)
      guard values.count == 6 else {
        throw ValidationError("Expected 6 numbers for --augmentation, found \(values.count).")
      }
      result.augmentation = BeatAugmentation(
        share: values[0], stretch: values[1], shift: values[2], scale: values[3], noise: values[4],
        wander: values[5])
    }
    return result
  }

  private func numbers<Number>(_ text: String, _ parse: (String) -> Number?) throws -> [Number] {
    try text.split(separator: ",").map { part in
      guard let number = parse(String(part)) else {
        throw ValidationError("Expected numbers with commas between them, found \(text).")
      }
      return number
    }
  }
}

extension ClassWeighting: @retroactive ExpressibleByArgument {}
