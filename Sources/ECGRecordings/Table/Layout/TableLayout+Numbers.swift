import ECGText
import Foundation

extension TableLayout {
  /// The numbers of the beginning, column by column.
  struct Numbers {
    /// For each column its numbers from the first row on; NaN where one is missing.
    let values: [[Double]]
    /// For each column the numbers that say that one is missing.
    let missing: [MissingCode]
    /// For each column whether it holds dates without a time of day.
    let areDates: [Bool]
    /// The lines of the rows.
    let lines: [Int]
    /// For each column the most digits behind the decimal mark.
    private let digits: [Int]
    private let kinds: [TableForm.Kind]
    private let dates: [Dates]

    init(_ sample: TableSample, _ form: TableForm) {
      kinds = form.kinds
      var values = form.kinds.map { _ in [Double]() }
      var digits = form.kinds.map { _ in 0 }
      var lines: [Int] = []
      var areDates = form.kinds.map { $0 == .text }
      let dates = Self.dates(sample, form)
      self.dates = dates
      for line in sample.lines[form.start...] {
        let cells = line.cells(form.separator)
        guard cells.count == form.columnCount else { continue }
        lines.append(line.number)
        for (column, cell) in cells.enumerated() {
          guard form.kinds[column] != .text else {
            if areDates[column], TableDate(alone: cell) == nil { areDates[column] = false }
            continue
          }
          switch TableCell(cell, marks: form.marks, dates: dates[column].closest) {
          case .number(let value), .clock(let value):
            values[column].append(value)
            // Times of day may have a decimal comma where numbers have a point.
            let isComma = form.kinds[column] == .clock && cell.contains(",")
            let marks = isComma ? .continental : form.marks
            let fraction = form.kinds[column] == .clock ? Self.digits(ofTime: cell, marks) : nil
            digits[column] = max(digits[column], fraction ?? Self.digits(cell, marks))
          case .missing, .text: values[column].append(.nan)
          }
        }
      }
      let missing = values.map { MissingCode(of: $0) }
      self.missing = missing
      self.values = form.kinds.indices.map { column in
        switch form.kinds[column] {
        // Clocks begin anew at midnight.
        case .clock: Self.throughMidnight(values[column])
        case .number, .text: values[column].map { missing[column].contains($0) ? .nan : $0 }
        }
      }
      self.areDates = areDates
      (self.digits, self.lines) = (digits, lines)
    }

    private static func dates(_ sample: TableSample, _ form: TableForm) -> [Dates] {
      form.kinds.enumerated().map { column, kind in
        guard kind == .clock else { return Dates() }
        let all = sample.lines[form.start...].compactMap { line -> TableDate? in
          let cells = line.cells(form.separator)
          guard cells.count == form.columnCount else { return nil }
          var cell = cells[column]
          return cell.withUTF8 { TableDate(in: $0) }
        }
        guard let first = all.first, let last = all.last else { return Dates() }
        let certain = all.lazy.compactMap(\.order).first
        return Dates(
          certain: certain,
          closest: certain ?? TableDate.Order.closest(first, last) ?? .dayFirst)
      }
    }

    /// What comes first in the dates of a column.
    private struct Dates {
      /// What they say themselves; nil where these may be either.
      var certain: TableDate.Order? = .dayFirst
      /// What the beginning is read by.
      var closest = TableDate.Order.dayFirst
    }

    func content(_ column: Int) -> ColumnContent { ColumnContent(values[column]) }

    func clock(_ index: Int, _ column: Column) -> TableClock? {
      clock(index, column, values: values[index])
    }

