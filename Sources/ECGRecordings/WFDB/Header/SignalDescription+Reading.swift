import ECGFiles

extension SignalDescription {
  /// A signal line: `file format [gain [resolution [zero [initial [checksum [block [name]]]]]]]`.
  init(line: HeaderLine) throws {
    // The name is the rest of the line and may hold blanks.
    let fields = line.text.split(maxSplits: 8, whereSeparator: \.isWhitespace)
    guard fields.count >= 2 else {
      throw line.error(expected: "a signal's file name and format", found: line.text)
    }
    // A header names files beside it; it has no business elsewhere on the disk.
    guard line.isFileName(fields[0]) else {
      throw line.error(expected: "a file name without a folder", found: fields[0])
    }
    self.init(fileName: String(fields[0]), format: .format16)
    try setFormat(fields[1], line)
    func integer(_ index: Int, _ what: String, else assumed: Int) throws -> Int {
      fields.count > index ? try line.integer(fields[index], what, in: .int32) : assumed
    }
    adcResolution = try integer(3, "an ADC resolution in bits", else: 12)
    adcZero = try integer(4, "an ADC zero", else: 0)
    initialValue = try integer(5, "an initial value", else: adcZero)
    baseline = adcZero
    isCalibrated = fields.count > 2
    if isCalibrated { try setGain(fields[2], line) }
    if fields.count > 6 {
      // Written signed or unsigned; both mean the sum modulo 65,536.
      let sum = try line.integer(fields[6], "a 16-bit checksum", in: -32_768...65_535)
      checksum = Int16(truncatingIfNeeded: sum)
    }
    blockSize = try integer(7, "a block size in bytes", else: 0)
    if fields.count > 8 {
      name = String(fields[8].trimmingSuffix(while: \.isWhitespace))
    }
  }

  /// `format[xsamplesPerFrame][:skew][+byteOffset]`.
  private mutating func setFormat(_ field: Substring, _ line: HeaderLine) throws {
    var rest = field
    let number = rest.takeDigits()
    guard let format = Int(number).flatMap(SignalFormat.init(rawValue:)) else {
      throw FileError(
        .badData, path: line.path, at: .line(line.number),
        "expected a WFDB signal format, found \(field.quoted)",
        remedy:
          "The formats are \(SignalFormat.allCases.map { "\($0.rawValue)" }.joined(separator: " "))"
      )
    }
    self.format = format
    while let mark = rest.popFirst() {
      let digits = rest.takeDigits()
      switch mark {
      case "x": samplesPerFrame = try line.integer(digits, "samples per frame", in: 1...65_536)
      case ":": skew = try line.integer(digits, "a skew in samples", in: .int32)
      case "+": byteOffset = try line.integer(digits, "a byte offset", in: 0...Int.max)
      default:
        throw line.error(expected: "a format such as 212, 16x4, 16:2 or 16+512", found: field)
      }
    }
  }

  /// `gain[(baseline)][/units]`.
  private mutating func setGain(_ field: Substring, _ line: HeaderLine) throws {
    let parts = field.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2, !parts[1].isEmpty { units = String(parts[1]) }
    let numbers = parts[0].split(separator: "(", maxSplits: 1, omittingEmptySubsequences: false)
    let given = try line.number(numbers[0], "a gain in ADC units per \(units)")
    // 0 stands for a signal that was not calibrated.
    isCalibrated = given != 0
    gain = isCalibrated ? given : SignalDescription.assumedGain
    guard numbers.count == 2 else { return }
    guard numbers[1].hasSuffix(")") else {
      throw line.error(expected: "a baseline in parentheses", found: field)
    }
    baseline = try line.integer(numbers[1].dropLast(), "a baseline in ADC units", in: .int32)
  }
}

extension ClosedRange<Int> {
  fileprivate static var int32: ClosedRange<Int> { Int(Int32.min)...Int(Int32.max) }
}

extension Substring {
  fileprivate mutating func takeDigits() -> Substring {
    let digits = prefix { $0.isASCII && $0.isNumber }
    removeFirst(digits.count)
    return digits
  }

  fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
    guard let last = lastIndex(where: { !predicate($0) }) else { return "" }
    return self[...last]
  }
}
