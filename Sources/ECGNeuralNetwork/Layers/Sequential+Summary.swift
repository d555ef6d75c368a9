import ECGText

extension Sequential {
  /// A table of the layers with their output shapes and parameters, as Keras prints it.
  ///
  /// - Throws: ``NetworkError`` where the layers do not fit together.
  public func summary() throws -> String {
    let graph = try graph()
    let rows =
      [["Layer", "Output shape", "Parameters"], ["Input", "\(input)", "0"]]
      + (try outline(graph)).map {
        [
          String(repeating: "  ", count: $0.depth) + $0.title, "\($0.output)",
          $0.parameters.grouped,
        ]
      }
    let table = TextTable(rows: rows, alignments: [.left, .left])
    let line = String(repeating: "─", count: table.width)
    let text =
      [
        table.lines[0], line,
      ] + table.lines.dropFirst() + [
        line,
        "Parameters: \(graph.parameterCount.grouped) (and \(graph.statisticCount.grouped) running statistics)",
        "Multiply-adds an example: \((graph.flopsPerExample / 2).grouped)",
      ]
    return text.joined(separator: "\n")
  }
}
