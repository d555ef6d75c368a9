import ECGRandom
import ECGText
import Testing

/// Numbers that are read many in a row, against the standard library's exact conversion.
@Suite struct PlainDecimalsTests {
  /// Reads numbers of a text, which ends where nothing more may be looked at, and
  /// what is left of it.
  private func read(
    _ text: String, count: Int = 100, delimiter: Character = ",", mark: Character = "."
  ) throws -> (values: [Float], rest: String) {
    let bytes = Array(text.utf8)
    let (delimiter, mark) = (
      try #require(delimiter.asciiValue), try #require(mark.asciiValue)
    )
    return bytes.withUnsafeBufferPointer { bytes in
      var rest = bytes[...]
      let values = [Float](unsafeUninitializedCapacity: count) { out, read in
        guard let target = out.baseAddress, let start = bytes.baseAddress else { return }
        var position = start
        read = PlainDecimals.read(
          count, at: &position, before: start + bytes.count, delimiter: delimiter, mark: mark,
          into: target)
        rest = bytes[(position - start)...]
      }
      return (values, String(decoding: rest, as: UTF8.self))
    }
  }

  /// What may be looked at behind the numbers that are asked about.
  private let more = String(repeating: "\n", count: 24)

  @Test func eachNumberOfDigitsIsRead() throws {
    for whole in 1...3 {
      for decimals in 0...15 {
        let text = "\("987".prefix(whole)).\("123456789012345".prefix(decimals))"
        let expected = try #require(Float(text))
        // Beyond 2^53 another way has to tell.
        let isPlain = whole + decimals <= 15
        let found = try read("\(text),-\(text),7\(more)")
        #expect(found.values == (isPlain ? [expected, -expected] : []), "\(text)")
      }
    }
  }

  @Test func randomNumbersAreTheNearest() throws {
    var generator = SeededGenerator(seed: 21)
    let texts = (0..<20_000).map { _ -> String in
      let digits = Int.random(in: 0...14, using: &generator)
      let decimals = String(String(generator.next()).suffix(digits))
      return "\(generator.uniform() < 0.5 ? "-" : "")\(generator.next() % 10).\(decimals)"
    }
    let expected = try texts.map { try #require(Float($0)) }
    let found = try read(texts.joined(separator: ",") + ",\(more)", count: texts.count)
    #expect(found.values.map(\.bitPattern) == expected.map(\.bitPattern))
  }

  @Test(arguments: [
    "1.5e3", "+1", ".5", "", " 1", "1 ", "\"1\"", "x", "-", "--1", "1.2.3", "1.2x", "1234.5",
    "0.1234567890123456", "900.71992547409935", "12345", "NaN", "1\n2", "1\r", "\u{2212}1",
  ])
  func otherFormsStopTheWalk(text: String) throws {
    let found = try read("0.25,\(text),1,\(more)")
    #expect(found.values == [0.25])
    #expect(found.rest == "\(text),1,\(more)")
  }

  /// Between two neighbours, or so near to it that a `Double` cannot tell.
  @Test(arguments: [
    "1.000000059604645", "0.500000029802322", "2.00000011920929", "0.0000152587890625",
    "1.00000017881393", "8.00000047683716",
  ])
  func whatACloseLookIsNeededForIsRightOrRefused(text: String) throws {
    let found = try read("\(text),\(more)")
    let expected = try #require(Float(text))
    #expect(found.values.isEmpty || found.values == [expected])
  }

  @Test func zerosKeepTheirSign() throws {
    let found = try read("0,-0,0.000,-0.0,-0.000000000000000,\(more)")
    #expect(found.values.map(\.sign) == [.plus, .minus, .plus, .minus, .minus])
    #expect(found.values == [0, 0, 0, 0, 0])
  }

  @Test func noMoreIsReadThanAskedFor() throws {
    let found = try read("1,2,3,4\(more)", count: 2)
    #expect(found.values == [1, 2])
    #expect(found.rest == "3,4\(more)")
  }

  @Test func theEndIsNotLookedBeyond() throws {
    for left in 0..<24 {
      let text = String(String(repeating: "1.5,", count: 7).prefix(left))
      #expect(try read(text).values.isEmpty)
    }
  }

  @Test func otherMarksAreKnown() throws {
    let found = try read("0,5;-1,25;3;1.5;\(more)", delimiter: ";", mark: ",")
    #expect(found.values == [0.5, -1.25, 3])
  }
}
