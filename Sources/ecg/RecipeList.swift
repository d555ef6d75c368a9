import ArgumentParser
import ECGClassifier
import ECGDatasets
import ECGNeuralNetwork
import ECGText

/// `ecg recipe list`.
struct RecipeList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the recipes of the program.",
    discussion: Wording.disclaimer)

  @OptionGroup var jsonOption: JSONOption

  private struct Row: Encodable {
    let name: String
    let summary: String
    let epochs: Int
    let parameters: Int
    let multiplyAdds: Int
  }

  func run() throws {
    let rows = try Recipe.all.map { recipe in
      let cost = try NetworkCost(
        of: recipe.architecture(
          task: .arrhythmia, samplesPerBeat: BeatDataset.kaggleSamplesPerBeat),
        training: recipe.training, threads: 1)
      return Row(
        name: recipe.name, summary: recipe.summary, epochs: recipe.epochs,
        parameters: cost.parameters, multiplyAdds: cost.multiplyAdds)
    }
    let console = jsonOption.console
    let table = TextTable(
      rows: [["Recipe", "Epochs", "Parameters", "Multiply-adds", "What it is"]]
        + rows.map {
          [$0.name, "\($0.epochs)", $0.parameters.grouped, $0.multiplyAdds.grouped, $0.summary]
        }, alignments: [.left, .right, .right, .right, .left])
    try console.answer(rows, text: table.description)
  }
}
