import ECGText

/// The columns of a table that say of each row whether electrodes were in their places, such as
/// `leads_off` or `LO+`: samples of rows in which they were not are missing.
struct ElectrodeFlags: Equatable {
  /// Whether a column says so, and by what.
  enum Meaning: Equatable {
    /// 1 says that an electrode was off.
    case off
    /// 0 says so.
    case on

    /// By the name of a column; nil for any other.
    init?(_ name: String) {
      let plain = name.lowercased().filter { $0.isLetter || $0 == "+" || $0 == "-" }
      let bare = Self.bare(name)
      if ["lo+", "lo-"].contains(plain) || Self.namesOfOff.contains(bare) {
        self = .off
      } else if Self.namesOfOn.contains(bare) {
        self = .on
      } else {
        return nil
      }
    }

    /// The letters of a name without what may stand before those that count.
    fileprivate static func bare(_ name: String) -> String {
      ["ecg", "ekg", "is"].reduce(name.lowercased().filter(\.isLetter)) { name, start in
        name.hasPrefix(start) ? String(name.dropFirst(start.count)) : name
      }
    }

    private static let namesOfOff: Set<String> = pair.union([
      "leadoff", "leadsoff", "leadoffp", "leadoffn", "leadoffdetected", "leadoffdetection",
      "leadoffstatus", "leadoffflag", "loff", "loffp", "loffn", "electrodeoff", "electrodesoff",
      "leaddisconnected", "leadsdisconnected", "disconnected", "nocontact", "loplus", "lominus",
    ])
    /// Each of them alone is something else: `lon` a longitude.
    fileprivate static let pair: Set<String> = ["lop", "lon"]
    private static let namesOfOn: Set<String> = [
      "leadon", "leadson", "electrodeon", "electrodeson", "leadconnected", "leadsconnected",
      "connected", "contact", "electrodecontact", "skincontact", "leadcontact", "valid",
    ]
  }

  /// For each column what it says; nil for those that say nothing here.
  private(set) var meanings: [Meaning?]
  /// For each of the columns the rows whose samples are missing by it.
  private var counts: [Int]
  /// Those by which fewer rows than not have samples: they say something else, or the
  /// other way round.
  private var refused: [Int] = []
  private let rowCount: Int
  /// The rows whose samples are missing by any of them.
  private var rowsMissing = 0

  /// Of so many rows that a flag takes away, as a share of all, one has to know.
  private static let manyRows = 0.1

  /// Passes over all rows once, where there are such columns.
  ///
  /// - Parameter wanted: the columns that somebody asks for as signals.
  init(_ rows: TableRows, besides wanted: [Int]) throws {
    let columns = rows.layout.columns
    meanings = columns.indices.map { wanted.contains($0) ? nil : Meaning(columns[$0].name) }
    let names = columns.map { Meaning.bare($0.name) }
    if !Meaning.pair.isSubset(of: names) {
      for column in columns.indices where Meaning.pair.contains(names[column]) {
        meanings[column] = nil
      }
    }
    counts = columns.map { _ in 0 }
    rowCount = rows.count
    let flags = columns.indices.filter { meanings[$0] != nil }
    guard let last = flags.last else { return }
    var isOther = columns.map { _ in false }
    // By which columns how many rows are missing: which of these count is known
    // behind the last row.
    var combinations: [Set<Int>: Int] = [:]
    for start in stride(from: 0, to: rows.count, by: TableRows.rowsAtOnce) {
      try Task.checkCancellation()
      try rows.forEach(in: start..<min(start + TableRows.rowsAtOnce, rows.count)) { row, line in
        // Damaged rows are told of when their samples are read.
        var off: Set<Int> = []
        try? rows.readRow(line, row) { column, cell in
          guard column <= last, let meaning = meanings[column] else { return }
          switch Flag(cell) {
          case .on: if meaning == .off { off.insert(column) }
          case .off: if meaning == .on { off.insert(column) }
          case .missing: break
          case .other: isOther[column] = true
          }
        }
        if !off.isEmpty { combinations[off, default: 0] += 1 }
      }
    }
    for (columns, rows) in combinations {
      for column in columns { counts[column] += rows }
    }
    for column in flags {
      // Numbers of another kind, such as the bits of a register, are not known here.
      if isOther[column] { meanings[column] = nil }
      if meanings[column] != nil, counts[column] * 2 > rowCount {
        meanings[column] = nil
        refused.append(column)
      }
    }
    let meant = Set(flags.filter { meanings[$0] != nil })
    rowsMissing = combinations.reduce(0) { $0 + (meant.isDisjoint(with: $1.key) ? 0 : $1.value) }
  }

  /// Whether there are none.
  var isEmpty: Bool { meanings.allSatisfy { $0 == nil } }

  /// Whether the samples of a row are missing by one of its cells.
  @inline(__always)
  func saysMissing(_ cell: UnsafeBufferPointer<UInt8>, in column: Int) -> Bool {
    meanings[column].map { Flag(cell) == ($0 == .off ? .on : .off) } ?? false
  }

  /// What a cell of a flag holds.
  private enum Flag {
    case on, off, missing, other

    init(_ cell: UnsafeBufferPointer<UInt8>) {
      switch DecimalCell(cell, marks: .english) {
      case .number(0): self = .off
      case .number(1): self = .on
      case .number: self = .other
      case .missing: self = .missing
      case .text:
        self =
          switch String(decoding: cell.prefix(8), as: UTF8.self).lowercased() {
          case "true": .on
          case "false": .off
          default: .other
          }
      }
    }
  }

  /// What to tell, in sentences without a full stop.
  func notes(_ columns: [TableLayout.Column]) -> [String] {
    columns.indices.compactMap { index -> String? in
      let title = Self.title(index, columns)
      if refused.contains(index), counts[index] == rowCount {
        return "\(title) says of all rows that electrodes were off: it is not heeded"
      }
      guard meanings[index] != nil, counts[index] > 0 else { return nil }
      return "\(title) says of \(counts[index].counted("row")) that electrodes were off or samples "
        + "are not valid: these are missing"
    }
  }

  /// What to warn of, in sentences without a full stop.
  func remarks(_ columns: [TableLayout.Column]) -> [String] {
    func percent(_ count: Int) -> String {
      "\((100 * Double(count) / Double(rowCount)).percent(decimals: 0)) of the rows"
    }
    let single = columns.indices.compactMap { index -> String? in
      guard counts[index] < rowCount else { return nil }
      let share = Double(counts[index]) / Double(rowCount)
      let percent = percent(counts[index])
      let title = Self.title(index, columns)
      if refused.contains(index) {
        return "\(title) says of \(percent) that electrodes were off or samples are not valid: "
          + "since these are more than half, it is not heeded"
      }
      guard meanings[index] != nil, share >= Self.manyRows else { return nil }
      return "\(percent) are missing by \(title) which is taken to say where electrodes were off"
    }
    // Each may leave most rows, and all of them together few.
    let isSeveral = columns.indices.allSatisfy { meanings[$0] == nil || counts[$0] < rowsMissing }
    guard isSeveral, Double(rowsMissing) >= Self.manyRows * Double(rowCount) else { return single }
    return single + ["\(percent(rowsMissing)) are missing by such columns together"]
  }

  private static func title(_ index: Int, _ columns: [TableLayout.Column]) -> String {
    "column \(index + 1), \(columns[index].name),"
  }
}
