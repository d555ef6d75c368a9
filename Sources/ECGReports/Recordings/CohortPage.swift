/// A page on what many recordings came to: key numbers and tables.
package struct CohortPage {
  /// A table whose first column names the rows, all cells as text.
  package struct Table {
    private let heading, caption: String
    private let rows: [[String]]

    /// - Parameter rows: the names of the columns, then the rows.
    package init(_ heading: String, caption: String, rows: [[String]]) {
      (self.heading, self.caption, self.rows) = (heading, caption, rows)
    }

    fileprivate func section(_ number: Int) -> ReportPage.Section {
      .init(
        id: "table-\(number)", heading: heading,
        tables: [
          .init(
            caption: caption,
            columns: (rows.first ?? []).enumerated().map { .init(text: $1, isNumber: $0 > 0) },
            rows: rows.dropFirst().map { row in
              (
                name: row.first ?? "",
                cells: row.dropFirst().map { .init(text: $0, isNumber: true) }
              )
            })
        ])
    }
  }

  private let title, subtitle, version: String
  private let numbers: [(name: String, value: String)]
  private let tables: [Table]

  /// Creates a page.
  package init(
    title: String, subtitle: String, numbers: [(name: String, value: String)], tables: [Table],
    version: String
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
      keyNumbers: numbers.map { .init(name: $0.name, value: $0.value) },
      sections: tables.enumerated().map { $1.section($0) }
    ).rendered()
  }
}
