import ECGFiles
import ECGRecordings
import Testing

/// Columns that say where electrodes were off: there are no samples there.
@Suite struct TableFlagTests {
  private static let trace = SyntheticTrace()

  /// A table whose flag has one value in rows 100 to 199 and the other in all others.
  private static func open(
    _ name: String, _ inside: String, _ outside: String, in rows: Range<Int> = 100..<200
  ) throws -> RecordingFile {
    try TableColumnTests.open(
      "ms,\(name),ecg (mV)\n"
        + TableColumnTests.rows {
          "\($0 * 4),\(rows ~= $0 ? inside : outside),\(rows ~= $0 ? 9 : $1)"
        })
  }

  private static func samples(_ file: RecordingFile) throws -> [Float] {
    let lead = try file.chooseLead()
    #expect(lead.name == "ecg")
    return try file.samples(ofSignal: lead.signal)
  }

  @Test(arguments: [
    ("leads_off", "1", "0"), ("LO+", "1", "0"), ("LO-", "1.0", "0.0"), ("Lead Off", "1", "0"),
    ("ECG_LeadOff", "True", "False"), ("electrode_contact", "0", "1"), ("valid", "false", "true"),
    ("is_valid", "0", "1"), ("ECG valid", "0", ""),
  ])
  func rowsWithElectrodesOffAreMissing(name: String, inside: String, outside: String) throws {
    let file = try Self.open(name, inside, outside)
    let samples = try Self.samples(file)
    #expect(samples.indices.filter { samples[$0].isNaN } == Array(100..<200))
    #expect(abs(Double(samples[200]) - Self.trace.samples[200]) < 1e-6)
    #expect(
      file.decisions.last
        == "column 2, \(name), says of 100 rows that electrodes were off or samples are not valid: these are missing"
    )
  }

  /// Numbers of another kind, other names, and a flag that would leave nothing.
  @Test(arguments: [
    ("leads_off", "3", "0"), ("button", "1", "0"), ("marker", "1", "0"), ("leads_off", "1", "1"),
    ("leads_off", "0", "0"),
  ])
  func otherColumnsSayNothing(name: String, inside: String, outside: String) throws {
    let file = try Self.open(name, inside, outside)
    #expect(try !Self.samples(file).contains(where: \.isNaN))
    let told = "column 2, leads_off, says of all rows that electrodes were off: it is not heeded"
    #expect(file.decisions.contains(told) == (name == "leads_off" && outside == "1"))
  }

  /// A flag that is 1 at beats alone would leave nearly nothing.
  @Test func flagsOfMoreThanHalfAreNotHeeded() throws {
    let file = try Self.open("valid", "1", "0", in: 100..<300)
    #expect(try !Self.samples(file).contains(where: \.isNaN))
    #expect(
      file.remarks == [
        "column 2, valid, says of 60 % of the rows that electrodes were off or samples are not valid: since "
          + "these are more than half, it is not heeded"
      ])
  }

  @Test func flagsOfATenthAreWarnedOf() throws {
    let few = try Self.open("leads_off", "1", "0", in: 100..<149)
    #expect(few.remarks.isEmpty && few.decisions.contains { $0.contains("says of 49 rows") })
    let many = try Self.open("leads_off", "1", "0", in: 100..<150)
    #expect(
      many.remarks == [
        "10 % of the rows are missing by column 2, leads_off, which is taken to say where electrodes were off"
      ])
  }

  /// A longitude is no electrode; two are.
  @Test func electrodesOfAPairCountTogether() throws {
    #expect(try !Self.samples(Self.open("lon", "1", "0")).contains(where: \.isNaN))
    let pair = try Self.open("LON,LOP", "1,0", "0,0")
    #expect(try Self.samples(pair).count { $0.isNaN } == 100)
  }

  /// The program that comes with the AD8232 writes a mark instead of a sample.
  @Test func aMarkForASampleIsOneThatIsMissing() throws {
    let file = try TableColumnTests.open(
      TableColumnTests.rows { 100..<200 ~= $0 ? "!" : "\($1 * 200 + 512)" }, rate: 250)
    #expect(try file.samples(ofSignal: 0).count { $0.isNaN } == 100)
  }

  /// Each of them leaves most rows, both together few.
  @Test func flagsAreWarnedOfTogether() throws {
    let text =
      "ms,LO+,LO-,ecg (mV)\n"
      + TableColumnTests.rows { "\($0 * 4),\($0 < 200 ? 1 : 0),\(150..<350 ~= $0 ? 1 : 0),\($1)" }
    let file = try TableColumnTests.open(text)
    #expect(try Self.samples(file).count { $0.isNaN } == 350)
    #expect(file.remarks.last == "70 % of the rows are missing by such columns together")
    #expect(file.remarks.count == 3)
  }
}
