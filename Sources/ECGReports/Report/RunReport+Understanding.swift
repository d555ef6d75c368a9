import ECGDatasets
import ECGText

extension RunReport {
  /// Beats as the network sees them.
  func mapSection(_ figures: [Figure]) -> ReportPage.Section? {
    guard let beatMap, !figures.isEmpty else { return nil }
    return ReportPage.Section(
      id: "map", heading: "Map of beats",
      paragraphs: [
        """
        \(beatMap.labels.count.grouped) beats of \(evaluatedPart), of each class as many where there are \
        enough, by the activations before the network's last layer: the numbers in which it sees a beat \
        before it decides. Methods: principal components, and t-SNE (van der Maaten and Hinton, Journal \
        of Machine Learning Research 9, 2008).
        """
      ], figures: figures)
  }

  /// Which parts of beats decided.
  func explanationSection(_ figures: [Figure]) -> ReportPage.Section? {
    guard !explained.isEmpty else { return nil }
    return ReportPage.Section(
      id: "explanation", heading: "What decides",
      paragraphs: [
        """
        Beats of \(evaluatedPart) that were classified correctly, coloured by what each part adds to \
        the log-odds of the class or takes from them, against the same beat without its waves (a \
        moving mean over 21 samples). The method is integrated gradients (Sundararajan, Taly and Yan, \
        ICML 2017). It tells what the network looks at, not what is right.
        """
      ], figures: figures)
  }

  /// The least certain beats and the most confidently wrong ones.
  func doubtfulSection(_ figures: [Figure]) -> ReportPage.Section? {
    guard !uncertain.isEmpty else { return nil }
    var paragraphs = [
      """
      The beats of \(evaluatedPart) to look at first: those whose class was the least certain, and \
      those that were taken for another class than their label with the highest confidence. A good \
      part of the latter are doubtful labels. doubtful-beats.csv, where the command wrote it, lists \
      more of them.
      """
    ]
    if uncertain.contains(where: { $0.origin == nil }) {
      paragraphs.append(
        """
        Which record and time these beats come from is not known: the data does not say so. Beats read \
        from records, or from files that were prepared from them with their provenance, come with it; the \
        others are named by their index, counted from 0.
        """)
    }
    if wrong.isEmpty { paragraphs.append("Every beat was classified correctly.") }
    let tables = [
      doubtfulTable(uncertain, caption: "The least certain beats"),
      doubtfulTable(wrong, caption: "The most confidently wrong beats"),
    ]
    return ReportPage.Section(
      id: "doubtful", heading: "Doubtful beats", paragraphs: paragraphs,
      tables: tables.filter { !$0.rows.isEmpty }, figures: figures)
  }

  private func doubtfulTable(_ beats: [ShownBeat], caption: String) -> ReportPage.Table {
    let names = [
      "beat", "label", "taken for", "probability", "of the label", "record", "time",
    ]
    let areNumbers = [false, false, false, true, true, false, true]
    let rows = beats.map { beat in
      let label = beat.label.map { task.classes[$0].symbol } ?? "–"
      let labelProbability = Numerals.score(beat.labelProbability.map(Double.init))
      let time = beat.origin.map { $0.time ?? "sample \($0.sample)" } ?? "unknown"
      let cells: [String] = [
        label, task.classes[beat.prediction].symbol, Numerals.score(Double(beat.confidence)),
        labelProbability, beat.origin?.record ?? "unknown", time,
      ]
      return (
        name: beat.index.grouped,
        cells: zip(cells, areNumbers.dropFirst()).map { ReportPage.Cell(text: $0, isNumber: $1) }
      )
    }
    return ReportPage.Table(
      caption: caption,
      columns: zip(names, areNumbers).map { ReportPage.Cell(text: $0, isNumber: $1) }, rows: rows)
  }
}
