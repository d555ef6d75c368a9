import ECGDatasets
import Foundation
import ECGRandom
import ECGTestSupport
import Testing

@Suite struct BeatCSVTests {
  /// Rows of three samples and a label.
  static let rows: [[Float]] = [
    [1, 0.25, 0, 0], [0.5, 0.125, 0.75, 4], [0, 1, 0.0625, 2], [0.1, 0.2, 0.3, 1],
  ]
  static let values = rows.flatMap { $0.prefix(3) }
  static let labels = [0, 4, 2, 1]

  static let forms: [(name: String, text: String)] = [
    ("Kaggle's form", CSVFile.fixedWidth(rows)),
    ("no last line feed", String(CSVFile.fixedWidth(rows).dropLast())),
    ("carriage returns", CSVFile.fixedWidth(rows).replacing("\n", with: "\r\n")),
    ("short numbers", "1,.25,0,0\n5e-1,0.125,75E-2,4\n-0,+1.,0.0625,2\n0.1,0.2,0.3,1\n"),
    ("white space", " 1 ,\t0.25, 0,0 \n0.5 ,0.125,0.75,4\n0,1,0.0625,2\t\n  0.1,0.2,0.3,1"),
    ("quotes", "\"1\",\"0.25\",0,\"0\"\n0.5,0.125,\"0.75\",4\n0,1,.0625,2\n.1,.2,.3,\" 1 \"\n"),
    ("labels as numbers", "1,.25,0,0.0\n.5,.125,.75,4.000e+00\n0,1,.0625,2.\n.1,.2,.3,10e-1\n"),
    ("header", "a,b,c,label\n1,.25,0,0\n.5,.125,.75,4\n0,1,.0625,2\n.1,.2,.3,1\n"),
    ("numbered header", "0,1,2,3\n1,.25,0,0\n.5,.125,.75,4\n0,1,.0625,2\n.1,.2,.3,1\n"),
    ("header and Kaggle's form", "a,b,c,label\n" + CSVFile.fixedWidth(rows)),
    ("pandas' index", ",0,1,2,3\n0,1,.25,0,0\n1,.5,.125,.75,4\n2,0,1,.0625,2\n3,.1,.2,.3,1\n"),
    (
      "shuffled index",
      "Unnamed: 0,0,1,2,3\n9,1,.25,0,0\n4,.5,.125,.75,4\n2,0,1,.0625,2\nx,.1,.2,.3,1"
    ),
    (
      "index below its header",
      "a,b,c,d\n0,1,.25,0,0\n7,.5,.125,.75,4\n2,0,1,.0625,2\n3,.1,.2,.3,1\n"
    ),
    ("index from 0", "0,1,.25,0,0\n1,.5,.125,.75,4\n2,0,1,.0625,2\n3,.1,.2,.3,1\n"),
    ("index from 1", "1,1,.25,0,0\n2,.5,.125,.75,4\n3,0,1,.0625,2\n4,.1,.2,.3,1\n"),
    ("byte order mark", "\u{FEFF}1,.25,0,0\n.5,.125,.75,4\n0,1,.0625,2\n.1,.2,.3,1\n"),
    ("mark and Kaggle's form", "\u{FEFF}" + CSVFile.fixedWidth(rows)),
    ("line breaks of old Macs", "1,.25,0,0\r.5,.125,.75,4\r0,1,.0625,2\r.1,.2,.3,1\r"),
    ("blank lines", "\n1,.25,0,0\n\r\n.5,.125,.75,4\n0,1,.0625,2\n  \n.1,.2,.3,1\n\n"),
    ("semicolons", "1;.25;0;0\n.5;.125;.75;4\n0;1;.0625;2\n.1;.2;.3;1\n"),
    (
      "decimal commas between semicolons", "1;0,25;0;0\n0,5;,125;0,75;4\n0;1;0,0625;2\n,1;,2;,3;1\n"
    ),
    (
      "a header and decimal commas",
      "a;b;c;d\n1;0,25;0;0\n0,5;,125;0,75;4\n0;1;0,0625;2\n,1;,2;,3;1\n"
    ),
    ("labels first", "label,a,b,c\n0,1,.25,0\n4,.5,.125,.75\n2,0,1,.0625\n1,.1,.2,.3\n"),
    (
      "an index and labels first",
      ",Class,a,b,c\n0,0,1,.25,0\n1,4,.5,.125,.75\n2,2,0,1,.0625\n3,1,.1,.2,.3\n"
    ),
    (
      "labels first below an index without a name",
      "y,a,b,c\n5,0,1,.25,0\n6,4,.5,.125,.75\n7,2,0,1,.0625\n8,1,.1,.2,.3\n"
    ),
    ("old carriage returns", "1,.25,0,0\r.5,.125,.75,4\r0,1,.0625,2\r.1,.2,.3,1\r"),
    ("tabs", "1\t.25\t0\t0\n.5\t .125\t.75\t4\n0\t1\t.0625\t2\n.1\t.2\t.3\t1\n"),
  ]

  @Test(arguments: forms, [1, 2, 7])
  func readsEveryForm(_ form: (name: String, text: String), threads: Int) throws {
    let dataset = try CSVFile.read(form.text, threads: threads)
    #expect(dataset.values == Self.values, "\(form.name)")
    #expect(dataset.labels == Self.labels, "\(form.name)")
    #expect(dataset.samplesPerBeat == 3)
    #expect(dataset.task == .arrhythmia)
  }

