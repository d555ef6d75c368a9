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

  private var level: String { Numerals.level(intervals?.level ?? 0.95) }

  /// An interval in numerals.
  static func range(_ interval: Interval, places: Int = 3) -> String {
    Numerals.score(interval.low, places: places) + "–"
      + Numerals.score(interval.high, places: places)
  }

  private func beatSection(_ figures: [Figure]) -> ReportPage.Section? {
    guard !figures.isEmpty else { return nil }
    return ReportPage.Section(id: "beats", heading: "Beats", figures: figures)
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