    /// Where the times of the first column go back that say a rate up to there.
    func brokenClock(_ columns: [Column]) -> BrokenClock? {
      for (index, column) in columns.enumerated() {
        let numbers = values[index]
        if kinds[index] == .clock || ColumnName(column.name).isTime,
          let fall = Self.fall(numbers)
        {
          return BrokenClock(
            name: column.name, line: lines[fall], previous: numbers[fall - 1],
            found: numbers[fall], isFalling: true)
        }
        var previous = -Double.infinity
        let back = numbers.indices.first { row in
          if numbers[row] < previous { return true }
          if !numbers[row].isNaN { previous = numbers[row] }
          return false
        }
        guard let back, back >= BrokenClock.fewestRows,
          let clock = clock(index, column, values: Array(numbers[..<back])),
          clock.samplingRate != nil,
          // A signal may rise for as long, but not in steps that are alike.
          clock.isNamedTime || kinds[index] == .clock || clock.isEvenButForRounding
        else { continue }
        return BrokenClock(
          name: column.name, line: lines[back], previous: previous, found: numbers[back])
      }
      return nil
    }

    /// The second row of times that only fall; nil where they do not.
    private static func fall(_ numbers: [Double]) -> Int? {
      guard ColumnContent(numbers).course == .grows, let first = numbers.first,
        let last = numbers.last, last < first
      else { return nil }
      return numbers.indices.dropFirst().first { numbers[$0] < numbers[$0 - 1] }
    }

    private func clock(_ index: Int, _ column: Column, values: [Double]) -> TableClock? {
      let name = ColumnName(column.name)
      let saidUnit = column.unit.flatMap(TimeUnit.init) ?? name.timeUnit
      var values = values
      if kinds[index] == .number, let saidUnit {
        let steps = zip(values.dropFirst(), values).map { $0 - $1 }.filter { $0 > 0 }.sorted()
        if !steps.isEmpty {
          var rounds = ClockRounds(unit: saidUnit, step: steps[steps.count / 2])
          values = values.map { rounds.take($0) }
        }
      }
      var clock = TableClock(
        column: index, name: column.name, values: values, digits: min(digits[index], 18),
        unit: kinds[index] == .clock
          ? .seconds : saidUnit,
        isNamedTime: name.isTime, isNamedCount: name.isCount && !name.isTime,
        isOfDay: kinds[index] == .clock && values.allSatisfy { !($0 >= TableCell.firstDate) })
      clock?.dates = dates[index].certain
      clock?.isDated =
        kinds[index] == .clock && values.contains { $0 >= TableCell.firstDate }
      return clock
    }

    /// The digits of a number behind its decimal mark.
    private static func digits(_ cell: String, _ marks: NumberMarks) -> Int {
      let isDigit: (UInt8) -> Bool = { $0 &- 48 < 10 }
      let cell = cell.utf8
      // Points behind letters, as in `p.m.`, are none.
      let end = cell.lastIndex(where: isDigit) ?? cell.startIndex
      let point = UInt8(ascii: ".")
      guard let position = cell[..<end].lastIndex(where: { $0 == marks.decimal || $0 == point })
      else { return 0 }
      let behind = cell[cell.index(after: position)...]
      let fraction = behind.prefix(while: isDigit)
      let rest = behind[fraction.endIndex...]
      // What is behind the fraction of a time is its zone.
      let hasPower = rest.first.map { $0 | 0x20 == UInt8(ascii: "e") } ?? false
      let power = hasPower ? Int(Substring(rest.dropFirst())) : nil
      // No number that can be told from 0 has a power below this one.
      return max(0, fraction.count - max(power ?? 0, -400))
    }

    /// The digits behind the second of a time that has them behind a colon, or is in a unit of its
    /// own; nil of others.
    private static func digits(ofTime cell: String, _ marks: NumberMarks) -> Int? {
      if let digits = TableCell.digits(behindSecondsOf: cell) { return digits }
      var text = cell
      return text.withUTF8 { TimeQuantity($0, marks: marks) }.map { quantity in
        digits(cell, marks) + max(0, Int(-log10(quantity.unit).rounded()))
      }
    }

    private static func throughMidnight(_ seconds: [Double]) -> [Double] {
      var days = 0.0
      var previous = 0.0
      return seconds.map { second in
        // Where there is a date it may be that of the beginning in all rows.
        let isMidnight =
          previous < TableCell.firstDate
          ? second < previous - 43_200 : TableClock.isMidnight(from: previous, to: second)
        if isMidnight { days += 1 }
        if !second.isNaN { previous = second }
        return second + days * 86_400
      }
    }
  }
}
