import ECGNeuralNetwork
import ECGText

extension RunReport {
  /// How training went, and the network.
  func trainingSection(_ figures: [Figure]) -> ReportPage.Section? {
    guard let history, let last = history.epochs.last else { return nil }
    var facts = [Fact("epochs", String(history.epochs.count))]
    if let best = history.bestEpoch {
      facts.append(Fact("epoch whose weights were kept", "\(best)"))
    }
    if let reason = history.stopReason { facts.append(Fact("why training ended", reason)) }
    if !history.learningRateDrops.isEmpty {
      let epochs = history.learningRateDrops.map(String.init).joined(separator: ", ")
      facts.append(Fact("learning rate lowered after epoch", epochs))
    }
    let kept = history.keptEpoch ?? last
    facts.append(Fact("training loss, accuracy at that epoch", pair(kept.loss, kept.accuracy)))
    if let loss = kept.validationLoss {
      facts.append(
        Fact("validation loss, accuracy at that epoch", pair(loss, kept.validationAccuracy)))
    }
    if let macroF1 = kept.validationMacroF1 {
      facts.append(Fact("validation macro-F1 at that epoch", Numerals.score(macroF1)))
    }
    return ReportPage.Section(
      id: "training", heading: "Training",
      tables: [Self.table(of: facts, caption: "How training went", column: "value")]
        + (layers.isEmpty ? [] : [layerTable]),
      figures: figures)
  }

  /// A row of the table of layers.
  private struct LayerRow {
    var title: String
    var output: String
    var parameters: Int
    var depth: Int
  }

  /// The layers, those that only scale, bend or drop what the one before them gives in its row.
  private static func joined(_ layers: [LayerOutline]) -> [LayerRow] {
    var rows: [LayerRow] = []
    for (index, layer) in layers.enumerated() {
      let isBlock = index + 1 < layers.count && layers[index + 1].depth > layer.depth
      let isSmall = layer.parameters <= 4 * layer.output.columns
      if let last = rows.last, !isBlock, isSmall, last.depth == layer.depth,
        last.output == "\(layer.output)"
      {
        rows[rows.count - 1].title += ", \(layer.title)"
        rows[rows.count - 1].parameters += layer.parameters
      } else {
        rows.append(
          LayerRow(
            title: layer.title, output: "\(layer.output)", parameters: layer.parameters,
            depth: layer.depth))
      }
    }
    return rows
  }

  private var layerTable: ReportPage.Table {
    let rows = Self.joined(layers).map { layer in
      (
        // Spaces of a fixed width set in what is within a block.
        name: String(repeating: "\u{2003}", count: layer.depth) + layer.title,
        cells: [
          // In one line.
          ReportPage.Cell(text: layer.output.replacing(" ", with: "\u{A0}")),
          ReportPage.Cell(
            text: layer.parameters > 0 ? layer.parameters.grouped : "–", isNumber: true),
        ]
      )
    }
    let sum = layers.filter { $0.depth == 0 }.reduce(0) { $0 + $1.parameters }
    return ReportPage.Table(
      caption: "The network: what each layer gives for a beat, and its parameters",
      columns: [
        .init(text: "layer"), .init(text: "output"), .init(text: "parameters", isNumber: true),
      ],
      rows: rows + [
        (name: "all", cells: [.init(text: ""), .init(text: sum.grouped, isNumber: true)])
      ])
  }

  private func pair(_ loss: Double, _ accuracy: Double?) -> String {
    "\(Numerals.short(loss)), \(Numerals.score(accuracy))"
  }
}
