import ECGFiles
import ECGText

/// What the lines before the rows of a table say: names and units of the columns,
/// the sampling rate.
struct TableHeader {
  /// A name for each column, empty where there is none; nil where no line has names.
  private(set) var names: [String]?
  /// A unit for each column, nil where it is not said.
  private(set) var units: [String?] = []
  /// The sampling rates that lines say, those of the electrocardiogram alone where one is
  /// said to be that.
  var rates: [StatedRate] { all.contains(where: \.isOfECG) ? all.filter(\.isOfECG) : all }
  /// The line of the names.
  private(set) var line: Int?
  /// Whether the names are those of the columns behind the first one, which numbers the rows, as R
  /// and pandas write them.
  private(set) var isShifted = false

  private var all: [StatedRate] = []
  private let form: TableForm
  private let path: String

  /// - Throws: ``FileError`` where the header has another number of cells than the rows.
  init(of sample: TableSample, _ form: TableForm, isFirstColumnIndex: Bool) throws {
    self.form = form
    path = sample.path
    if let stamp = form.stamp {
      all = [
        StatedRate(rate: stamp.samplingRate, line: stamp.line, isExact: true, isOfECG: false)
      ]
      names = Self.sensor(ofFile: path).map { name in form.kinds.map { _ in name } }
      return
    }
    let channels = Channels(sample.lines[..<form.start])
    let lines = sample.lines[..<form.start].filter {
      channels?.lines.contains($0.number) != true
    }
    let properties = Self.properties(lines[...], form)
    var named: [(line: TableSample.Line, cells: [String])] = []
    for line in lines {
      let cells = cells(line)
      let isProperty = properties.contains(line.number)
      if let statement = Statement(cells, columns: form.columnCount, isProperty: isProperty) {
        state(statement, on: line.number)
      } else if !isProperty {
        named.append((line, cells))
      }
    }
    let row = sample.lines[form.start]
    for remark in sample.remarks where remark.offset < row.offset {
      let cells = cells(remark)
      if let device = Device(remark.text, columns: form.columnCount) {
        names = device.names ?? names
        if let rate = device.samplingRate { state(rate, on: remark.number) }
      } else if let statement = Statement(
        [remark.text.trimmed.description], columns: form.columnCount)
      {
        state(statement, on: remark.number)
      } else if cells.count == form.columnCount, cells.count > 1 {
        // A program that writes no header of its own puts the names into a remark.
        named.insert((remark, cells), at: 0)
      }
    }
    if named.count > 1,
      TableForm.areCounts(named[named.count - 1].cells, below: named[named.count - 2].cells)
    {
      named.removeLast()
    }
    if named.count > 1, let last = named.last,
      last.cells.count == form.columnCount
        || last.cells.count == form.columnCount - 1 && isTrailing(row),
      last.cells.allSatisfy({ $0.isEmpty || Self.isUnit($0) })
    {
      units = last.cells.map { $0.isEmpty ? nil : $0 }
      named.removeLast()
    }
    // Shimmer's programs say of each column whether it is calibrated.
    if named.count > 1, let words = named.last?.cells.map({ $0.lowercased() }),
      words.count == form.columnCount, words.allSatisfy({ ["cal", "raw", "uncal"].contains($0) })
    {
      named.removeLast()
    }
    guard let header = named.last else { return }
    let cells = Self.filled(header.cells, from: named.dropLast().map(\.cells))
    try take(cells, on: header.line, row: row, isFirstColumnIndex)
    guard let channels, let numbered = names else { return }
    (names, units) = channels.described(numbered)
  }

  private func cells(_ line: TableSample.Line) -> [String] {
    let cells = line.cells(form.separator)
    guard form.separator == .blanks, cells.count != form.columnCount else { return cells }
    // Names that hold blanks are parted by two or more.
    let wide = line.text.split(separator: "  ").map { String($0.trimmed) }.filter { !$0.isEmpty }
    return wide.count == form.columnCount ? wide : cells
  }

