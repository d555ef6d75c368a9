import ECGClassifier
import ECGFiles
import ECGText
import Foundation
import Mustache

/// The page as the template sees it. Text is plain here; the template escapes it.
struct ReportPage {
  /// A cell of a table.
  struct Cell {
    var text: String
    var isNumber = false
    /// A confidence interval below the number.
    var interval: String?
    /// Whether the text is a class's letter, which then has its mark before it.
    var isClass = false
  }

  /// A table whose first column names the rows.
  struct Table {
    var caption: String
    var columns: [Cell]
    var rows: [(name: String, cells: [Cell])]
  }

  /// A number at the top.
  struct KeyNumber {
    var name: String
    var value: String
    var detail: String?
  }

  /// The beats of a class, at the top.
  struct ClassCount {
    var symbol: String
    var name: String
    var count: Int
  }

  /// A picture of a recording in the page itself, in the page's colours.
  struct Strip {
    var title: String
    var caption: String
    /// An SVG element.
    var drawing: String
    /// Whether it is left out in print.
    var isOnScreenOnly = false
  }

  /// A command in the method section.
  struct Command {
    var name: String
    var text: String
  }

  /// A source, with its address.
  struct Reference {
    var text: String
    var link: String?
  }

  /// A section with its heading.
  struct Section {
    var id: String
    var heading: String
    var paragraphs: [String] = []
    var tables: [Table] = []
    var figures: [Figure] = []
    var strips: [Strip] = []
    /// Whether the strips are small enough for two to stand beside each other.
    var arePaired = false
    /// Whether the section is left out in print.
    var isOnScreenOnly = false
    var commands: [Command] = []
    var references: [Reference] = []
  }

  var title: String
  var subtitle: String
  var version: String
  var isSynthetic: Bool
  var warnings: [String]
  var classCounts: [ClassCount] = []
  var keyNumbers: [KeyNumber]
  var sections: [Section]
  /// What the reader fills in, by name, with what is known.
  var identity: [(name: String, value: String)] = []
  /// The drawn figures as SVG, by name; a figure that is not among them is left out.
  var pictures: [String: Data] = [:]

  /// The seconds after which a browser is to read the page again; nil for never.
  var refresh: Int?

  /// Where to get real beats, where these are made up.
  var realData = Reference(text: "MIT-BIH Arrhythmia Database", link: databaseLink)

  static let databaseLink = "https://physionet.org/content/mitdb/1.0.0/"

  /// Parsed once: there may be a page for each of many recordings.
  private static let template = Result {
    try MustacheTemplate(string: EmbeddedFile.text(of: "report.mustache"))
  }

  /// The page as HTML.
  ///
  /// - Throws: what Mustache throws of a template that makes no sense.
  func rendered() throws -> String {
    let template = try Self.template.get()
    let look = EmbeddedFile.text(of: "look.css")
    return template.render(context.merging(["look": look]) { first, _ in first })
  }

  private var context: [String: Any] {
    [
      "title": Markup.cleaned(title), "subtitle": Markup.cleaned(subtitle),
      "version": Markup.cleaned(version), "disclaimer": Disclaimer.text,
      "synthetic": isSynthetic, "databaseLink": realData.link ?? "",
      "realData": """
      To use real ones, download the \(realData.text) and name its folder, or set the \
      environment variable ECG_DATA to it:
      """,
      "hasWarnings": !warnings.isEmpty, "warnings": warnings.map(Markup.cleaned),
      "hasClassCounts": !classCounts.isEmpty, "classCounts": classCounts.map(context(of:)),
      "hasIdentity": !identity.isEmpty,
      "identity": identity.map { filled(["name": $0.name, "value": $0.value]) },
      "hasKeyNumbers": !keyNumbers.isEmpty,
      "keyNumbers": keyNumbers.map { number in
        filled(["name": number.name, "value": number.value, "detail": number.detail])
      },
      "sections": sections.map(context(of:)),
    ].merging(refresh.map { ["refresh": "\($0)"] } ?? [:]) { first, _ in first }
  }

  private func context(of count: ClassCount) -> [String: Any] {
    [
      "symbol": count.symbol, "name": count.name, "value": count.count.grouped,
      "mark": ClassMark(count.symbol)?.element ?? "",
    ]
  }

  private func context(of section: Section) -> [String: Any] {
    let drawn = section.figures.filter { pictures[$0.name] != nil }
    return [
      "id": section.id, "heading": section.heading,
      "paragraphs": section.paragraphs.map(Markup.cleaned),
      "tables": section.tables.map(context(of:)),
      "hasBody": !section.tables.isEmpty || !drawn.isEmpty, "figures": drawn.map(context(of:)),
      "hasStrips": !section.strips.isEmpty, "paired": section.arePaired,
      "screen": section.isOnScreenOnly,
      "strips": section.strips.map { strip in
        filled(["title": strip.title, "caption": strip.caption])
          .merging(["drawing": strip.drawing, "onScreen": strip.isOnScreenOnly]) {
            first, _ in first
          }
      },
      "commands": section.commands.map { filled(["name": $0.name, "text": $0.text]) },
      "hasReferences": !section.references.isEmpty,
      "references": section.references.map { filled(["text": $0.text, "link": $0.link]) },
    ]
  }

  private func context(of table: Table) -> [String: Any] {
    [
      "caption": Markup.cleaned(table.caption), "columns": table.columns.map(context(of:)),
      "rows": table.rows.map { row in
        ["name": Markup.cleaned(row.name), "cells": row.cells.map(context(of:))] as [String: Any]
      },
    ]
  }

  private func context(of cell: Cell) -> [String: Any] {
    let mark = cell.isClass ? ClassMark(cell.text)?.element : nil
    return filled(["text": cell.text, "interval": cell.interval])
      .merging(mark.map { ["mark": $0] } ?? [:]) { first, _ in first }
      .merging(["isNumber": cell.isNumber]) { first, _ in first }
  }

  private func context(of figure: Figure) -> [String: Any] {
    [
      "title": figure.title, "caption": Markup.cleaned(figure.caption),
      "alternativeText": Markup.cleaned(figure.alternativeText),
      "width": figure.width, "height": figure.height,
      "picture": pictures[figure.name]?.base64EncodedString() ?? "",
    ]
  }

  /// The texts that are there, cleaned. Those that are not must stay out: the template looks for a
  /// missing name in the context around it, but treats what is there as present.
  private func filled(_ texts: [String: String?]) -> [String: Any] {
    texts.compactMapValues { text in text.map(Markup.cleaned) ?? nil }
  }
}
