import ECGDatasets
import ECGText

extension RunReport {
  /// What was found where, and what is in it.
  func dataSection(_ figures: [Figure]) -> ReportPage.Section {
    let together = Self.table(of: dataFacts, caption: "The data as a whole", column: "value")
    let tables = [together, factTable, classTable, firstBeatTable]
    return ReportPage.Section(
      id: "data", heading: "Data", paragraphs: splitStatement,
      tables: tables.filter { !$0.rows.isEmpty }, figures: figures)
  }

  private var splitStatement: [String] {
    guard isOfficialSplit, !isSynthetic else { return [] }
    return [
      """
      Training and test beats follow the split of the Kaggle files, which divides beats, not \
      patients: every patient is in both parts. Scores on it compare programs with one another; \
      they say little about new patients.
      """
    ]
  }

  /// What inspection found: a row for each fact, a column for each part.
  private var factTable: ReportPage.Table {
    let columns = parts.map { ReportPage.Cell(text: $0.name) }
    let values = parts.map { part in
      Dictionary(part.facts.map { ($0.name, $0.value) }) { first, _ in first }
    }
    return ReportPage.Table(
      caption: "What was found", columns: [.init(text: "fact")] + columns,
      rows: factNames.map { name in
        (name, values.map { ReportPage.Cell(text: $0[name] ?? "–") })
      })
  }

  /// The names of the parts' facts, each once, in the order they come.
  private var factNames: [String] {
    var seen = Set<String>()
    return parts.flatMap(\.facts).map(\.name).filter { seen.insert($0).inserted }
  }

  private static let firstSamplesShown = 8

  private var firstBeatTable: ReportPage.Table {
    let shown = min(Self.firstSamplesShown, firstBeats.map(\.samples.count).max() ?? 0)
    let columns = (0..<shown).map { ReportPage.Cell(text: "\($0)", isNumber: true) }
    let rows = firstBeats.enumerated().map { index, beat in
      let samples = beat.samples.prefix(shown).map { value in
        ReportPage.Cell(text: Numerals.score(value.map(Double.init)), isNumber: true)
      }
      return (name: "\(index + 1)", cells: [.init(text: beat.classSymbol ?? "–")] + samples)
    }
    return ReportPage.Table(
      caption: "The first beats of \(parts.first?.name ?? "the data"): class and first samples",
      columns: [.init(text: "beat"), .init(text: "class")] + columns, rows: rows)
  }

  private var classTable: ReportPage.Table {
    let totals = parts.map { $0.classCounts.reduce(0, +) }
    let columns = parts.map { ReportPage.Cell(text: $0.name, isNumber: true) }
    let rows = task.classes.enumerated().map { index, kind in
      (
        name: "\(kind.symbol), \(kind.name)",
        cells: zip(parts, totals).map { part, total in
          cell(part.classCounts.indices.contains(index) ? part.classCounts[index] : 0, of: total)
        }
      )
    }
    let sums = totals.map { ReportPage.Cell(text: $0.grouped, isNumber: true) }
    return ReportPage.Table(
      caption: "Beats of each class", columns: [.init(text: "class")] + columns,
      rows: rows + [("all", sums)])
  }

  private func cell(_ count: Int, of total: Int) -> ReportPage.Cell {
    let share = total > 0 ? Double(count) / Double(total) : 0
    return ReportPage.Cell(
      text: count.grouped, isNumber: true, interval: Numerals.percent(share))
  }
}
