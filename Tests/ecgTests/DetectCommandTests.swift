import ECGRecordings
import Foundation
import TestSupport
import Testing

/// What `ecg detect` finds and writes.
@Suite(.timeLimit(.minutes(5))) struct DetectCommandTests {
  private let record = SampleRecord()

  private func inFolder<Result>(_ body: (URL, Command) throws -> Result) throws -> Result {
    try withTemporaryFolder { url in
      try record.write("rhythm", to: url.appending(path: "data"))
      return try body(url, Command(folder: url))
    }
  }

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test(arguments: ["data/rhythm", "data/rhythm.hea"])
  func annotationsAreWritten(_ path: String) throws {
    try inFolder { url, ecg in
      let outcome = try ecg("detect", path, "--output", "new/out")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("beats     50"))
      #expect(outcome.output.contains("0.800 s in the median (75 a minute)"))
      let file = try AnnotationFile.read(path: url.appending(path: "new/out/rhythm.qrs").path)
      #expect(file.annotations.map(\.symbol) == Array(repeating: "N", count: 50))
      #expect(zip(file.annotations, record.peaks).allSatisfy { abs($0.sample - $1) <= 1 })
      #expect(contents(of: url).keys.filter { $0.hasPrefix("new/out/") } == ["new/out/rhythm.qrs"])
    }
  }

  @Test func jsonIsAloneOnStandardOutput() throws {
    try inFolder { url, ecg in
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
      #expect(!contents(of: url).keys.contains { $0.hasSuffix(".qrs") })
    }
  }

  @Test func leadIsChosenByName() throws {
    try inFolder { url, ecg in
      let outcome = try ecg("detect", "data/rhythm", "--lead", "v1", "--output", ".", "--json")
      #expect(try json(outcome.output)["lead"] as? String == "V1")
      let file = try AnnotationFile.read(path: url.appending(path: "rhythm.qrs").path)
      #expect(file.annotations.count == 50)
      #expect(file.annotations.allSatisfy { $0.channel == 1 })
    }
  }

  @Test func forceReplacesAnnotations() throws {
    try inFolder { url, ecg in
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
