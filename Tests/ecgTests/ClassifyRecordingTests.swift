import ECGRecordings
import Foundation
import ECGTestSupport
import Testing

/// What `ecg classify` finds in a recording and writes.
@Suite(.hangLimit) struct ClassifyRecordingTests {
  private let record = SampleRecord()

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try ExactJSON.object(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func filesAreWritten() throws {
    try record.inFolder { url, ecg in
      let outcome = try ecg("classify", "data/rhythm", "--output", "out")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("50: N "))
      let file = try AnnotationFile.read(path: url.appending(path: "out/rhythm.blm").path)
      #expect(file.annotations.count == 50)
      #expect(zip(file.annotations, record.peaks).allSatisfy { abs($0.sample - $1) <= 1 })
      for annotation in file.annotations {
        #expect("NSVFQ".contains(annotation.symbol))
        let probability = try #require(annotation.text.flatMap(Double.init))
        #expect((0.2...1).contains(probability))
      }
      let page = try String(contentsOf: url.appending(path: "out/rhythm.html"), encoding: .utf8)
      #expect(page.contains("Recording rhythm") && page.contains("not a medical device"))
      #expect(!page.contains("src=\"http"))
      let document = try String(contentsOf: url.appending(path: "out/rhythm.json"), encoding: .utf8)
      #expect(try json(document)["record"] as? String == "rhythm")
      let table = try String(
        contentsOf: url.appending(path: "out/rhythm.blm.csv"), encoding: .utf8)
      let rows = table.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
      #expect(
        rows[0].joined(separator: ",")
          == "sample,time,rr,quality,class,N,S,V,F,Q,fibrillation,family,rhythm")
      #expect(rows.count == 51 && rows.allSatisfy { $0.count == 13 })
      for (row, annotation) in zip(rows.dropFirst(), file.annotations) {
        #expect(Int(row[0]) == annotation.sample && String(row[4]) == String(annotation.symbol))
        #expect(abs(row[5...9].compactMap { Double($0) }.reduce(0, +) - 1) < 1e-3)
      }
      let refused = try ecg("classify", "data/rhythm", "--output", "out")
      #expect(refused.status == 73)
      let first = contents(of: url)
      let replaced = try ecg("classify", "data/rhythm", "--output", "out", "--force")
      #expect(replaced.status == 0)
      #expect(contents(of: url) == first)
    }
  }

  /// An annotation file names the record and its beats.
  @Test func annotationsAreTakenWhereTheyAreNamed() throws {
    try record.inFolder { url, ecg in
      let beats = record.peaks.dropFirst().map { Annotation(sample: $0, symbol: "N") }
      try AnnotationFile(annotations: Array(beats)).write(
        to: url.appending(path: "data/rhythm.mine").path)
      let named = try ecg("classify", "data/rhythm.mine")
      let asked = try ecg("classify", "data/rhythm", "--annotator", "mine")
      #expect(named.status == 0, "\(named.errors)")
      #expect(named.output == asked.output && named.output.contains("49: N "))
      #expect(named.errors.contains("rhythm.mine marks"))
      let detected = try ecg("detect", "data/rhythm.mine")
      #expect(detected.output.contains("beats     50"))
      #expect(detected.errors.contains("rhythm.mine is left unread"))
      let signals = try ecg("detect", "data/rhythm.dat")
      #expect(signals.status == 0 && !signals.errors.contains("unread"))
    }
  }

  @Test func jsonIsAloneOnStandardOutput() throws {
    try record.inFolder { url, ecg in
      let outcome = try ecg("classify", "data/rhythm", "--json")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let document = try json(outcome.output)
      let summary = try #require(document["summary"] as? [String: Any])
      #expect(summary["beats"] as? Int == 50)
      let table = try #require(document["beatTable"] as? [String: Any])
      #expect((table["class"] as? [String])?.count == 50)
      #expect((table["probabilities"] as? [String: [Double]])?["V"]?.count == 50)
      let rate = try #require(summary["rate"] as? [String: Double])
      #expect(abs((rate["mean"] ?? 0) - 75) < 0.1)
      #expect((document["hours"] as? [Any])?.count == 1)
      #expect(document["beatsFrom"] as? String == "detection")
      #expect(!contents(of: url).keys.contains { $0.hasSuffix(".blm") })
    }
  }

  @Test func annotatedBeatsAreTaken() throws {
    try record.inFolder { url, ecg in
      let places = [record.peaks[0], record.peaks[2], record.peaks[3]]
      try AnnotationFile(
        annotations: places.map { Annotation(sample: $0, symbol: "V") }
          + [Annotation(sample: 500, symbol: "+", aux: "(N")]
      ).write(to: url.appending(path: "data/rhythm.xyz").path)
      let outcome = try ecg(
        "classify", "data/rhythm", "--annotator", "xyz", "--output", ".", "--threads", "1")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("beats from annotations"))
      let file = try AnnotationFile.read(path: url.appending(path: "rhythm.blm").path)
      #expect(file.annotations.map(\.sample) == places)
    }
  }

  /// What somebody corrected is told, page and tables made of it, and nothing written over it.
  @Test func correctedClassesAreTaken() throws {
    try withTemporaryFolder { url in
      try AnnotatedSample(seed: 4).write("made", to: url)
      let ecg = Command(folder: url)
      let first = try ecg("classify", "made", "--output", ".")
      #expect(first.status == 0, "\(first.errors)")
      let path = url.appending(path: "made.blm").path
      var marks = try AnnotationFile.read(path: path).annotations
      let beats = marks.indices.filter { AnnotationCode.isBeat(marks[$0].symbol) }
      let symbols = beats.map { marks[$0].symbol }
      for beat in beats.prefix(3) { marks[beat].symbol = marks[beat].symbol == "F" ? "V" : "F" }
      marks.append(
        Annotation(
          sample: marks[beats[beats.count - 2]].sample + 1, symbol: "~", subtype: 0x11,
          aux: "noise"))
      try AnnotationFile(annotations: marks).write(to: path, overwrite: true)
      let bytes = try Data(contentsOf: URL(filePath: path))

      let second = try ecg("classify", "made", "--labels", "blm", "--output", "read")
      #expect(second.status == 0, "\(second.errors)")
      #expect(second.output.contains("as annotated; 3 beats other than the model's"))
      #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
      #expect(
        Set(contents(of: url.appending(path: "read")).keys) == [
          "made.html", "made.json", "made.blm.csv",
        ])
      let text = try String(contentsOf: url.appending(path: "read/made.json"), encoding: .utf8)
      let document = try json(text)
      #expect(document["classesFrom"] as? String == "annotations")
      #expect(document["corrected"] as? Int == 3)
      let summary = try #require(document["summary"] as? [String: Any])
      // The last beat lies in what was marked as noise.
      #expect(summary["beats"] as? Int == beats.count - 1)
      #expect(summary["unusableBeats"] as? Int == 1)
      let table = try String(
        contentsOf: url.appending(path: "read/made.blm.csv"), encoding: .utf8
      ).split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
      let column = try #require(table[0].firstIndex(of: "class"))
      let family = try #require(table[0].firstIndex(of: "family"))
      #expect(table.dropFirst(4).map { $0[column] } == symbols.dropFirst(3).map { "\($0)" })
      #expect(table.last?[family] == "" && table[1][family] != "")
      let families = try #require(
        (document["families"] as? [String: Any])?["families"] as? [[String: Any]])
      #expect(families.compactMap { $0["beats"] as? Int }.reduce(0, +) == beats.count - 1)
    }
  }

  /// What was corrected where it was written.
  @Test func labelsOfOneRecordingMayLieElsewhere() throws {
    try withTemporaryFolder { url in
      for name in ["made", "other"] { try AnnotatedSample(seed: 4).write("in/\(name)", to: url) }
      let ecg = Command(folder: url)
      #expect(try ecg("classify", "in/made", "--output", "out").status == 0)
      let beside = url.appending(path: "in/made.blm")
      try FileManager.default.copyItem(at: url.appending(path: "out/made.blm"), to: beside)
      let expected = try ecg("classify", "in/made", "--labels", "blm")
      #expect(expected.output.contains("as annotated; 0 beats"))
      try FileManager.default.removeItem(at: beside)
      try FileManager.default.copyItem(
        at: url.appending(path: "out/made.blm"), to: url.appending(path: "made.blm"))
      for path in ["out/made.blm", "./out/made.blm", "made.blm", url.path + "/out/made.blm"] {
        let outcome = try ecg("classify", "in/made", "--labels", path)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output == expected.output && !outcome.errors.contains("warning"))
      }
      let peaks = try ecg("classify", "in/made", "--annotator", "out/made.blm")
      #expect(peaks.status == 0 && peaks.output.contains("beats from annotations"))
      let foreign = try ecg("classify", "in/other", "--labels", "out/made.blm")
      #expect(foreign.status == 0)
      #expect(foreign.errors.contains("named after another recording than other"))
      let missing = try ecg("classify", "in/made", "--labels", "out/none.blm")
      #expect(missing.status == 66)
      #expect(missing.errors.contains("out/none.blm: there is no such file"))
      for path in ["out/made.blm", "out/*.blm", "made.blm"] {
        let several = try ecg("classify", "in", "--labels", path, "--output", "all")
        #expect(several.status == 64)
        #expect(several.errors.contains("give the suffix, --labels blm"))
      }
    }
  }

  @Test func labelsDoNotGoWithWhatFindsThem() throws {
    try record.inFolder { _, ecg in
      for option in [["--annotator", "atr"], ["--abstain", "0.5"]] {
        let outcome = try ecg(["classify", "data/rhythm", "--labels", "blm"] + option)
        #expect(outcome.status == 64 && outcome.errors.contains("--labels"))
      }
      let missing = try ecg("classify", "data/rhythm", "--labels", "nope")
      #expect(missing.status == 66 && missing.errors.contains("rhythm.nope"))
    }
  }

  /// Beats that are less sure than asked for are Q, and all else stays as it is.
  @Test func unsureBeatsAreLeftUnclassified() throws {
    try withTemporaryFolder { url in
      try AnnotatedSample(seed: 4).write("made", to: url)
      let ecg = Command(folder: url)
      let classify = ["classify", "made", "--annotator", "atr", "--output"]
      #expect(try ecg(classify + ["all"]).status == 0)
      let all = try AnnotationFile.read(path: url.appending(path: "all/made.blm").path)
      let probabilities = try all.annotations.map { try #require($0.text.flatMap(Double.init)) }
      let threshold = probabilities.sorted()[probabilities.count / 2]
      let outcome = try ecg(classify + ["sure", "--abstain", "\(threshold)"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let sure = try AnnotationFile.read(path: url.appending(path: "sure/made.blm").path)
      for (before, after) in zip(all.annotations, sure.annotations) {
        let probability = try #require(before.text.flatMap(Double.init))
        #expect(after.text == before.text)
        // The text is rounded.
        guard abs(probability - threshold) > 0.001 else { continue }
        #expect(after.symbol == (probability < threshold ? "Q" : before.symbol))
      }
      let left = sure.annotations.count { $0.symbol == "Q" }
      #expect(left > 0 && left < 150)
      let text = try String(contentsOf: url.appending(path: "sure/made.json"), encoding: .utf8)
      let document = try json(text)
      #expect(
        document["unclassified"] as? Int == left
          && document["abstainBelow"] as? Double == threshold)
      #expect(outcome.output.contains("\(left), counted as Q"))
    }
  }

  @Test(arguments: [0, 1, 3])
  func fewBeats(_ count: Int) throws {
    try record.inFolder { url, ecg in
      let places = (0..<count).map { 50 + 100 * $0 }
      try AnnotationFile(annotations: places.map { Annotation(sample: $0, symbol: "N") })
        .write(to: url.appending(path: "data/rhythm.few").path)
      let outcome = try ecg("classify", "data/rhythm", "--annotator", "few", "--output", ".")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("\(count): N "))
      let file = try AnnotationFile.read(path: url.appending(path: "rhythm.blm").path)
      #expect(file.annotations.map(\.sample) == places)
    }
  }

  @Test(arguments: [100, 128, 333, 1000])
  func ratesDoNotMatter(_ rate: Int) throws {
    try withTemporaryFolder { url in
      try SampleRecord(rate: rate, leads: [""]).write("rhythm", to: url)
      let outcome = try Command(folder: url)("classify", "rhythm", "--json")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let summary = try #require(json(outcome.output)["summary"] as? [String: Any])
      #expect(summary["beats"] as? Int == 50)
    }
  }

  @Test func silenceHasNoBeats() throws {
    try withTemporaryFolder { url in
      try Data(("II\n" + String(repeating: "0.5\n", count: 5000)).utf8)
        .write(to: url.appending(path: "flat.csv"))
      let outcome = try Command(folder: url)(
        "classify", "flat.csv", "--rate", "250", "--output", ".")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("0: N 0, S 0, V 0, F 0, Q 0"))
      // Nothing can be said: that does not read as a rhythm without pauses.
      #expect(outcome.output.contains("100.0 % unusable"))
      #expect(!outcome.output.contains("pauses") && !outcome.output.contains("burden"))
      let marks = try AnnotationFile.read(path: url.appending(path: "flat.blm").path).annotations
      #expect(marks.map(\.symbol) == ["~"] && marks.map(\.text) == ["flat"])
      #expect(marks.map(\.subtype) == [0x11])
    }
  }

  /// A table with a rate is a recording, here with samples that are missing.
  @Test func tableWithAGap() throws {
    try record.inFolder { url, ecg in
      let recording = try Recording.read(path: url.appending(path: "data/rhythm").path)
      let rows = recording.samples[0].enumerated().map { index, sample in
        (5000..<5600).contains(index) ? "nan" : "\(Double(sample) / 200)"
      }
      try Data(("II\n" + rows.joined(separator: "\n") + "\n").utf8)
        .write(to: url.appending(path: "lead.csv"))
      let outcome = try ecg("classify", "lead.csv", "--rate", "250", "--output", ".", "--json")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let summary = try #require(json(outcome.output)["summary"] as? [String: Any])
      #expect(abs(try #require(summary["missing"] as? Double) - 2.4) < 1e-9)
      #expect(summary["pauses"] as? Int == 0)
      let file = try AnnotationFile.read(path: url.appending(path: "lead.blm").path)
      #expect(file.samplingRate == 250)
      #expect((44...48).contains(file.annotations.count))
    }
  }

  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
  func realRecordHasItsVentricularBeats() throws {
    let mitdb = try #require(RealData.mitdb)
    try withTemporaryFolder { url in
      let ecg = Command(folder: url)
      // A record of DS1, which the network has seen: what counts is that all fits together.
      let path = mitdb.appending(path: "119").path
      for annotator in [["--annotator", "atr"], []] {
        let outcome = try ecg(["classify", path, "--output", ".", "--force", "--json"] + annotator)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let document = try json(outcome.output)
        let summary = try #require(document["summary"] as? [String: Any])
        let classes = try #require(summary["classes"] as? [String: Int])
        #expect(abs((classes["V"] ?? 0) - 444) < 15)
        let events = try #require(document["events"] as? [[String: Any]])
        #expect(events.contains { $0["kind"] as? String == "trigeminy" })
      }
      let compared = try ecg(
        "compare", mitdb.appending(path: "119.atr").path, "119.blm", "--map", "literature")
      #expect(compared.status == 0, "\(compared.errors)")
      let page = try String(contentsOf: url.appending(path: "119.html"), encoding: .utf8)
      #expect(page.contains("<path class=\"curve\" d=\"M"))
      #expect(page.contains("25 mm/s, 10 mm/mV"))
    }
  }
}
