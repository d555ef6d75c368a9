import ECGDatasets
import ECGNeuralNetwork
import ECGEvaluation
import ECGText
import Foundation

extension RunReport {
  /// The page as HTML, with `pictures` of the figures as SVG, by name.
  func page(pictures: [String: Data]) throws -> String {
    let figures = figuresBySection
    var warnings = warnings
    if pictures.isEmpty && !figures.all.isEmpty {
      warnings.append(
        "There are no figures: \(GnuplotError.notInstalled), and run the command again.")
    }
    let sections: [ReportPage.Section?] = [
      dataSection(figures.data), beatSection(figures.beats), trainingSection(figures.training),
      scoreSection(figures.scores), recordSection(figures.records), patientSection,
      confusionSection(figures.confusion),
      probabilitySection(figures.probabilities), mapSection(figures.map),
      explanationSection(figures.explanation),
      doubtfulSection(figures.doubtful), wordSection, methodSection,
    ]
    return try ReportPage(
      title: title, subtitle: subtitle, version: version, isSynthetic: isSynthetic,
      warnings: warnings, keyNumbers: keyNumbers, sections: sections.compactMap { $0 },
      pictures: pictures, realData: Self.realData(for: task)
    ).rendered()
  }

  private var subtitle: String {
    let counts = parts.map { "\($0.classCounts.reduce(0, +).grouped) beats in \($0.name)" }
    let classes = "\(task.classes.count) classes"
    return (["Task: \(task.name)", classes] + counts + ["seed \(seed)"]).joined(separator: " · ")
  }

  private var keyNumbers: [ReportPage.KeyNumber] {
    guard let evaluation else {
      return parts.map { part in
        ReportPage.KeyNumber(
          name: "beats in \(part.name)", value: part.classCounts.reduce(0, +).grouped)
      }
    }
    let accuracy = ReportPage.KeyNumber(
      name: "accuracy", value: Numerals.score(evaluation.accuracy, places: 4),
      detail: words(for: intervals?.accuracy))
    let beats = ReportPage.KeyNumber(
      name: "beats scored", value: evaluation.labels.count.grouped,
      detail: "part: \(evaluatedPart)")
    if let scores = BinaryScores(evaluation, intervals: intervals) {
      return [
        accuracy,
        .init(
          name: "sensitivity", value: Numerals.score(scores.sensitivity, places: 4),
          detail: words(for: scores.intervals?.sensitivity)),
        .init(
          name: "specificity", value: Numerals.score(scores.specificity, places: 4),
          detail: words(for: scores.intervals?.specificity)),
        .init(name: "ROC-AUC", value: Numerals.score(scores.rocAUC, places: 4)), beats,
      ]
    }
    return [
      accuracy,
      .init(
        name: "macro-F1", value: Numerals.score(evaluation.f1.macro, places: 4),
        detail: words(for: intervals?.f1.macro, evaluation.confusionMatrix.meanScope)),
      .init(
        name: "weighted F1", value: Numerals.score(evaluation.f1.weighted, places: 4),
        detail: words(for: intervals?.f1.weighted)), beats,
    ]
  }

  private func words(for interval: Interval?, _ scope: String? = nil) -> String? {
    let parts = [interval.map { "\(level) CI \(Self.range($0, places: 4))" }, scope]
      .compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// What intervals are called, such as `95 % confidence interval (CI)`.
  var intervalName: String { "\(level) confidence interval (CI)" }

  private var level: String { "\(Numerals.short((intervals?.level ?? 0.95) * 100))\u{A0}%" }

  /// An interval in numerals.
  static func range(_ interval: Interval, places: Int = 3) -> String {
    Numerals.score(interval.low, places: places) + "–"
      + Numerals.score(interval.high, places: places)
  }

  private func beatSection(_ figures: [Figure]) -> ReportPage.Section? {
    guard !figures.isEmpty else { return nil }
    return ReportPage.Section(id: "beats", heading: "Beats", figures: figures)
  }

  private func trainingSection(_ figures: [Figure]) -> ReportPage.Section? {
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

  private func confusionSection(_ figures: [Figure]) -> ReportPage.Section? {
    guard let evaluation else { return nil }
    let matrix = evaluation.confusionMatrix
    let names = matrix.classes.map(\.symbol)
    let rows = zip(names, matrix.counts).map { name, counts in
      (
        name: "true \(name)",
        cells: counts.map { ReportPage.Cell(text: $0.grouped, isNumber: true) }
      )
    }
    return ReportPage.Section(
      id: "confusion", heading: "Confusion",
      tables: [
        .init(
          caption: "Beats of each true class (rows) by the class they were taken for (columns)",
          columns: [.init(text: "class")] + names.map { .init(text: $0, isNumber: true) },
          rows: rows)
      ],
      figures: figures)
  }

  private var wordSection: ReportPage.Section? {
    guard let evaluation else { return nil }
    return ReportPage.Section(
      id: "words", heading: "Easy and hard",
      paragraphs: EvaluationSummary(evaluation).sentences)
  }

  /// Facts as a table of two columns.
  static func table(of facts: [Fact], caption: String, column: String) -> ReportPage.Table {
    ReportPage.Table(
      caption: caption, columns: [.init(text: "fact"), .init(text: column)],
      rows: facts.map { ($0.name, [.init(text: $0.value)]) })
  }
}
