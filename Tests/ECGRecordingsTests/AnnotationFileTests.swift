import ECGRecordings
import Foundation
import ECGTestSupport
import Testing

@Suite struct AnnotationFileTests {
  /// Every field of the format: long and very long steps, subtypes, channels and numbers that hold
  /// until they change, texts of odd and even length.
  static let varied = AnnotationFile(annotations: [
    Annotation(sample: 0, symbol: "+", aux: "(N\0"),
    Annotation(sample: 5, symbol: "N"),
    Annotation(sample: 1028, symbol: "V", subtype: 1),
    Annotation(sample: 2051, symbol: "A", subtype: 127),
    Annotation(sample: 5000, symbol: "\"", channel: 1, aux: "café"),
    Annotation(sample: 70_000, symbol: "~", channel: 1, number: 7),
    Annotation(sample: 200_000, symbol: "[", channel: 1, number: 7),
    Annotation(sample: 200_000, symbol: "]", number: 7),
    Annotation(sample: 2_200_000_000, symbol: "N"),
    Annotation(sample: 2_200_000_001, symbol: "f", aux: "odd"),
    Annotation(sample: 6_600_000_000, symbol: "|", subtype: 3),
  ])

  /// The bytes that wfdb 4.3.1 writes for ``varied``:
  ///
  ///     wfdb.wrann('golden', 'tst', sample, symbol, subtype, chan, num, aux_note)
  ///     open('golden.tst', 'rb').read().hex()
  static let variedBytes = """
    007003fc284e00000504ff1701f4ff237ff400ec0000850b005801f804fc636166e900ec0000e8fd003807f000ec0100\
    d0fb0080008400f800ecff7fffff00ec1e03c148000400f0019803fc6f64640000ecff7fffff00ecff7fffff00ec4206\
    01ac004003f40000
    """

  @Test func writesTheBytesThatWFDBWrites() throws {
    #expect(hex(try Self.varied.encoded(path: "a")) == Self.variedBytes)
  }

  /// `wfdb.wrann('golden', 'tst', numpy.array([10, 20]), ['N', 'V'], fs=…)` of wfdb 4.3.1.
  @Test(arguments: [
    (360, "005817fc23232074696d65207265736f6c7574696f6e3a203336300000ecffffffff01000a040a140000"),
    (
      128.5,
      "005819fc23232074696d65207265736f6c7574696f6e3a203132382e350000ecffffffff01000a040a140000"
    ),
  ])
  func writesTheRateAsWFDBDoes(samplingRate: Double, bytes: String) throws {
    let file = AnnotationFile(
      annotations: [Annotation(sample: 10, symbol: "N"), Annotation(sample: 20, symbol: "V")],
      samplingRate: samplingRate)
    #expect(hex(try file.encoded(path: "a")) == bytes)
    #expect(try reread(file) == file)
  }

  @Test func readsBackWhatItWrote() throws {
    #expect(try reread(Self.varied) == Self.varied)
    #expect(try reread(AnnotationFile(annotations: [])).annotations == [])
  }

  /// All codes of the format, those without a symbol of their own included.
  @Test func everyCodeSurvives() throws {
    let symbols = (1...AnnotationCode.largest).compactMap(AnnotationCode.symbol(for:))
    #expect(symbols.count == 49)
    #expect(Set(symbols).count == 49)
    #expect(symbols.compactMap(AnnotationCode.code(for:)) == Array(1...49))
    let file = AnnotationFile(
      annotations: symbols.enumerated().map { Annotation(sample: $0 * 700, symbol: $1) })
    #expect(try reread(file) == file)
  }

  /// The C library, which wrote the database, spreads the sign over all ten bits; wfdb for Python
  /// over eight. Both read both.
  @Test func negativeNumbersAreWrittenAsTheCLibraryDoes() throws {
    let file = AnnotationFile(annotations: [
      Annotation(sample: 1, symbol: "~", subtype: -1, number: -128)
    ])
    #expect(hex(try file.encoded(path: "a")) == "0138fff780f30000")
    #expect(try reread(file) == file)
  }

