import ECGRecordings
import Foundation
import ECGTestSupport
import Testing

/// What `ecg detect` finds and writes.
@Suite(.hangLimit) struct DetectCommandTests {
  private let record = SampleRecord()

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try ExactJSON.object(with: Data(text.utf8)) as? [String: Any])
  }

  @Test(arguments: ["data/rhythm", "data/rhythm.hea"])
  func annotationsAreWritten(_ path: String) throws {
    try record.inFolder { url, ecg in
      let outcome = try ecg("detect", path, "--output", "new/out")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("beats     50"))
      #expect(outcome.output.contains("0.800 s in the median (75 a minute)"))
      let file = try AnnotationFile.read(path: url.appending(path: "new/out/rhythm.qrs").path)
      #expect(file.annotations.map(\.symbol) == Array(repeating: "N", count: 50))
      #expect(zip(file.annotations, record.peaks).allSatisfy { abs($0.sample - $1) <= 1 })
      #expect(
        contents(of: url).keys.filter { $0.hasPrefix("new/out/") }.sorted()
          == ["new/out/rhythm.qrs", "new/out/rhythm.qrs.csv"])
      let table = try String(
        contentsOf: url.appending(path: "new/out/rhythm.qrs.csv"), encoding: .utf8)
      let lines = table.split(separator: "\n")
      let (first, second) = (file.annotations[0].sample, file.annotations[1].sample)
      #expect(lines.count == 51 && lines[0] == "sample,time,rr,quality")
      #expect(lines[1] == "\(first),\(String(format: "%.4f", Double(first) / 250)),,good")
      #expect(lines[2].hasSuffix(",\(String(format: "%.4f", Double(second - first) / 250)),good"))
    }
  }

  @Test func jsonIsAloneOnStandardOutput() throws {
    try record.inFolder { url, ecg in
      let outcome = try ecg("detect", "data/rhythm", "--json")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let summary = try json(outcome.output)
      #expect(summary["record"] as? String == "rhythm")
      #expect(summary["lead"] as? String == "MLII")
      #expect(summary["samplingRate"] as? Double == 250)
      #expect(summary["beats"] as? Int == 50)
      #expect(summary["medianInterval"] as? Double == 0.8)
      #expect(summary["missingSeconds"] as? Double == 0)
      #expect(summary["annotations"] == nil)
      let table = try #require(summary["beatTable"] as? [String: [Any]])
      #expect(Set(table.keys) == ["sample", "time", "rr", "quality"])
      #expect(table.values.allSatisfy { $0.count == 50 })
      #expect(!contents(of: url).keys.contains { $0.hasSuffix(".qrs") })
    }
  }

  @Test func leadIsChosenByName() throws {
    try record.inFolder { url, ecg in
      let outcome = try ecg("detect", "data/rhythm", "--lead", "v1", "--output", ".", "--json")
      #expect(try json(outcome.output)["lead"] as? String == "V1")
      let file = try AnnotationFile.read(path: url.appending(path: "rhythm.qrs").path)
      #expect(file.annotations.count == 50)
      #expect(file.annotations.allSatisfy { $0.channel == 1 })
    }
  }

  @Test func forceReplacesAnnotations() throws {
    try record.inFolder { url, ecg in
      let detect = ["detect", "data/rhythm", "--output", "out"]
      let made = try ecg(detect)
      #expect(made.status == 0, "\(made.errors)")
      let first = contents(of: url)["out/rhythm.qrs"]
      let refused = try ecg(detect)
      #expect(refused.status == 73)
      let replaced = try ecg(detect + ["--force"])
      #expect(replaced.status == 0)
      #expect(contents(of: url)["out/rhythm.qrs"] == first)
    }
  }

  /// The sample record's first lead in microvolts.
  private func microvolts(_ url: URL) throws -> [Int] {
    let recording = try Recording.read(path: url.appending(path: "data/rhythm").path)
    return recording.samples[0].map { Int($0) * 5 }
  }

  /// Whether annotations in `path`, at a rate of their own, are the sample record's beats.
  private func expectBeats(in path: URL, rate: Double) throws {
    let file = try AnnotationFile.read(path: path.path)
    #expect(file.samplingRate == rate)
    #expect(file.annotations.count == 50)
    #expect(zip(file.annotations, record.peaks).allSatisfy { abs($0.sample - $1) <= 1 })
  }

  @Test func tableIsReadAtTheRateGiven() throws {
    try record.inFolder { url, ecg in
      let text = "II\n" + (try microvolts(url)).map { "\($0)\n" }.joined()
      try Data(text.utf8).write(to: url.appending(path: "lead.csv"))
      let outcome = try ecg("detect", "lead.csv", "--rate", "250", "--unit", "uV", "--output", ".")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("lead      II\n"))
      try expectBeats(in: url.appending(path: "lead.qrs"), rate: 250)
    }
  }

  @Test func edfIsRead() throws {
    try record.inFolder { url, ecg in
      let samples = try microvolts(url)
      func field(_ text: String, _ width: Int) -> String {
        text.padding(toLength: width, withPad: " ", startingAt: 0)
      }
      let seconds = samples.count / 250
      var edf = field("0", 8) + field("Jane Doe", 80) + field("", 80) + "04.03.2105.06.07"
      edf += field("512", 8) + field("", 44) + field("\(seconds)", 8) + field("1", 8)
      edf += field("1", 4) + field("ECG II", 16) + field("", 80) + field("uV", 8)
      edf += field("-32768", 8) + field("32767", 8) + field("-32768", 8) + field("32767", 8)
      edf += field("", 80) + field("250", 8) + field("", 32)
      var data = Data(edf.utf8)
      for sample in samples.prefix(seconds * 250) {
        withUnsafeBytes(of: Int16(sample).littleEndian) { data.append(contentsOf: $0) }
      }
      try data.write(to: url.appending(path: "holter.edf"))
      let outcome = try ecg("detect", "holter.edf", "--lead", "ii", "--output", ".")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("lead      ECG II\n"))
      #expect(!outcome.output.contains("Jane") && !outcome.errors.contains("Jane"))
      try expectBeats(in: url.appending(path: "holter.qrs"), rate: 250)
    }
  }

  @Test func appleHealthIsReadWithoutThePerson() throws {
    try record.inFolder { url, ecg in
      let text =
        "Name,Jane Doe\nDate of Birth,\"Feb 5, 1952\"\nRecorded Date,2020-07-31 22:48:19 -0400\n"
        + "Sample Rate,250 hertz\n\n\nLead,Lead I\nUnit,µV\n\n"
        + (try microvolts(url)).map { "\($0)\n" }.joined()
      try Data(text.utf8).write(to: url.appending(path: "ecg_2020-07-31.csv"))
      let outcome = try ecg("detect", "ecg_2020-07-31.csv", "--output", ".")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("lead      I (there is no lead II)\n"))
      for secret in ["Jane", "Doe", "1952"] {
        #expect(!outcome.output.contains(secret) && !outcome.errors.contains(secret))
      }
      try expectBeats(in: url.appending(path: "ecg_2020-07-31.qrs"), rate: 250)
    }
  }

  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA names no mitdb"))
  func realRecord() throws {
    let folder = try #require(RealData.mitdb)
    try withTemporaryFolder { url in
      let outcome = try Command(folder: url)(
        "detect", folder.appending(path: "100").path, "--output", ".", "--json")
      // The experts marked 2,273 beats in half an hour.
      let beats = try #require(try json(outcome.output)["beats"] as? Int)
      #expect((2270...2276).contains(beats))
      #expect(FileManager.default.fileExists(atPath: url.appending(path: "100.qrs").path))
    }
  }
}
