import ECGFiles
import ECGParallel
import ECGText

/// The form of Kaggle's files: every field is 24 characters, `d.dddddddddddddddddde±dd`, and every
/// row ends in a line feed. It is what NumPy's `savetxt` writes for numbers that are not negative.
///
/// Where every field has its place, rows can be read by many threads at once and digits eight at
/// a time. So these rows alone are not cut into cells by ``TextCells``: a field is known to be a
/// number by its places, and reading the 411 MB of Kaggle's training file takes as long as
/// reading the memory.
struct FixedWidthRows {
  /// The bytes of a field and the comma or line feed behind it.
  static let fieldBytes = 25

  /// The fields in a row, the label included.
  let columns: Int
  /// Whether the last field is a label.
  let isLabelled: Bool
  /// Whether that label is left unread.
  let skipsLabel: Bool
  /// The number of classes: labels are below it.
  let classCount: Int
  /// The file whose bytes they are.
  let file: MappedFile

  /// Rows after which the memory of their text is given back: a few megabytes.
  private static let rowsPerTurn = 1024

  /// The rows of `bytes`, or nil where any of them has another form, whatever the reason.
  func read(_ bytes: UnsafeBufferPointer<UInt8>, threads: Int) -> BeatCSV.Content? {
    let rowBytes = columns * FixedWidthRows.fieldBytes
    // The last line feed may be missing.
    let rows = (bytes.count + 1) / rowBytes
    guard let text = bytes.baseAddress, rows > 0, 0...1 ~= rows * rowBytes - bytes.count else {
      return nil
    }
    let samples = isLabelled || skipsLabel ? columns - 1 : columns
    var labels = [Int](repeating: 0, count: isLabelled ? rows : 0)
    var isWhole = false
    let values = [Float](unsafeUninitializedCapacity: rows * samples) { values, count in
      guard let out = values.baseAddress else { return }
      isWhole = labels.withUnsafeMutableBufferPointer { labels in
        read(rows, of: text, before: text + bytes.count, into: out, labels, threads: threads)
      }
      count = isWhole ? rows * samples : 0
    }
    return isWhole ? (values, labels) : nil
  }

  private func read(
    _ rows: Int, of text: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>,
    into values: UnsafeMutablePointer<Float>, _ labels: UnsafeMutableBufferPointer<Int>,
    threads: Int
  ) -> Bool {
    let samples = isLabelled || skipsLabel ? columns - 1 : columns
    // Each thread writes to rows of its own.
    nonisolated(unsafe) let (text, values, labels) = (text, values, labels)
    nonisolated(unsafe) let end = end
    let results = ParallelWork.mapRanges(rows, threads: threads) { range in
      DecimalRounding.powers.withUnsafeBufferPointer { powers -> Bool in
        guard let powers = powers.baseAddress else { return false }
        for first in stride(from: range.lowerBound, to: range.upperBound, by: Self.rowsPerTurn) {
          let turn = first..<min(first + Self.rowsPerTurn, range.upperBound)
          for row in turn {
            let start = text + row * columns * FixedWidthRows.fieldBytes
            guard
              let last = self.row(start, before: end, into: values + row * samples, powers: powers)
            else { return false }
            if skipsLabel { continue }
            guard isLabelled else {
              values[row * samples + samples - 1] = last
              continue
            }
            guard let label = BeatCSV.label(last, classCount: classCount) else { return false }
            labels[row] = label
          }
          let rowBytes = columns * FixedWidthRows.fieldBytes
          let stop = min(text + turn.upperBound * rowBytes, end)
          let start = text + turn.lowerBound * rowBytes
          file.release(UnsafeRawBufferPointer(start: start, count: stop - start))
        }
        return true
      }
    }
    return results.allSatisfy { $0 }
  }

  /// Reads a row: all numbers but the last into `values`, the last as the result; nil where a field
  /// has another form.
  @inline(__always)
  private func row(
    _ start: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>,
    into values: UnsafeMutablePointer<Float>, powers: UnsafePointer<DecimalRounding.Power>
  ) -> Float? {
    var field = start
    for column in 0..<columns - 1 {
      guard
        FixedWidthRows.field(field, into: &values[column], powers: powers),
        field[FixedWidthRows.fieldBytes - 1] == UInt8(ascii: ",")
      else { return nil }
      field += FixedWidthRows.fieldBytes
    }
    var last: Float = 0
    let feed = field + FixedWidthRows.fieldBytes - 1
    guard
      FixedWidthRows.field(field, into: &last, powers: powers),
      feed == end || feed.pointee == UInt8(ascii: "\n")
    else { return nil }
    return last
  }

  /// Reads 24 characters of the form `d.dddddddddddddddddde±dd`; false where they have another.
  @inline(__always)
  static func field(
    _ text: UnsafePointer<UInt8>, into value: inout Float,
    powers: UnsafePointer<DecimalRounding.Power>
  ) -> Bool {
    let tail = EightDigits.load(text + 16)
    // Most fields are the padding behind a beat: exactly 0.000000000000000000e+00.
    if EightDigits.load(text) == 0x3030_3030_3030_2E30,
      EightDigits.load(text + 8) == 0x3030_3030_3030_3030, tail == 0x3030_2B65_3030_3030
    {
      value = 0
      return true
    }
    let first = EightDigits.load(text + 2)
    let second = EightDigits.load(text + 10)
    // The four characters around the `e` become digits so that one test serves all eight.
    let sign = (tail >> 40) & 0xFF
    let digits = (tail & 0xFFFF_0000_FFFF_FFFF) | 0x0000_3030_0000_0000
    let lead = UInt64(text[0]) &- 0x30
    guard
      EightDigits.are(first), EightDigits.are(second), EightDigits.are(digits), lead < 10,
      text[1] == UInt8(ascii: "."), (tail >> 32) & 0xFF == 0x65, sign == 0x2B || sign == 0x2D
    else { return false }
    // `digits` spells abcd00xy: the digits a and b belong to `second`, c and d end the significand.
    let last = EightDigits.value(digits)
    let ending = (last / 10_000) % 100
    let significand =
      ((lead &* 100_000_000 &+ EightDigits.value(first)) &* 100_000_000
        &+ EightDigits.value(second)) &* 100 &+ ending
    let power = Int(last % 100)
    let exponent = (sign == 0x2D ? -power : power) - 18
    guard let rounded = DecimalRounding.round(significand, tenTo: exponent, powers: powers) else {
      return false
    }
    value = rounded
    return true
  }
}
