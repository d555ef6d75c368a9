import ECGFiles
import ECGText

/// How the rows of a table are written: what separates their cells, what marks their numbers have,
/// and where they begin.
struct TableForm {
  /// What a column mostly holds.
  enum Kind { case number, clock, text }

  let separator: CellSeparator
  let marks: NumberMarks
  /// The first row, as an index of the sample's lines.
  let start: Int
  /// What each of the columns holds.
  let kinds: [Kind]
  /// What the first two lines say where they are numbers as well; the rows begin behind them.
  let stamp: TableStamp?

  var columnCount: Int { kinds.count }

  /// A table of one column has no separator; this one never stands in a number.
  private static let none = CellSeparator.semicolon
  private static let candidates: [CellSeparator] = [
    .tab, .semicolon, .bar, .comma, .blanks,
  ]

  /// - Throws: ``FileError`` where there are no rows of numbers, or they cannot be told apart.
  init(of sample: TableSample) throws {
    let lines = sample.lines
    // Rows of numbers alone say best where the table begins; one with a column of words has none,
    // and there its latter half is looked at, which no header reaches.
    let first = lines.firstIndex { line in Self.isStrict(line) }
    let body = lines[(first ?? lines.count / 2)...]
    // Cells are made of lines that a separator cuts at all; most leave them whole.
    let usable = Self.candidates.filter { separator in
      body.contains { $0.cellCount(separator) > 1 }
    }.map { Rows(body, separator: $0) }.filter {
      $0.count > 1 && $0.share >= 0.5 && $0.hasNumbers
    }
    // What cuts rows into numbers alone comes first: between blanks, commas are decimal marks.
    let separated = usable.first(where: \.isOfNumbers) ?? usable.first
    var rows = separated ?? Rows(body, separator: Self.none)
    guard rows.hasNumbers else { throw Self.noRows(sample) }
    var marks: NumberMarks?
    if rows.separator == .comma {
      let commas = SplitDecimals(rows, header: lines[..<(first ?? 0)].last)
      switch commas.verdict {
      case .none: break
      case .oneColumn:
        rows = Rows(body, separator: Self.none)
        marks = .continental
      case .refused: throw commas.refusal(sample)
      }
    }
    let found = try marks ?? Self.marks(of: rows, sample)
    self.marks = found
    separator = rows.separator
    let kinds = rows.kinds(found)
    self.kinds = kinds
    guard
      let start = lines.firstIndex(where: { line in
        Self.isRow(line.cells(rows.separator), of: kinds, found)
      })
    else { throw Self.noRows(sample) }
    stamp = TableStamp(lines[start...], rows.separator, found)
    guard stamp == nil else {
      self.start = start + 2
      return
    }
    let cells = lines[start].cells(rows.separator)
    let isHeader =
      Self.isNumbering(cells, body: rows)
      || start > 0
        && (Self.isWithoutUnits(cells)
          || Self.areCounts(cells, below: lines[start - 1].cells(rows.separator)))
    self.start = start + (start + 1 < lines.count && isHeader ? 1 : 0)
  }

  /// Lines cut into cells by one separator.
  struct Rows {
    let separator: CellSeparator
    /// The cells that most lines have.
    let count: Int
    /// The lines that have so many.
    let rows: [(line: TableSample.Line, cells: [String])]
    /// Their share of all lines.
    let share: Double

    /// More lines say no more about the form.
    private static let linesLookedAt = 4_000

    init(_ lines: ArraySlice<TableSample.Line>, separator: CellSeparator) {
      self.separator = separator
      let all = lines.prefix(Self.linesLookedAt).map { ($0, $0.cells(separator)) }
      let tally = all.reduce(into: [:]) { $0[$1.1.count, default: 0] += 1 }
      let most = tally.values.max() ?? 0
      // Of equals, what the first line has.
      let count = all.first { tally[$0.1.count] == most }?.1.count ?? 0
      self.count = count
      rows = all.filter { $0.1.count == count }.map { (line: $0.0, cells: $0.1) }
      share = Double(rows.count) / Double(max(all.count, 1))
    }

    /// Whether cells stand in quotes.
    var isQuoted: Bool { rows.contains { $0.line.bytes.contains(UInt8(ascii: "\"")) } }

    /// Whether some column mostly holds numbers.
    var hasNumbers: Bool {
      (0..<count).contains { column in
        let filled = rows.map { TableCell(unmarked: $0.cells[column]) }.filter { $0 != .missing }
        let numbers = filled.count { if case .number = $0 { true } else { false } }
        return filled.isEmpty ? hasWord(column) : numbers * 2 >= filled.count
      }
    }

    /// Whether rows mostly hold nothing but numbers and times.
    var isOfNumbers: Bool {
      rows.count { $0.cells.allSatisfy { TableCell(unmarked: $0) != .text } } * 2 >= rows.count
    }

    /// Whether a column without numbers says in words that they are missing.
    private func hasWord(_ column: Int) -> Bool {
      rows.contains { !$0.cells[column].isEmpty }
    }

