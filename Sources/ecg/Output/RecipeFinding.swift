import ECGClassifier
import ECGDatasets
import ECGNeuralNetwork
import ECGText
import Foundation

/// What `ecg recipe check` finds out about a recipe.
struct RecipeFinding: Encodable {
  /// A layer of the network.
  struct Layer: Encodable {
    /// The field that it stands in, as `--set` names it.
    let field: String
    let title: String
    /// Samples and channels, or the length of a vector.
    let output: [Int]
    let parameters: Int
  }

  let recipe: String
  let task: String
  let samplesPerBeat: Int
  let layers: [Layer]
  let cost: NetworkCost
  let remarks: [RecipeRemark]
  private let summary: String
  private let threads: Int

  private enum CodingKeys: CodingKey {
    case recipe, task, samplesPerBeat, layers, cost, remarks
  }

  /// - Throws: `NetworkError` where the layers do not fit together.
  init(_ recipe: Recipe, task: BeatTask, samplesPerBeat: Int, threads: Int) throws {
    let architecture = recipe.architecture(task: task, samplesPerBeat: samplesPerBeat)
    self.recipe = recipe.name
    self.task = task.name
    self.samplesPerBeat = samplesPerBeat
    self.threads = threads
    layers = try architecture.outline().map { layer in
      let output: [Int] =
        switch layer.output {
        case .sequence(let samples, let channels): [samples, channels]
        case .vector(let count): [count]
        }
      return Layer(
        field: layer.path, title: layer.title, output: output, parameters: layer.parameters)
    }
    cost = try NetworkCost(of: architecture, training: recipe.training, threads: threads)
    remarks = try recipe.remarks(task: task, samplesPerBeat: samplesPerBeat)
    summary = try architecture.summary()
  }

  /// The finding for the terminal.
  var text: String {
    let megabytes = String(format: "%.1f MB", Double(cost.trainingBytes) / 1e6)
    let memory =
      "Memory for training: \(megabytes) on \(threads.counted("thread")), besides the data"
    let odd = remarks.map { "  \($0.field): \($0.text)" }
    return ([summary, memory, ""] + (odd.isEmpty ? ["Nothing odd."] : ["Odd:"] + odd))
      .joined(separator: "\n")
  }
}