  /// Where labels are not wanted, the column may say anything, by the quick path as by
  /// the general one.
  @Test(arguments: ["A", "nan", "7", "0.000000000000000000e+00", ""])
  func labelsAreLeftUnread(_ label: String) throws {
    let rows = CSVFile.fixedWidth(Self.rows.map { Array($0.prefix(3)) })
    let dataset = try CSVFile.read(rows.replacing("\n", with: ",\(label)\n"), labels: .unread)
    #expect(dataset.values == Self.values)
    #expect(try CSVFile.read(rows, labels: .unread).values == Self.values)
  }

  @Test func bothPathsGiveTheSameBits() throws {
    var generator = SeededGenerator(seed: 3)
    let rows = (0..<300).map { row in
      (0..<187).map { _ in Float(generator.uniform()) * (generator.uniform() < 0.5 ? 0 : 1) }
        + [Float(row % 5)]
    }
    let text = CSVFile.fixedWidth(rows)
    let quick = try CSVFile.read(text, samplesPerBeat: 187)
    let general = try CSVFile.read(text.replacing("\n", with: "\r\n"), samplesPerBeat: 187)
    let expected = rows.flatMap { $0.prefix(187) }
    #expect(quick.values.map(\.bitPattern) == expected.map(\.bitPattern))
    #expect(general.values.map(\.bitPattern) == expected.map(\.bitPattern))
    #expect(quick.labels == general.labels)
    #expect(quick.labels == (0..<300).map { $0 % 5 })
  }

  @Test func unlabelledBeatsHaveNoLabels() throws {
    let expected = [Float](Self.values.prefix(6))
    for text in [
      "1,.25,0\n.5,.125,.75\n", CSVFile.fixedWidth([[1, 0.25, 0], [0.5, 0.125, 0.75]]),
    ] {
      for labels in [BeatCSV.Labels.absent, .ifPresent] {
        let dataset = try CSVFile.read(text, labels: labels)
        #expect(dataset.values == expected)
        #expect(!dataset.isLabelled && dataset.labels.isEmpty)
      }
    }
    let labelled = try CSVFile.read("1,.25,0,3\n", labels: .ifPresent)
    #expect(labelled.labels == [3])
    let indexed = try CSVFile.read(",a,b,c\n0,1,.25,0\n1,.5,.125,.75\n", labels: .ifPresent)
    #expect(indexed.values == expected && indexed.labels.isEmpty)
  }

  /// A header that names labels says so whatever the length of beats is.
  @Test func aHeaderThatNamesLabelsIsBelieved() throws {
    let dataset = try CSVFile.read(
      "target,a,b,c,d\n3,1,2,3,4\n", labels: .ifPresent, samplesPerBeat: nil)
    #expect(dataset.samplesPerBeat == 4)
    #expect(dataset.labels == [3] && dataset.values == [1, 2, 3, 4])
    let unread = try CSVFile.read("label,a,b,c\nx,1,2,3\n", labels: .unread)
    #expect(unread.values == [1, 2, 3] && !unread.isLabelled)
  }

  @Test func anyLengthIsReadWhereAskedFor() throws {
    let dataset = try CSVFile.read("1,2,3,4,5,1\n6,7,8,9,10,0\n", samplesPerBeat: nil)
    #expect(dataset.samplesPerBeat == 5)
    #expect(dataset.labels == [1, 0])
    #expect(dataset.values == (1...10).map(Float.init))
  }

  @Test func missingAndInfiniteValuesAreKeptWhereAskedFor() throws {
    let dataset = try CSVFile.read(
      "nan,,NA,0\ninf,-Infinity,\"\",1\n1e99,0.5,NaN,2\n", nonFinite: .accept)
    #expect(
      dataset.values.map(\.isNaN) == [true, true, true, false, false, true, false, false, true])
    #expect(dataset.values[3] == .infinity && dataset.values[4] == -.infinity)
    #expect(dataset.values[6] == .infinity && dataset.values[7] == 0.5)
    #expect(dataset.labels == [0, 1, 2])
  }

  /// The first ten rows of Kaggle's files against NumPy:
  ///
  ///     a = numpy.loadtxt("mitbih_test_first10.csv", delimiter=",")[:, :187].astype("float32")
  ///     numpy.bitwise_xor.reduce(a.view("uint32") * (1 + numpy.arange(187, dtype="uint32")), axis=None)
  @Test(.enabled(if: RealData.kaggle != nil, "ECG_DATA is not set"))
  func readsKagglesRows() throws {
    let folder = try #require(RealData.kaggle)
    for (name, sum) in [("test", UInt32(0xA7C00721)), ("train", UInt32(0x7C36AC1C))] {
      let path = folder.appending(path: "mitbih_\(name)_first10.csv").path
      let dataset = try BeatCSV.read(path: path)
      #expect(dataset.count == 10)
      #expect(dataset.samplesPerBeat == 187)
      let checksum = dataset.values.enumerated().reduce(UInt32(0)) { sum, value in
        sum ^ (value.element.bitPattern &* UInt32(1 + value.offset % 187))
      }
      #expect(checksum == sum)
    }
  }
}