    func kinds(_ marks: NumberMarks) -> [Kind] {
      (0..<count).map { column in
        var (numbers, clocks, texts) = (0, 0, 0)
        for row in rows {
          switch TableCell(row.cells[column], marks: marks) {
          case .number: numbers += 1
          case .clock: clocks += 1
          case .text: texts += 1
          case .missing: break
          }
        }
        return texts > numbers + clocks ? .text : clocks > numbers ? .clock : .number
      }
    }
  }

  /// Whether each cell of a line is a number, a time of day or missing, and at least one a number
  /// or a word for one that is missing.
  private static func isStrict(_ line: TableSample.Line) -> Bool {
    (candidates + [none]).contains { separator in
      let cells = line.cells(separator)
      let found = cells.map(TableCell.init(unmarked:))
      return !found.contains(.text)
        && zip(cells, found).contains { cell, found in
          if case .number = found { true } else { found == .missing && !cell.isEmpty }
        }
    }
  }

  private static func isRow(_ cells: [String], of kinds: [Kind], _ marks: NumberMarks) -> Bool {
    guard cells.count == kinds.count else { return false }
    let isFilled = cells.contains { !$0.isEmpty }
    return isFilled
      && zip(cells, kinds).allSatisfy { cell, kind in
        let found = TableCell(cell, marks: marks)
        return switch kind {
        case .number: found.isNumberOrMissing
        case .clock: found != .text
        case .text: true
        }
      }
      // In a row of words alone there is nothing to tell it from a header.
      && zip(cells, kinds).contains { cell, kind in kind != .text && !cell.isEmpty }
  }

  /// Whether cells are the numbers 0, 1, 2 … that pandas gives to columns without names, behind an
  /// empty cell for the index or above a column that does not count itself.
  private static func isNumbering(_ cells: [String], body: Rows) -> Bool {
    let numbers = cells.first?.isEmpty == true ? cells.dropFirst() : cells[...]
    guard cells.count > 1, numbers.enumerated().allSatisfy({ $1 == "\($0)" }) else { return false }
    return numbers.count < cells.count
      || body.rows.contains { Int($0.cells[0]) == nil && !$0.cells[0].isEmpty }
  }

  /// Whether cells below names say of each that it has no unit.
  private static func isWithoutUnits(_ cells: [String]) -> Bool { cells.allSatisfy { $0 == "-" } }

  /// Whether cells below names of channels, such as `CH1`, are how many samples each of these has.
  static func areCounts(_ cells: [String], below names: [String]) -> Bool {
    let filled = cells.filter { !$0.isEmpty }
    return names.count == cells.count && Set(filled).count == 1
      && filled.allSatisfy { (Int($0) ?? 0) > 0 }
      && zip(names, cells).allSatisfy { $1.isEmpty || TableHeader.isChannel($0) }
  }

  /// The marks of the numbers.
  ///
  /// - Throws: ``FileError`` where some have a decimal point and others a decimal comma.
  private static func marks(of rows: Rows, _ sample: TableSample) throws -> NumberMarks {
    var sure: [(marks: NumberMarks, line: Int, cell: String)] = []
    var doubtful: (marks: NumberMarks, line: Int, cell: String)?
    // The columns with numbers that may have either.
    var columns: Set<Int> = []
    for row in rows.rows {
      for (column, cell) in row.cells.enumerated() {
        // Of two points between the numbers of a date nobody learns how numbers are written.
        switch TableDate(alone: cell) == nil ? NumberMarks.evidence(of: cell) : nil {
        case .sure(let marks): sure.append((marks, row.line.number, cell))
        case .doubtful(let asGroup):
          doubtful = doubtful ?? (asGroup, row.line.number, cell)
          columns.insert(column)
        case nil: break
        }
      }
    }
    guard let first = sure.first else {
      guard let doubtful else { return .english }
      let verdicts = columns.map { column in
        ThousandsEvidence(in: rows.rows.lazy.map { $0.cells[column] }, marks: doubtful.marks)
          .verdict
      }
      if verdicts.contains(true), !verdicts.contains(false) { return doubtful.marks }
      // A point is a decimal mark, and so are commas that neither separate nor stand in quotes.
      if doubtful.marks == .continental { return .english }
      guard rows.isQuoted else { return .continental }
      throw FileError(
        .badData, path: sample.path, at: .line(doubtful.line),
        "expected numbers without marks between thousands, found \(doubtful.cell.quoted), whose comma may "
          + "be one or a decimal mark",
        remedy: "Export the table with decimal points and without marks between thousands")
    }
    if let other = sure.first(where: { $0.marks != first.marks }) {
      throw FileError(
        .badData, path: sample.path, at: .line(other.line),
        "expected one decimal mark, found \(first.cell) on line \(first.line) and \(other.cell)",
        remedy: "Write all numbers with a decimal point and without marks between thousands")
    }
    return first.marks
  }

  private static func noRows(_ sample: TableSample) -> FileError {
    // What a text says may be about a person: it is not repeated.
    FileError(
      .badData, path: sample.path, at: .line(sample.lines[0].number),
      "expected rows of numbers after a header, found text without such rows",
      remedy: "Name a table with a row for each time and a column for each lead")
  }
}
