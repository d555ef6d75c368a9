import ECGRecordings
import Foundation
import ECGTestSupport
import Testing

/// `ecg compare` as a person uses it.
@Suite(.hangLimit) struct CompareCommandTests {
  /// Runs the command in a folder with the records 100 and 101: reference, test and headers.
  private func inFolder<Result>(_ body: (URL, Command) throws -> Result) throws -> Result {
    try withTemporaryFolder { url in
      for record in ["100", "101"] {
        try write(url, "experts/\(record).atr", [(400_000, "N"), (401_000, "V"), (402_000, "A")])
        try write(url, "out/\(record).qrs", [(400_010, "N"), (401_000, "N"), (403_000, "A")])
        let header = url.appending(path: "experts/\(record).hea")
        try Data("\(record) 0 1000 500000\n".utf8).write(to: header)
      }
      return try body(url, Command(folder: url))
    }
  }

  private func write(_ url: URL, _ name: String, _ beats: [(Int, Character)]) throws {
    let annotations = beats.map { Annotation(sample: $0.0, symbol: $0.1) }
    try AnnotationFile(annotations: annotations)
      .write(to: url.appending(path: name).path, overwrite: true)
  }

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try ExactJSON.object(with: Data(text.utf8)) as? [String: Any])
  }

  /// Two detectors, or one and experts who marked no classes: nothing is said of classes.
  @Test func detectionIsComparedAlone() throws {
    try inFolder { url, ecg in
      for record in ["100", "101"] {
        try write(url, "one/\(record).qrs", [(400_000, "N"), (401_000, "N"), (402_000, "N")])
        try write(url, "two/\(record).wqrs", [(400_010, "Q"), (401_000, "Q")])
        try FileManager.default.copyItem(
          at: url.appending(path: "experts/\(record).hea"),
          to: url.appending(path: "one/\(record).hea"))
      }
      let one = try ecg("compare", "one/100.qrs", "two/100.wqrs")
      #expect(one.status == 0 && one.errors.isEmpty, "\(one.errors)")
      #expect(
        one.output == """
          record  beats  detections      Se      +P      F1  RMS RR error (ms)
          100         3           2  0.6667  1.0000  0.8000              10.00

          Neither side tells beats apart: detection alone is compared.

          """)
      let both = try ecg(
        "compare", "one", "two", "--reference-annotator", "qrs", "--test-annotator", "wqrs")
      #expect(both.output.contains("\nall         6           4  0.6667"), "\(both.errors)")
      #expect(!both.output.contains("VEB"))
      let report = try json(try ecg("compare", "one/100.qrs", "two/100.wqrs", "--json").output)
      #expect(report["detectionAlone"] as? Bool == true)
      // Against experts who did, a detector is told apart from a classifier that found nothing.
      try write(url, "two/100.qrs", [(400_000, "N"), (401_000, "N"), (402_000, "N")])
      let against = try ecg("compare", "experts/100.atr", "two/100.qrs")
      #expect(against.errors.contains("only what is said of QRS counts"))
      #expect(against.output.contains("VEB sensitivity"))
    }
  }

  @Test func twoFilesGiveTheMatrix() throws {
    try inFolder { _, ecg in
      let outcome = try ecg("compare", "experts/100.atr", "out/100.qrs")
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
      #expect(outcome.output.hasPrefix("Beat-by-beat comparison results for record 100\n"))
      #expect(outcome.output.contains("     Test annotator: qrs\n"))
      #expect(outcome.output.contains(" V |    1    0    0    0    0    0    0\n"))
      #expect(outcome.output.contains("           QRS sensitivity:  66.67% (2/3)\n"))
    }
  }

  /// Experts marked the record as it was, and beats were found in it after it had been resampled.
  @Test func eachSideCountsAtItsOwnRate() throws {
    let record = SampleRecord(rate: 250)
    try record.inFolder { url, ecg in
      try write(url, "experts/rhythm.atr", record.peaks.map { ($0 * 2, "N") })
      try Data("rhythm 0 500 \(record.peaks[49] * 2 + 500)\n".utf8)
        .write(to: url.appending(path: "experts/rhythm.hea"))
      for (command, suffix) in [("detect", "qrs"), ("classify", "blm")] {
        #expect(try ecg(command, "data/rhythm", "--output", "out").status == 0)
        let file = "out/rhythm.\(suffix)"
        #expect(try AnnotationFile.read(path: url.appending(path: file).path).samplingRate == 250)
        let outcome = try ecg("compare", "experts/rhythm.atr", file, "--from", "0")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
          outcome.output.contains("rhythm     50          50  1.0000  1.0000"), "\(outcome.output)")
      }
    }
  }

  /// Trees of which one record has no experts' annotations.
  @Test func treesAreComparedRecordByRecord() throws {
    try inFolder { url, ecg in
      for record in ["100", "101"] {
        for (side, suffix) in [("experts", "atr"), ("experts", "hea"), ("out", "qrs")] {
          let folder = url.appending(path: "\(side)2/\(record)")
          try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
          try FileManager.default.copyItem(
            at: url.appending(path: "\(side)/\(record).\(suffix)"),
            to: folder.appending(path: "\(record).\(suffix)"))
        }
      }
      let whole = try ecg("compare", "experts2", "out2")
      #expect(whole.status == 0 && whole.errors.isEmpty, "\(whole.errors)")
      #expect(whole.output.contains("Summary of results from 2 records"))
      try write(url, "out2/new/102.qrs", [(400_000, "N")])
      let outcome = try ecg("compare", "experts2", "out2")
      #expect(outcome.status == 0 && outcome.output == whole.output)
      #expect(
        outcome.errors.contains("Not compared, for want of reference annotations: new/102."))
    }
  }

  @Test func archivesAreNoAnnotations() throws {
    try inFolder { url, ecg in
      try Data([0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18))
        .write(to: url.appending(path: "experts.zip"))
      for command in ["compare", "compare-rhythm"] {
        let outcome = try ecg(command, "experts.zip", "out")
        #expect(outcome.status == 65, "\(outcome.errors)")
        #expect(outcome.errors.contains("experts.zip: expected annotations or a folder of them"))
      }
    }
  }

  @Test func twoFoldersGiveALineForEachRecord() throws {
    try inFolder { _, ecg in
      let outcome = try ecg("compare", "experts", "out")
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
      let lines = outcome.output.split(separator: "\n")
      #expect(lines[0].hasPrefix("Record Nn' Sn' Vn'"))
      #expect(lines[1].hasPrefix(" 100     1   0   1"))
      #expect(outcome.output.contains("Summary of results from 2 records"))
    }
  }

  @Test func whatIsNotComparedIsTold() throws {
    try inFolder { url, ecg in
      try write(url, "experts/102.atr", [(400_000, "N")])
      let outcome = try ecg("compare", "experts", "out")
      #expect(outcome.status == 0)
      #expect(outcome.errors.contains("Not compared, for want of test annotations: 102."))
      let listed = try ecg("compare", "experts", "out", "--records", "100")
      #expect(listed.status == 0 && listed.errors.isEmpty)
      try write(url, "out/101.qrs", [])
      #expect(
        try ecg("compare", "experts", "out").errors.contains("no beats to compare in record 101"))
      let strangers = try ecg("compare", "experts/100.atr", "out/101.qrs")
      #expect(strangers.status == 0 && strangers.errors.contains("named after different records"))
    }
  }

  @Test func jsonHasEveryCountAndScore() throws {
    try inFolder { _, ecg in
      let outcome = try ecg(
        "compare", "experts", "out", "--json", "--from", "0", "--to", "450", "--map", "literature")
      #expect(outcome.output.hasPrefix("{") && outcome.output.hasSuffix("}\n"))
      let document = try json(outcome.output)
      #expect(document["from"] as? Double == 0 && document["to"] as? Double == 450)
      #expect(document["window"] as? Double == 0.15 && document["map"] as? String == "literature")
      #expect(document["rows"] as? [String] == ["N", "S", "V", "F", "Q", "O", "X"])
      let records = try #require(document["records"] as? [[String: Any]])
      #expect(records.map { $0["record"] as? String } == ["100", "101"])
      // RR 1000 against 990, then 1000 against 2000 for the beat missed, and none
      // for the extra one.
      let error = try #require(records[0]["rmsRRErrorMilliseconds"] as? Double)
      #expect(abs(error - ((10.0 * 10 + 1000 * 1000) / 2).squareRoot()) < 1e-9)
      let total = try #require(document["total"] as? [String: Any])
      let counts = try #require(total["counts"] as? [[Int]])
      #expect(counts[0][0] == 2 && counts[2][0] == 2 && counts[1][5] == 2 && counts[5][1] == 2)
      let classes = try #require(total["classes"] as? [String: [String: Any]])
      #expect(classes["V"]?["sensitivity"] as? Double == 0)
      #expect(classes["V"]?["positivePredictivity"] is NSNull)
      #expect(total["accuracy"] as? Double == 0.5 && total["jIndex"] is NSNull)
      let gross = try #require(document["gross"] as? [String: Any])
      #expect(gross["qrsSensitivity"] as? Double == 4.0 / 6)
      #expect(document["average"] is [String: Any])
    }
  }

  @Test func disagreementsAreListed() throws {
    try inFolder { url, ecg in
      let arguments = ["compare", "experts", "out", "--records", "100", "--disagreements", "l.csv"]
      #expect(try ecg(arguments).status == 0)
      let list = try String(contentsOf: url.appending(path: "l.csv"), encoding: .utf8)
      #expect(
        list.split(separator: "\n").dropFirst() == [
          "100,401.000,V,N,401000,V,401000,N", "100,402.000,S,O,402000,A,,",
          "100,403.000,O,S,,,403000,A",
        ])
      #expect(try ecg(arguments).status == 73)
      #expect(try ecg(arguments + ["--force"]).status == 0)
    }
  }

  @Test(
    .enabled(
      if: RealData.mitdb != nil && RealData.bxb != nil,
      "ECG_DATA has no mitdb with bxb's tables beside it"),
    arguments: [("full", ["--from", "0"]), ("standard", [])])
  func realRecordsGiveBxbsTables(mode: String, options: [String]) throws {
    let (mitdb, bxb) = (try #require(RealData.mitdb), try #require(RealData.bxb))
    try withTemporaryFolder { url in
      func expected(_ name: String) throws -> String {
        try String(contentsOf: bxb.appending(path: name), encoding: .utf8)
      }
      let ecg = Command(folder: url)
      let all = try ecg(
        ["compare", mitdb.path, bxb.path, "--test-annotator", "blm"] + options)
      #expect(all.output.hasPrefix(try expected("\(mode).beat.summary.txt")))
      let one = try ecg(
        ["compare", mitdb.appending(path: "207.atr").path, bxb.appending(path: "207.blm").path]
          + options)
      #expect(one.output.hasPrefix(try expected("207.\(mode).txt")))
    }
  }
}
