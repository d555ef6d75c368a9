import ECGFiles
import ECGText

/// The samples of an electrocardiogram of Apple Health. It lasts half a minute, so it is held in
/// memory.
struct AppleHealthStore: SampleStore {
  let signals: [RecordedSignal]
  let period: Double
  private let values: [Float]

  /// - Parameter unit: that of the samples.
  /// - Throws: ``FileError`` that names a malformed line by its number, and never what is in it.
  init(_ bytes: FileBytes, table: AppleHealthTable, unit: String, samplingRate: Double) throws {
    let signal = RecordedSignal(
      name: table.lead, storedUnit: unit, samplingRate: samplingRate)
    let scale = VoltageUnit.millivolts(in: unit) ?? 1
    let content = try bytes.read(table.dataOffset..<bytes.count)
    let numbers = try content.withUnsafeBufferPointer { content in
      try Self.numbers(content, after: table.headerLineCount, path: bytes.path)
    }
    // The marks that single numbers give away decide for all: a comma with three digits behind it
    // may be either. Where none does, the only mark there is is the decimal one.
    let marks = numbers.lazy.compactMap(\.decimalMark)
    let mark = marks.first
    guard marks.allSatisfy({ $0 == mark }) else { throw Self.error(bytes.path, nil) }
    values = try numbers.map { number in
      guard let value = number.value(mark: mark) else { throw Self.error(bytes.path, nil) }
      return Float(value * scale)
    }
    signals = [signal]
    period = 1 / samplingRate
  }

  private static func numbers(
    _ content: UnsafeBufferPointer<UInt8>, after headerLineCount: Int, path: String
  ) throws -> [AppleHealthNumber] {
    guard let start = content.baseAddress else { return [] }
    let lines = TextLines(from: start, to: start + content.count, ending: LineEnding(of: content))
    return try lines.enumerated().compactMap { index, line in
      let text = String(decoding: line, as: UTF8.self)
      if text.allSatisfy(\.isWhitespace) { return nil }
      guard let number = AppleHealthNumber(text) else {
        throw Self.error(path, headerLineCount + index + 1)
      }
      return number
    }
  }

  private static func error(_ path: String, _ line: Int?) -> FileError {
    FileError(
      .badData, path: path, at: line.map(FileError.Location.line) ?? .whole,
      line == nil
        ? "expected samples with one decimal mark, found both a point and a comma"
        : "expected a sample, found something else",
      remedy: "Export the recording from Apple Health again")
  }

  var samplesPerPeriod: [Int] { [1] }
  var runs: [SampleRun] { [SampleRun(start: 0, periods: 0..<values.count)] }
  var storedSampleCount: Int { values.count }

  func samples(of wanted: [Int], periods: Range<Int>) throws -> [[Float]] {
    wanted.map { _ in Array(values[periods]) }
  }
}
