import ECGDatasets
import ECGFiles
import Foundation
import ECGTestSupport
import Testing

/// What the reader says about files that are not what they should be.
@Suite struct BeatCSVErrorTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let bytes: [UInt8]
    let location: FileError.Location
    /// A part of the problem as it is told.
    let problem: String
    var labels = BeatCSV.Labels.required
    var nonFinite = BeatCSV.NonFinite.refuse

    init(
      _ name: String, _ text: String, _ location: FileError.Location, _ problem: String,
      labels: BeatCSV.Labels = .required, nonFinite: BeatCSV.NonFinite = .refuse
    ) {
      self.init(name, bytes: Array(text.utf8), location, problem, labels, nonFinite)
    }

    init(
      _ name: String, bytes: [UInt8], _ location: FileError.Location, _ problem: String,
      _ labels: BeatCSV.Labels = .required, _ nonFinite: BeatCSV.NonFinite = .refuse
    ) {
      self.name = name
      self.bytes = bytes
      self.location = location
      self.problem = problem
      self.labels = labels
      self.nonFinite = nonFinite
    }

    var testDescription: String { name }
  }

  static let good = CSVFile.fixedWidth([[1, 0.5, 0, 0], [0.5, 1, 0.25, 1], [0, 0, 1, 2]])

  static let cases: [Case] = [
    Case("empty", "", .whole, "found an empty file"),
    Case("blank lines alone", "\n \r\n\n", .whole, "found an empty file"),
    Case("byte order mark alone", "\u{FEFF}", .whole, "found an empty file"),
    Case("header alone", "a,b,c,label\n", .whole, "found a header alone"),
    Case("short row", "1,2,3,0\n1,2,0\n", .line(2), "expected 4 columns, found 3"),
    Case("long row", "1,2,3,0\n\n1,2,3,4,0\n", .line(3), "expected 4 columns, found 5"),
    Case("trailing comma", "1,2,3,0\n1,2,3,0,\n", .line(2), "expected 4 columns, found 5"),
    Case("text", "1,2,3,0\n1,x,3,0\n", .line(2), "column 2: expected a finite number, found \"x\""),
    Case("text in the first row", "1,x,3,0\n1,2,3,0\n", .line(1), "column 2"),
    Case("two points", "1,2,3,0\n1,2.3.4,3,0\n", .line(2), "found \"2.3.4\""),
    Case("half an exponent", "1,2,3,0\n1,2e,3,0\n", .line(2), "found \"2e\""),
    Case("hexadecimal", "1,2,3,0\n1,0x10,3,0\n", .line(2), "found \"0x10\""),
    Case("sign alone", "1,2,3,0\n1,-,3,0\n", .line(2), "found \"-\""),
    Case("NaN", "1,2,3,0\n1,2,nan,0\n", .line(2), "column 3: expected a finite number"),
    Case("infinity", "1,2,3,0\n1,2,-inf,0\n", .line(2), "found \"-inf\""),
    Case("too large for Float", "1,2,3,0\n1,2,1e39,0\n", .line(2), "found \"1e39\""),
    Case(
      "empty field", "1,2,3,0\n1,,3,0\n", .line(2),
      "column 2: expected a finite number, found nothing"),
    Case("label 7", "1,2,3,0\n1,2,3,7\n", .line(2), "column 4: expected a label"),
    Case("label 7 in Kaggle's form", good + CSVFile.fixedWidth([[0, 0, 0, 7]]), .line(4), "label"),
    Case("label -1", "1,2,3,0\n1,2,3,-1\n", .line(2), "found \"-1\""),
    Case("label 1.5", "1,2,3,0\n1,2,3,1.5\n", .line(2), "found \"1.5\""),
    Case("label 1e300", "1,2,3,0\n1,2,3,1e300\n", .line(2), "found \"1e300\""),
    Case("label NaN", "1,2,3,0\n1,2,3,nan\n", .line(2), "label", nonFinite: .accept),
    Case(
      "text where anything finite or not will do", "1,2,3,0\n1,2,x,0\n", .line(2),
      "expected a number, found \"x\"", nonFinite: .accept),
    Case(
      "a patient for a sample", "patient,a,b,label\n1,2,3,0\n", .line(1),
      "expected samples beside the label, found column 1 of 4, patient"),
    Case(
      "a patient too many", "a,b,c,Record,label\n1,2,3,100,0\n", .line(1),
      "found column 4 of 5, Record"),
    Case("too few columns", "1,2,0\n", .line(1), "expected 3 samples and a label, found 3 columns"),
    Case("too many columns", "9,1,2,3,0\n", .line(1), "found 5 columns"),
    Case("one column", "hello world\n1\n", .line(2), "found 1 column"),
    Case("label not wanted", "1,2,3,0\n", .line(1), "3 samples and no label", labels: .absent),
    Case("neither length", "1,2\n", .line(1), "with or without a label", labels: .ifPresent),
    Case(
      "index that stops counting", "0,1,2,3,0\n1,1,2,3,0\n2,1,2,3,0\n3,1,2,3,0\n7,1,2,3,0\n",
      .line(5),
      "the row's number 4"),
    Case(
      "labels between samples and a fold", "a,b,label,fold\n1,2,0,4\n", .line(1),
      "found them in column 3 of 4"),
    Case(
      "a beat that became the header", "0.0,0.5,0.0.1,0.0.2\n1,2,3,0\n", .line(1),
      "found a beat that became one, with 0.0.1"),
    Case("zip archive", bytes: [0x50, 0x4B, 3, 4, 0, 0, 1], .byte(0), "compressed file"),
    Case("gzip", bytes: [0x1F, 0x8B, 8, 0, 0], .byte(0), "compressed file"),
    Case("NUL byte", bytes: Array("1,2".utf8) + [0] + Array(",3,0\n".utf8), .byte(3), "byte 0x00"),
    Case("UTF-16", bytes: [0xFF, 0xFE, 0x31, 0, 0x2C, 0], .byte(3), "byte 0x00"),
    Case(
      "NUL byte far on",
      bytes: Array(String(repeating: "1,2,3,0\n", count: 1000).utf8) + Array("1,2".utf8) + [0]
        + Array(",3,0\n".utf8), .line(1001), "bytes that are no text"),
    Case(
      "bytes that are not UTF-8",
      bytes: Array("1,2,3,0\n1,".utf8) + [0xFF, 0xFE] + Array(",3,0\n".utf8), .line(2), "column 2"),
    Case("cut in Kaggle's form", String(good.dropLast(25)), .line(3), "label"),
    Case("cut row in Kaggle's form", String(good.dropLast(60)), .line(3), "found 2"),
    Case("letter in Kaggle's form", good.replacing("2.5", with: "2.x"), .line(2), "column 3"),
    Case(
      "space for a comma in Kaggle's form", good.replacing("e+00,0.0", with: "e+00 0.0"), .line(1),
      "columns"),
  ]

  @Test(arguments: cases, [1, 3])
  func tells(_ bad: Case, threads: Int) throws {
    let error = #expect(throws: FileError.self) {
      try CSVFile.read(
        bytes: bad.bytes, labels: bad.labels, nonFinite: bad.nonFinite, threads: threads)
    }
    #expect(error?.kind == .badData)
    #expect(error?.location == bad.location)
    #expect(error?.problem.contains(bad.problem) == true, "\(error?.problem ?? "")")
    #expect(error?.remedy.isEmpty == false)
  }

  @Test func labelsAloneAreNoBeats() {
    for length in [nil, 0] {
      let error = #expect(throws: FileError.self) {
        try CSVFile.read("0\n1\n1\n", samplesPerBeat: length)
      }
      #expect(error?.location == .line(1))
    }
  }

  @Test func longFieldsAreShownInShort() throws {
    let field = String(repeating: "y", count: 100_000)
    let error = #expect(throws: FileError.self) { try CSVFile.read("1,2,3,0\n1,\(field),3,0\n") }
    #expect((error?.problem.count ?? .max) < 120)
  }

  @Test func theFirstBadLineIsToldWhateverTheThreads() throws {
    var lines = Array(repeating: "1,2,3,0", count: 5_000)
    for bad in [812, 1_900, 4_400] { lines[bad - 1] = "1,2,oops,0" }
    let text = lines.joined(separator: "\n")
    for threads in [1, 2, 5, 16] {
      let error = #expect(throws: FileError.self) { try CSVFile.read(text, threads: threads) }
      #expect(error?.location == .line(812))
    }
  }

  @Test func missingFilesAndFoldersAreNoInput() throws {
    try withTemporaryFolder { folder in
      for path in [folder.path, folder.appending(path: "none.csv").path] {
        let error = #expect(throws: FileError.self) { try BeatCSV.read(path: path) }
        #expect(error?.kind == .noInput)
      }
    }
  }
}