  /// Takes names whose number is that of the columns, or one less where the first column numbers
  /// the rows; a title of one cell above more than two columns is passed over.
  private mutating func take(
    _ cells: [String], on line: TableSample.Line, row: TableSample.Line,
    _ isFirstColumnIndex: Bool
  ) throws {
    var cells = cells
    let count = form.columnCount
    while cells.count > count, cells.last?.isEmpty == true { cells.removeLast() }
    if cells.count == count - 1, isFirstColumnIndex, !isTrailing(row) {
      isShifted = true
      cells.insert("", at: 0)
    } else if cells.count == count - 1, isTrailing(row) {
      cells.append("")
    }
    if cells.count == 1, count > 2 { return }
    guard cells.count == count else {
      throw FileError(
        .badData, path: path, at: .line(row.number),
        "expected \(cells.count.counted("cell")), as the header on line "
          + "\(line.number) has, found \(count) in \(row.text.quoted)",
        remedy: "Give each column a name, or put numbers with commas into quotes")
    }
    names = cells
    self.line = line.number
  }

  /// Names of columns with those that are empty taken from the lines above, as pandas writes
  /// several lines of names above one that has the name of the index alone.
  private static func filled(_ cells: [String], from above: [[String]]) -> [String] {
    guard cells.first?.isEmpty == false, cells.dropFirst().allSatisfy(\.isEmpty) else {
      return cells
    }
    var cells = cells
    for line in above.reversed() where line.count == cells.count {
      for index in cells.indices where cells[index].isEmpty { cells[index] = line[index] }
    }
    return cells
  }

  /// What a file without names holds that is called after a sensor of something else,
  /// as `BVP.csv` is.
  private static func sensor(ofFile path: String) -> String? {
    let file = path.split { $0 == "/" || $0 == "\\" }.last ?? ""
    let name = String(file.prefix { $0 != "." })
    return OtherName.matches(name) ? name : nil
  }

  /// Whether rows end in a separator.
  private func isTrailing(_ row: TableSample.Line) -> Bool {
    row.cells(form.separator).last?.isEmpty == true && form.kinds.last == .number
  }

  private mutating func state(_ statement: Statement, on line: Int) {
    switch statement {
    case .samplingRate(let rate, let isOfECG):
      all.append(StatedRate(rate: rate, line: line, isExact: true, isOfECG: isOfECG))
    case .interval(let seconds):
      all.append(StatedRate(rate: 1 / seconds, line: line, isExact: false, isOfECG: false))
    case .names(let values): names = values
    case .units(let values): if units.isEmpty { units = values }
    case .other: break
    }
  }

  /// The numbers of the lines above a table of one column that are a key and a value each. Of a
  /// single line that nothing is known by nobody can tell.
  private static func properties(
    _ lines: ArraySlice<TableSample.Line>, _ form: TableForm
  ) -> Set<Int> {
    guard form.columnCount == 1 else { return [] }
    let pairs = lines.filter { line in
      let cells = line.cells(form.separator)
      return cells.count == 2 || cells.count == 1 && cells[0].contains(",")
    }
    let isKnown = pairs.contains { line in
      let statement = Statement(line.cells(form.separator), columns: 1, isProperty: true)
      return statement != nil && statement != .other
    }
    return pairs.count > 1 || isKnown ? Set(pairs.map(\.number)) : []
  }

  /// Whether a line is of a filter, whose limits are in hertz as sampling rates are.
  static func isOfFilter(_ key: String) -> Bool {
    let words = key.lowercased().split { !$0.isLetter }.map(String.init)
    let isPass = words.contains("pass") && !Set(words).isDisjoint(with: ["low", "high", "band"])
    return isPass
      || words.contains { word in
        [
          "filter", "notch", "lowpass", "highpass", "bandpass", "cutoff", "bandwidth", "tiefpass",
          "hochpass", "mains", "lpf", "hpf",
        ].contains { word.hasPrefix($0) }
      }
  }

  /// Whether a cell below a name is its unit.
  private static func isUnit(_ text: String) -> Bool {
    let text = text.trimming { "()[] ".contains($0) }.lowercased()
    return VoltageUnit.millivolts(in: text) != nil || TimeUnit(text) != nil
      || otherUnits.contains(text)
      || text.wholeMatch(of: /hh?:mm(:ss(\.m+)?)?( dd?.mm?.yyyy)?/) != nil
  }

  private static let otherUnits: Set<String> = [
    "-", "nu", "adu", "a.u.", "au", "g", "m/s2", "m/s^2", "m/(s^2", "m/(s^2)", "mmhg", "%", "bpm",
    "ohm", "degc",
    "\u{B0}c",
    "hz", "lsb", "counts", "raw", "bit", "n/a", "none", "no_units", "no units",
    "nounits", "unitless", "dimensionless", "microsiemens", "1", "mg", "s", "ua", "\u{B5}s",
  ]
}