  @Test func keepsTimeOrder() {
    let file = AnnotationFile(annotations: [
      Annotation(sample: 9, symbol: "V"), Annotation(sample: 3, symbol: "+"),
      Annotation(sample: 3, symbol: "N"),
    ])
    #expect(file.annotations.map(\.symbol) == ["+", "N", "V"])
  }

  @Test func textEndsAtTheFirstZero() {
    #expect(Annotation(sample: 0, symbol: "+", aux: "(AFIB\0").text == "(AFIB")
    #expect(Annotation(sample: 0, symbol: "+", aux: "(AFIB").text == "(AFIB")
    #expect(Annotation(sample: 0, symbol: "+").text == nil)
  }

  @Test func rhythmsAreNamedByTheirMarks() {
    #expect(Annotation(sample: 0, symbol: "+", aux: "(AFIB\0").rhythm == "AFIB")
    #expect(Annotation(sample: 0, symbol: "+", aux: "(").rhythm == "")
    for (symbol, aux) in [("+", nil), ("+", "AFIB"), ("N", "(AFIB"), ("\"", "(AFIB")]
      as [(Character, String?)]
    {
      #expect(Annotation(sample: 0, symbol: symbol, aux: aux).rhythm == nil)
    }
  }

  /// Counts, sums and fields that wfdb 4.3.1 reads: `a = wfdb.rdann(path, 'atr')`, then
  /// `len(a.sample), sum(a.sample), sum(a.subtype), a.sample[0], a.aux_note[0], a.sample[-1]`.
  @Test(
    .enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"),
    arguments: [
      ("100", 2274, 738_342_143, 1, 18, "(N", 649_991),
      ("102", 2192, 710_014_901, 5, 68, "(P", 649_852),
      ("207", 2385, 801_612_842, 25, 9, "(B", 649_799),
      ("232", 1816, 580_067_059, 44, 76, "(SBR", 649_366),
    ])
  func equalsWhatWFDBReads(
    record: String, count: Int, sum: Int, subtypes: Int, first: Int, aux: String, last: Int
  ) throws {
    let path = try #require(RealData.mitdb).appending(path: record).path
    let annotations = try AnnotationFile.read(path: path + ".atr").annotations
    #expect(annotations.count == count)
    #expect(annotations.reduce(0) { $0 + $1.sample } == sum)
    #expect(annotations.reduce(0) { $0 + Int($1.subtype) } == subtypes)
    #expect(annotations.first == Annotation(sample: first, symbol: "+", aux: aux + "\0"))
    #expect(annotations.last?.sample == last)
  }

  /// `collections.Counter(a.symbol)` of wfdb 4.3.1 for record 207.
  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
  func countsSymbolsAsWFDBDoes() throws {
    let path = try #require(RealData.mitdb).appending(path: "207.atr").path
    let counts = try AnnotationFile.read(path: path).annotations
      .reduce(into: [Character: Int]()) { $0[$1.symbol, default: 0] += 1 }
    #expect(
      counts == [
        "!": 472, "+": 24, "A": 107, "E": 105, "L": 1457, "R": 86, "V": 105, "[": 6, "]": 6, "|": 2,
        "~": 15,
      ])
  }

  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
  func writesAllFilesOfTheDatabaseByteForByte() throws {
    let folder = try #require(RealData.mitdb)
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "atr" }
    #expect(files.count == 48)
    for file in files {
      let header = try RecordHeader.read(path: file.deletingPathExtension().path)
      let content = try AnnotationFile.read(path: file.path, within: header)
      #expect(try content.encoded(path: "a") == Data(contentsOf: file), "\(file.lastPathComponent)")
    }
  }

  private func reread(_ file: AnnotationFile) throws -> AnnotationFile {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a.atr").path
      try file.write(to: path)
      return try AnnotationFile.read(path: path)
    }
  }

  private func hex(_ data: Data) -> String {
    data.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
