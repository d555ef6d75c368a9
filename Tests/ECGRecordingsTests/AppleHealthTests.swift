import ECGFiles
import ECGRecordings
import Foundation
import ECGTestSupport
import Testing

/// Electrocardiograms of Apple Health, in the languages and regions of their telephones.
///
/// The forms are those of true exports as public projects describe them: key-value lines, of which
/// the name may be without a value, empty lines, then a sample a line; the rate with two or three
/// decimals and a word for hertz, in German behind a no-break space; decimal commas without
/// quotation marks.
@Suite struct AppleHealthTests {
  struct Export: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    var samplingRate = 512.0
    var samples: [Double]
    var start: DateComponents? = DateComponents(
      year: 2020, month: 7, day: 31, hour: 22, minute: 48, second: 19)
  }

  static let exports = [
    Export(
      testDescription: "English",
      text: """
        Name,Jane Doe
        Date of Birth,"Feb 5, 1952"
        Recorded Date,2020-07-31 22:48:19 -0400
        Classification,Sinus Rhythm
        Symptoms,
        Software Version,1.51
        Device,"Watch5,4"
        Sample Rate,512.844 hertz


        Lead,Lead I
        Unit,µV

        -48.673
        -59.681
        1,017.5
        12

        """, samplingRate: 512.844, samples: [-0.048673, -0.059681, 1.0175, 0.012]),
    Export(
      testDescription: "German, without a name",
      text: """
        Name
        Geburtstag,"05.02.1952"
        Aufzeichnungsdatum,2020-07-31 22:48:19 +0200
        Klassifizierung,Sinusrhythmus
        Symptome,
        Softwareversion,1.13
        Gerät,"Watch4,2"
        Messrate,511,562\u{A0}Hertz


        Ableitung,Ableitung I
        Einheit,µV

        -180,596
        -199,83
        1.217,333
        0,5

        """, samplingRate: 511.562, samples: [-0.180596, -0.19983, 1.217333, 0.0005]),
    Export(
      testDescription: "Japanese",
      text: """
        名前,Jane Doe
        生年月日,"1952/02/05"
        記録日,2020-07-31 22:48:19 +0900
        分類,洞調律
        症状,
        ソフトウェアバージョン,1.90
        デバイス,"Watch6,7"
        サンプルレート,512ヘルツ

        リード,リードI
        単位,µV

        100
        -200.25

        """, samples: [0.1, -0.20025]),
    Export(
      testDescription: "Chinese, CRLF",
      text: "姓名,Jane Doe\r\n记录日期,2020-07-31 22:48:19 +0800\r\n采样率,512赫兹\r\n导联,导联 I\r\n"
        + "单位,µV\r\n\r\n1.5\r\n2.5\r\n", samples: [0.0015, 0.0025]),
    Export(
      testDescription: "Swedish: a true minus sign",
      text: """
        Namn,Jane Doe
        Födelsedatum,"5 feb. 1952"
        Inspelningsdatum,2020-07-31 22:48:19 +0200
        Samplingsfrekvens,512 hertz

        Avledning,Avledning I
        Enhet,µV

        \u{2212}265,868
        12
        1\u{A0}017,25

        """, samples: [-0.265868, 0.012, 1.01725]),
    Export(
      testDescription: "Arabic digits and marks, quoted",
      text: """
        الاسم,Jane Doe
        تاريخ الميلاد,"5 فبراير 1952"
        تاريخ التسجيل,2020-07-31 22:48:19 +0300
        معدل العينة,٥١٢ هرتز
        الوحدة,µV

        "-٢٦٥٫٨٦٨"
        "١٢"

        """, samples: [-0.265868, 0.012]),
    Export(
      testDescription: "Russian units",
      text: """
        Имя,Jane Doe
        Дата записи,2020-07-31 22:48:19 +0300
        Частота выборки,512 герц
        Отведение,Отведение I
        Единица,мкВ

        -265,868
        0,5

        """, samples: [-0.265868, 0.0005]),
    Export(
      testDescription: "no unit and no date that is understood",
      text: """
        Name,Jane Doe
        Recorded Date,31/07/20
        Classification,Inconclusive
        Sample Rate,512 Hz

        7
        8

        """, samples: [0.007, 0.008], start: nil),
  ]

  private func open(_ text: String, _ options: RecordingOptions = RecordingOptions()) throws
    -> (RecordingFile, [Float])
  {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "ecg_2020-07-31.csv").path
      try Data(text.utf8).write(to: URL(filePath: path))
      let file = try RecordingFile.open(path, options: options)
      return (file, try file.samples(ofSignal: 0))
    }
  }

  @Test(arguments: exports) func isRead(export: Export) throws {
    let (file, samples) = try open(export.text)
    #expect(file.format == .appleHealth)
    #expect(file.signals.map(\.name) == ["I"])
    #expect(file.signals.map(\.unit) == ["mV"])
    #expect(file.signals.map(\.samplingRate) == [export.samplingRate])
    #expect(isClose(samples, export.samples, 1e-7))
    #expect(file.start == export.start)
    #expect(try file.chooseLead().description == "lead I (there is no lead II)")
  }

  /// Neither the name nor the date of birth is in what is kept, whatever is looked at.
  @Test(arguments: exports) func thePersonIsNotKept(export: Export) throws {
    let file = try open(export.text).0
    var text = ""
    dump(file, to: &text)
    // The test's own folder has a random name, which may well hold 1952.
    text = text.replacingOccurrences(of: file.path, with: "")
    for secret in ["Jane", "Doe", "1952", "Feb"] { #expect(!text.contains(secret)) }
  }

  /// Wherever a file is damaged, the message does not show what is in it.
  @Test(arguments: exports) func thePersonIsNotShownInErrors(export: Export) throws {
    let lines = export.text.split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
    for index in lines.indices {
      for damage in ["Jane Doe", "Jane Doe,1952", "", "\u{0}"] {
        var damaged = lines
        damaged[index] = damage
        do {
          _ = try open(damaged.joined(separator: "\n"))
        } catch let error as FileError {
          let message = error.description.replacingOccurrences(of: error.path, with: "")
          for secret in ["Jane", "Doe", "1952", "Feb"] {
            #expect(!message.contains(secret), "\(error)")
          }
        }
      }
    }
  }

  @Test func aLineThatIsNoSampleIsNamed() throws {
    let text = Self.exports[0].text.replacing("-59.681", with: "Jane")
    let error = #expect(throws: FileError.self) { try open(text) }
    #expect(error?.location == .line(15))
    #expect(error?.problem == "expected a sample, found something else")
  }

  /// Where all numbers have three decimals, the only mark there is is the decimal one; where they
  /// contradict one another there is no telling.
  @Test func theDecimalMarkIsThatOfTheFile() throws {
    let header = "Name\nA,b\nC,d\nRate,512 Hz\n\n"
    #expect(try isClose(open(header + "1,234\n-5,678\n").1, [0.001234, -0.005678], 1e-7))
    #expect(try isClose(open(header + "1,234\n-5,6\n").1, [0.001234, -0.0056], 1e-7))
    #expect(try isClose(open(header + "1,234\n-5.6\n").1, [1.234, -0.0056], 1e-7))
    let error = #expect(throws: FileError.self) { try open(header + "1,23\n-5.6\n") }
    #expect(
      error?.problem
        == "expected samples with one decimal mark, found both a point and a comma")
  }

  /// Lines about a recording stand above tables as well: rows of several cells are
  /// none of one number.
  @Test(arguments: ["", "Lead I,Lead II\n", "\n"], [250, 10, 1])
  func rowsOfSeveralCellsAreATable(names: String, scale: Int) throws {
    let metadata = "Device,Holter\nStart,2024-05-01 12:00:00\nSampling rate,250 Hz\nChannels,2\n"
    let trace = SyntheticTrace()
    let rows = trace.samples.map { "\(512 + Int($0 * 100)),\((348 + Int($0 * 300)) * scale)\n" }
    let (file, samples) = try open(metadata + names + rows.joined())
    #expect(file.format == .table)
    #expect(file.signals.map(\.samplingRate) == [250, 250])
    #expect(samples.elementsEqual(trace.samples.map { Float(512 + Int($0 * 100)) }))
    // Where a cell is empty, and where numbers have decimal points.
    for change in [("512,", "512,"), ("512,", ","), (",348", ","), ("\n", ".0\n")] {
      let text = metadata + names + rows.joined().replacing(change.0, with: change.1)
      #expect(try open(text).0.format == .table)
    }
  }

  /// A long export with decimal commas alone, as in most of Europe, whatever became of
  /// its blank lines.
  @Test(arguments: ["\n", ""]) func decimalCommasAreNoCells(blank: String) throws {
    let samples = (0..<2_000).map { Double($0 * 7_919 % 400_001 - 200_000) / 1_000 }
    let text =
      "Name\nGeburtstag,\"05.02.1952\"\nAufzeichnungsdatum,2020-07-31 22:48:19 +0200\n"
      + "Messrate,511,562\u{A0}Hertz\nAbleitung,Ableitung I\nEinheit,µV\n\(blank)"
      + samples.map { "\($0)\n".replacing(".0\n", with: "\n").replacing(".", with: ",") }.joined()
    let (file, read) = try open(text)
    #expect(file.format == .appleHealth)
    #expect(isClose(read, samples.map { $0 / 1_000 }, 1e-7))
  }

  /// A rate in words that are not understood can be given.
  @Test func theRateCanBeGiven() throws {
    let text = "Name,Jane Doe\nA,b\nRate,fast\nUnit,µV\n\n1\n2\n"
    let error = #expect(throws: FileError.self) { try open(text) }
    #expect(error?.problem == "the file does not say its sampling rate")
    let (file, samples) = try open(text, RecordingOptions(samplingRate: 512))
    #expect(file.signals[0].samplingRate == 512)
    #expect(isClose(samples, [0.001, 0.002], 1e-7))
  }
}
