import ECGText
import Testing

/// Numbers as people write them.
@Suite struct DecimalCellTests {
  @Test(arguments: [
    ("1", 1), ("-1.5", -1.5), ("+.5", 0.5), ("5.", 5), ("1e3", 1_000), ("1E-2", 0.01),
    ("\u{2212}2", -2), ("1,234", 1_234), ("1,234,567.5", 1_234_567.5), ("1'234", 1_234),
    ("12 345.6", 12_345.6), ("0.1", 0.1), ("123456789.125", 123_456_789.125),
    ("9007199254740993", 9_007_199_254_740_992),
  ])
  func areReadWithAPoint(text: String, value: Double) {
    #expect(DecimalCell(text, marks: .english) == .number(value))
  }

  @Test(arguments: [
    ("0,5", 0.5), ("-1.234,5", -1_234.5), ("1 234,5", 1_234.5), ("2", 2), ("1,5e2", 150),
  ])
  func areReadWithAComma(text: String, value: Double) {
    #expect(DecimalCell(text, marks: .continental) == .number(value))
  }

  @Test(arguments: ["", "NaN", "nan", "NA", "null", "-", "None", "#N/A"])
  func wordsForWhatIsMissingAreKnown(text: String) {
    #expect(DecimalCell(text, marks: .english) == .missing)
  }

  @Test(arguments: ["x", "0x10", "inf", "1,23", "1,2345", "1..2", "1e", "--1", "12:30"])
  func whatIsNoNumberIsText(text: String) {
    #expect(DecimalCell(text, marks: .english) == .text)
  }

  @Test(
    arguments: [
      ("1.5", .sure(.english)), ("1,5", .sure(.continental)), ("1,234", .doubtful(.english)),
      ("1.234", .doubtful(.continental)), ("1,234.5", .sure(.english)),
      ("1.234,5", .sure(.continental)), ("1,234,567", .sure(.english)),
      ("0,123", .sure(.continental)), ("-1.234e+01", .sure(.english)),
      ("1,234E2", .sure(.continental)),
      ("12", nil), ("abc", nil), ("1,2.3,4", nil),
    ] as [(String, NumberMarks.Evidence?)])
  func marksGiveThemselvesAway(text: String, evidence: NumberMarks.Evidence?) {
    #expect(NumberMarks.evidence(of: text) == evidence)
  }
}
