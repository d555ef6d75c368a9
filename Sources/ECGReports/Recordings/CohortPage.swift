import ECGText

/// A page on what many recordings came to: key numbers, charts and tables.
package struct CohortPage {
  /// A table whose first column names the rows, all cells as text.
  package struct Table {
    private let heading, caption: String
    private let rows: [[String]]
    private let isText: Bool
    fileprivate var charts: [Chart] = []

    /// - Parameters:
    ///   - rows: the names of the columns, then the rows.
    ///   - isText: whether the cells are words.
    ///   - charts: what is drawn below.
    package init(
      _ heading: String, caption: String, rows: [[String]], isText: Bool = false,
      charts: [Chart] = []
    ) {
      (self.heading, self.caption, self.rows) = (heading, caption, rows)
      (self.isText, self.charts) = (isText, charts)
    }

    fileprivate func section(_ number: Int) -> ReportPage.Section {
      .init(
        id: "table-\(number)", heading: heading,
        tables: [
          .init(
            caption: caption,
            columns: (rows.first ?? []).enumerated().map {
              .init(text: $1, isNumber: $0 > 0 && !isText)
            },
            rows: rows.dropFirst().map { row in
              (
                name: row.first ?? "",
                cells: row.dropFirst().map { .init(text: $0, isNumber: !isText) }
              )
            })
        ], strips: charts.map(\.strip), arePaired: true)
    }
  }

  /// How many recordings lie in which range of a number.
  package struct Chart {
    private let title: String
    private let bars: [(label: String, count: Int)]

    /// - Precondition: there is a bar.
    package init(_ title: String, bars: [(label: String, count: Int)]) {
      (self.title, self.bars) = (title, bars)
    }

    fileprivate var strip: ReportPage.Strip {
      let frame = ChartFrame(
        x: AxisRange(low: 0, high: Double(bars.count), step: 1),
        y: AxisRange(holding: [0, Double(max(bars.map(\.count).max() ?? 0, 4))], count: 4))
      var (area, counts) = ("", "")
      for (index, bar) in bars.enumerated() where bar.count > 0 {
        let left = Double(index)
        area += frame.box(left + 0.1...left + 0.9, 0...Double(bar.count))
        // Narrower bars have no room for them.
        guard bars.count <= 10 else { continue }
        counts += ChartFrame.text(
          bar.count.grouped, frame.column(left + 0.5), frame.row(Double(bar.count)) - 3,
          anchor: "middle")
      }
      let words = bars.map { "\($0.label): \($0.count)" }.joined(separator: ", ")
      // As many labels as there is room for.
      let step = (bars.count + 7) / 8
      return ReportPage.Strip(
        title: title,
        caption: "\(title): how many recordings, by the upper end of each range.",
        drawing: frame.picture(
          "Recordings by \(title). \(words)", keys: [],
          labels: stride(from: 0, to: bars.count, by: step).map {
            (at: Double($0) + 0.5, lines: [bars[$0].label])
          }, units: ("", "recordings"), ChartFrame.area(area, "class-N") + counts))
    }
  }

  private let title, subtitle, version: String
  private let numbers: [(name: String, value: String, detail: String?)]
  private let tables: [Table]

  /// Creates a page.
  package init(
    title: String, subtitle: String, numbers: [(name: String, value: String, detail: String?)],
    tables: [Table], version: String
  ) {
    (self.title, self.subtitle, self.version) = (title, subtitle, version)
    (self.numbers, self.tables) = (numbers, tables)
  }

  /// The page as HTML.
  ///
  /// - Throws: what the template engine throws.
  package func page() throws -> String {
    try ReportPage(
      title: title, subtitle: subtitle, version: version, isSynthetic: false, warnings: [],
      keyNumbers: numbers.map { .init(name: $0.name, value: $0.value, detail: $0.detail) },
      sections: tables.enumerated().map { $1.section($0) }
    ).rendered()
  }
}
