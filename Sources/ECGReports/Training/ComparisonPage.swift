public import ECGEvaluation
public import ECGNeuralNetwork
import ECGText
import Foundation

/// A page on runs that were scored on the same beats: their training curves over one another, their
/// scores with intervals, and how each differs from the first.
public struct ComparisonPage: Sendable {
  /// One run.
  public struct Run: Sendable {
    /// What it is called.
    public var name: String
    /// The training of its first network; nil where it was not kept.
    public var history: TrainingHistory?
    /// The intervals of its scores, by the keys of the differences.
    public var intervals: [String: Interval]
    /// How it differs from the first; nil for the first.
    public var pair: PairedComparison?
    /// The p-value of McNemar's test, corrected for the number of runs; nil for the first.
    public var pValue: Double?

    /// Creates a run.
    public init(
      name: String, history: TrainingHistory?, intervals: [String: Interval],
      pair: PairedComparison? = nil, pValue: Double? = nil
    ) {
      (self.name, self.history, self.intervals) = (name, history, intervals)
      (self.pair, self.pValue) = (pair, pValue)
    }
  }

  /// The runs, the one that the others are compared with first.
  public var runs: [Run]
  /// `N`, the number of beats.
  public var beats: Int
  /// Whether the beats are made up, which the page then says.
  public var isSynthetic: Bool
  /// What the macro-F1 is over, in a sentence; nil where it is over all classes.
  public var macroScope: String?
  /// The program's version.
  public var version: String

  /// Creates a page.
  public init(
    runs: [Run], beats: Int, isSynthetic: Bool = false, macroScope: String? = nil, version: String
  ) {
    (self.runs, self.beats, self.macroScope) = (runs, beats, macroScope)
    (self.isSynthetic, self.version) = (isSynthetic, version)
  }

  /// The page as HTML.
  ///
  /// - Throws: what the template engine throws.
  public func page() throws -> String {
    try ReportPage(
      title: "Runs, compared",
      subtitle: "\(runs.count) runs · \(beats.grouped) beats, the same for all", version: version,
      isSynthetic: isSynthetic, warnings: [], keyNumbers: [],
      sections: [curves, scores, differences].compactMap(\.self)
    ).rendered()
  }

  private var curves: ReportPage.Section? {
    let trained = runs.compactMap { run in run.history.map { (run.name, $0) } }
    guard !trained.isEmpty else { return nil }
    let epochs = trained.map { $0.1.epochs.count }.max() ?? 1
    func chart(
      _ title: String, _ caption: String, _ value: (TrainingHistory.Epoch) -> Double?
    ) -> EpochChart {
      EpochChart(
        title: title, caption: caption,
        series: trained.enumerated().map { index, run in
          .init(name: run.0, values: run.1.epochs.map(value), look: index)
        }, epochs: epochs)
    }
    let charts = [
      chart(
        "Validation macro-F1", "The mean F1 of the classes on the beats set apart.",
        \.validationMacroF1),
      chart("Validation loss", "The mean loss on the beats set apart.", \.validationLoss),
      chart("Training loss", "The mean weighted loss over the beats in training.") { $0.loss },
    ]
    let left = runs.count - trained.count
    return .init(
      id: "curves", heading: "Training",
      paragraphs: left > 0
        ? ["\(left) of the runs kept no model, and with it no record of its training."] : [],
      strips: charts.map(\.strip))
  }

  private var scores: ReportPage.Section {
    let differences = runs.lazy.compactMap(\.pair).first?.differences ?? []
    return .init(
      id: "scores", heading: "Scores", paragraphs: [macroScope].compactMap(\.self),
      tables: [
        .init(
          caption: "Scores, below them 95 % intervals from drawing beats",
          columns: [.init(text: "score")] + runs.map { .init(text: $0.name, isNumber: true) },
          rows: differences.indices.map { index in
            let key = differences[index].key
            return (
              name: differences[index].name,
              cells: runs.map { run in
                let value =
                  run.pair.map { $0.differences[index].second } ?? differences[index].first
                return ReportPage.Cell(
                  text: Numerals.score(value, places: 4), isNumber: true,
                  interval: run.intervals[key].map { RunReport.range($0, places: 4) })
              }
            )
          })
      ])
  }

  private var differences: ReportPage.Section {
    let others = runs.filter { $0.pair != nil }
    let tests = ReportPage.Table(
      caption:
        "Beats that one of two runs alone is right on; McNemar's exact test, with Holm's correction",
      columns: [
        .init(text: "run"), .init(text: "right alone", isNumber: true),
        .init(text: "the first right alone", isNumber: true), .init(text: "p", isNumber: true),
      ],
      rows: others.map { run in
        (
          name: run.name,
          cells: [
            .init(text: run.pair?.mcNemar.secondOnly.grouped ?? "–", isNumber: true),
            .init(text: run.pair?.mcNemar.firstOnly.grouped ?? "–", isNumber: true),
            .init(
              text: run.pValue.map { $0 < 0.0001 ? "< 0.0001" : String(format: "%.4f", $0) } ?? "–",
              isNumber: true),
          ]
        )
      })
    let rows = others.first?.pair?.differences.indices.filter { index in
      others.contains { $0.pair?.differences[index].interval != nil }
    }
    let table = ReportPage.Table(
      caption:
        "Differences from \(runs.first?.name ?? "the first"), below them 95 % intervals of the paired bootstrap",
      columns: [.init(text: "score")] + others.map { .init(text: $0.name, isNumber: true) },
      rows: (rows ?? []).map { index in
        (
          name: others.first?.pair?.differences[index].name ?? "",
          cells: others.map { run in
            let difference = run.pair?.differences[index]
            let star = difference?.isClear == true ? " *" : ""
            return ReportPage.Cell(
              text: (difference?.value?.signed(decimals: 4) ?? "–") + star,
              isNumber: true,
              interval: difference?.interval.map {
                "\($0.low.signed(decimals: 4)) to \($0.high.signed(decimals: 4))"
              }
            )
          }
        )
      })
    return .init(
      id: "differences", heading: "Differences",
      paragraphs: [
        "* The interval leaves out 0. Beats of one patient are taken as independent, which they are not."
      ], tables: [tests, table])
  }
}
