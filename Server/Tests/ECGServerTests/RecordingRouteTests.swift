import ECGAnalysis
import ECGDatasets
import ECGClassifier
import ECGFiles
import ECGRecordings
import ECGSignals
import Foundation
import ECGTestSupport
import Testing
import ECGServer

struct RecordingRouteTests {
  /// An answer of type `application/x-ecg-recording`, taken apart.
  private struct Shown {
    let about: [String: Any]
    let leads: [[Int16]]

    init(_ answer: HTTPAnswer) throws {
      #expect(answer.fields["content-type"] == "application/x-ecg-recording")
      let body = Array(answer.body)
      try #require(body.count > 12 && String(decoding: body[..<8], as: UTF8.self) == "ECGREC01")
      let length = (0..<4).reduce(0) { $0 | Int(body[8 + $1]) << (8 * $1) }
      about = try #require(
        try ExactJSON.object(with: Data(body[12..<12 + length])) as? [String: Any])
      let start = (12 + length + 7) / 8 * 8
      let samples = try #require(about["samples"] as? Int)
      let leads = try #require(about["leads"] as? [[String: Any]])
      try #require(body.count == start + 2 * samples * leads.count)
      self.leads = leads.indices.map { lead in
        (0..<samples).map { sample in
          let place = start + 2 * (lead * samples + sample)
          return Int16(bitPattern: UInt16(body[place]) | UInt16(body[place + 1]) << 8)
        }
      }
    }
  }

  private func classes(_ object: [String: Any]) -> String? {
    (object["beats"] as? [String: Any])?["class"] as? String
  }

  private func peaks(_ object: [String: Any]) -> [Int]? {
    (object["beats"] as? [String: Any])?["sample"] as? [Int]
  }

  @Test("a record's beats are those that the library finds, and its signals come back")
  func record() async throws {
    let (files, made) = try Upload.synthetic(beats: 60)
    let (plain, shown) = try await LiveServer.run { server in
      let form = Upload.form(files)
      return (
        try await server.post("/v1/recordings", Upload.formType, form),
        try await server.post(
          "/v1/recordings", Upload.formType, form, ["Accept": "application/x-ecg-recording"])
      )
    }
    #expect(plain.status == 200)
    let object = try plain.object()
    let recording = try RecordingFile.open(
      "made-up.hea",
      in: InputFolder(files: Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.content) })))
    let expected = try ClassifiedRecording(recording, by: LiveServer.recordings.get())
    #expect(peaks(object) == expected.peaks)
    #expect(abs(expected.peaks.count - 60) <= 1)
    let symbols = BeatTask.arrhythmia.classes.map(\.symbol)
    #expect(classes(object) == expected.labels.map { symbols[$0] }.joined())
    #expect(object["name"] as? String == "made-up")
    #expect(object["peaks"] as? String == "detected")
    #expect(object["samplingRate"] as? Double == 360)
    #expect(object["signal"] == nil)
    let summary = try #require(object["summary"] as? [String: Any])
    #expect(summary["beats"] as? Int == expected.peaks.count)
    let families = (object["beats"] as? [String: Any])?["family"] as? [Int]
    #expect(families == expected.families.members.map { $0.map { $0 + 1 } ?? 0 })
    #expect((summary["events"] as? [Any])?.count == expected.events.events.count)

    let parts = try Shown(shown)
    #expect(peaks(parts.about) == expected.peaks)
    let signal = try #require(parts.about["signal"] as? [String: Any])
    let scales = try #require(signal["scaleMillivolts"] as? [Double])
    for (lead, (found, scale)) in zip(parts.leads, scales).enumerated() {
      let differences = zip(found, made.samples[lead]).map {
        abs(Double($0) * scale - Double($1))
      }
      #expect(found.count == made.samples[lead].count)
      #expect((differences.max() ?? 1) <= 0.0011)
    }
  }

  @Test("of a recording that is cut short, what is there is answered, with a remark")
  func cutShort() async throws {
    let (files, _) = try Upload.synthetic(beats: 60)
    let cut = files.map { file in
      file.name.hasSuffix(".dat")
        ? (name: file.name, content: file.content.prefix(file.content.count / 2)) : file
    }
    let answers = try await LiveServer.run { server in
      [
        try await server.post("/v1/recordings", Upload.formType, Upload.form(files)),
        try await server.post("/v1/recordings", Upload.formType, Upload.form(cut)),
      ]
    }
    #expect(answers.map(\.status) == [200, 200])
    let objects = try answers.map { try $0.object() }
    #expect(objects[0]["remarks"] as? [String] == [])
    let channels = try #require(objects[0]["channels"] as? [[String: Any]])
    #expect(channels.count == SyntheticRecording.leads.count)
    #expect(channels.allSatisfy { ($0["samplingRate"] as? Double ?? 0) > 0 })
    let remark = try #require((objects[1]["remarks"] as? [String])?.first)
    #expect(remark.contains("is cut short: ") && remark.hasSuffix(" samples a signal are there."))
    let counts = objects.map { peaks($0)?.count ?? 0 }
    #expect(counts[1] >= counts[0] / 2 - 2 && counts[1] < counts[0])
  }

  @Test("of several headers one that cannot be read is told")
  func severalHeaders() async throws {
    let headers = ["a": "a 1 250 9\na.dat 16\n", "b": "b 1 250 9\nb.dat 16\n", "c": "c one 250\n"]
    func form(_ names: [String]) -> Data {
      Upload.form(names.map { ("\($0).hea", Data((headers[$0] ?? "").utf8)) })
    }
    let answers = try await LiveServer.run { server in
      [
        try await server.post("/v1/recordings", Upload.formType, form(["a", "b"])),
        try await server.post("/v1/recordings", Upload.formType, form(["a", "c"])),
      ]
    }
    #expect(answers.map(\.status) == [422, 422])
    let details = try answers.map { try $0.object()["detail"] as? String ?? "" }
    #expect(details[0].contains("found the headers a.hea, b.hea"))
    #expect(details[1].contains("c.hea: line 1"))
  }

  @Test("the answer can be a file of annotations that is read back")
  func annotations() async throws {
    let (files, _) = try Upload.synthetic(beats: 30)
    let (answer, plain) = try await LiveServer.run { server in
      let form = Upload.form(files)
      return (
        try await server.post(
          "/v1/recordings", Upload.formType, form, ["Accept": "application/x-wfdb-annotations"]),
        try await server.post("/v1/recordings", Upload.formType, form)
      )
    }
    #expect(answer.fields["content-type"] == "application/x-wfdb-annotations")
    #expect(answer.fields["content-disposition"] == "attachment; filename=\"made-up.blm\"")
    let read = try AnnotationFile.read(
      path: "x.blm", in: InputFolder(files: ["x.blm": answer.body]))
    let object = try plain.object()
    #expect(read.annotations.map(\.sample) == peaks(object))
    #expect(String(read.annotations.map(\.symbol)) == classes(object))
    #expect(read.annotations.allSatisfy { Double($0.aux ?? "").map { 0.2...1 ~= $0 } ?? false })
  }

  @Test("a table may be the body itself; what it does not say goes into the query")
  func table() async throws {
    let (_, made) = try Upload.synthetic(beats: 40)
    let table = Data(
      ("II\n" + made.samples[0].map { "\(Int($0 * 1000))\n" }.joined()).utf8)
    let (missing, answer, named) = try await LiveServer.run { server in
      (
        try await server.post("/v1/recordings", "text/csv", table),
        try await server.post("/v1/recordings?rate=360&unit=uV", "text/csv", table),
        try await server.post("/v1/recordings?rate=360&unit=uV&name=mine.csv", "text/csv", table)
      )
    }
    #expect(missing.status == 422)
    #expect(missing.problem?.contains("?rate=360") == true)
    #expect(missing.problem?.contains("--") == false)
    // For those that set it otherwise.
    let problem = try missing.object()
    #expect(
      problem["plainDetail"] as? String
        == missing.problem?.replacing(", as in ?rate=360", with: ""))
    #expect(problem["settings"] as? [[String: String]] == [["name": "rate", "example": "360"]])
    #expect(problem["reason"] == nil)
    #expect(try DescriptionTests().faults(missing, "POST", "/v1/recordings") == [])
    #expect(answer.status == 200)
    #expect(abs((peaks(try answer.object())?.count ?? 0) - 40) <= 1)
    #expect(try named.object()["name"] as? String == "mine")
  }

  @Test("names of files that differ in capitals alone are those of one record")
  func capitals() async throws {
    let (files, _) = try Upload.synthetic(beats: 20)
    let shouted = files.map { name, content in
      (name: name.hasSuffix(".hea") ? name.uppercased() : name, content: content)
    }
    let answer = try await LiveServer.run { server in
      try await server.post("/v1/recordings", Upload.formType, Upload.form(shouted))
    }
    #expect(answer.status == 200)
    #expect(try answer.object()["name"] as? String == "MADE-UP")
  }

  @Test("a person's corrections become annotations and a summary")
  func corrections() async throws {
    let labels =
      "{\"samplingRate\": 360, \"sample\": [100, 400, 700, 1000, 2000], \"class\": \"NVVNN\","
      + " \"aux\": [\"0.9\", \"corrected\", \"0.8\", \"0.9\", \"1.0\"], \"gaps\": [[3, 5]], \"duration\": 7}"
    let (annotations, summary) = try await LiveServer.run { server in
      (
        try await server.post("/v1/annotations", labels),
        try await server.post("/v1/summaries", labels)
      )
    }
    let read = try AnnotationFile.read(
      path: "x.blm", in: InputFolder(files: ["x.blm": annotations.body]))
    #expect(read.annotations.map(\.sample) == [100, 400, 700, 1000, 2000])
    #expect(String(read.annotations.map(\.symbol)) == "NVVNN")
    #expect(read.annotations.map(\.aux) == ["0.9", "corrected", "0.8", "0.9", "1.0"])
    #expect(read.samplingRate == 360)
    let object = try summary.object()
    #expect(object["beats"] as? Int == 5)
    #expect(object["ectopicBurden"] as? Double == 40)
    #expect(object["missing"] as? Double == 2)
    #expect(object["end"] as? Double == 7)
    // 2.8 s between the last two beats are no pause: samples are missing in between.
    #expect(object["pauses"] as? Int == 0)
    let ventricular = (object["ectopy"] as? [[String: Any]])?.first {
      $0["class"] as? String == "V"
    }
    #expect(ventricular?["couplets"] as? Int == 1)
  }

  @Test("beats where nothing can be said count in no summary")
  func unusableStretches() async throws {
    let labels =
      "{\"samplingRate\": 100, \"sample\": [50, 130, 210, 290, 370], \"class\": \"NVVVN\","
      + " \"duration\": 5"
    let (all, some) = try await LiveServer.run { server in
      (
        try await server.post("/v1/summaries", labels + "}"),
        try await server.post("/v1/summaries", labels + ", \"unusable\": [[2, 3]]}")
      )
    }
    #expect(try all.object()["ectopicBurden"] as? Double == 60)
    let object = try some.object()
    #expect(object["beats"] as? Int == 3 && object["unusableBeats"] as? Int == 2)
    #expect(object["unusable"] as? Double == 1)
    #expect(object["classes"] as? [String: Int] == ["N": 2, "S": 0, "V": 1, "F": 0, "Q": 0])
    let runs = (object["ectopy"] as? [[String: Any]])?.compactMap { $0["runs"] as? Int }
    #expect(runs == [0, 0])
  }

  @Test("what decided a beat adds up to about the change in log-odds, near its R peak")
  func explanation() async throws {
    let (_, made) = try Upload.synthetic(beats: 12)
    let samples = made.samples[0].map { "\($0)" }.joined(separator: ",")
    let body =
      "{\"samplingRate\": 360, \"samples\": [\(samples)], \"beats\": \(made.peaks), \"beat\": 8}"
    let answer = try await LiveServer.run { try await $0.post("/v1/explanations", body) }
    #expect(answer.status == 200)
    let object = try answer.object()
    let first = try #require(object["first"] as? Int)
    let shares = try #require(object["attribution"] as? [Double])
    #expect(first < made.peaks[8] && made.peaks[8] < first + shares.count)
    // 0.35 s before the peak to 0.37 s after it.
    #expect(abs(shares.count - 260) < 8)
    #expect(shares.contains { abs($0) > 1e-3 })
    let wave = try #require(object["wave"] as? Double)
    #expect(abs(shares.reduce(0, +) - wave) < 0.05 * max(1, abs(wave)))
    #expect((object["rhythm"] as? Double)?.isFinite == true)
    let probabilities = try #require(object["probabilities"] as? [String: Double])
    #expect(abs(probabilities.values.reduce(0, +) - 1) < 1e-4)
    #expect(
      probabilities.max { $0.value < $1.value }?.key == object["class"] as? String)
  }

  @Test("the example is classified as an upload is, and says that it is made up")
  func example() async throws {
    let answer = try await LiveServer.run { try await $0.ask("GET", "/v1/example") }
    let object = try answer.object()
    #expect((object["source"] as? String)?.contains("Made up") == true)
    let found = try #require(classes(object))
    #expect(Set(found).isSuperset(of: "NV"))
    #expect(found.count > 150)
  }

  @Test(
    "real records are classified as the command classifies them",
    .enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"), arguments: ["208", "232"])
  func real(name: String) async throws {
    let folder = try #require(RealData.mitdb)
    let (detected, annotated) = try await LiveServer.run { server in
      (
        try await server.post(
          "/v1/recordings", Upload.formType, try Upload.record(name, in: folder)),
        try await server.post(
          "/v1/recordings?annotator=atr", Upload.formType,
          try Upload.record(name, in: folder, suffixes: ["hea", "dat", "atr"]))
      )
    }
    let recording = try RecordingFile.open(folder.appending(path: name).path)
    let model = try LiveServer.recordings.get()
    let symbols = BeatTask.arrhythmia.classes.map(\.symbol)
    for (answer, beats) in [
      (detected, ClassifiedRecording.Beats.detected), (annotated, .annotated("atr")),
    ] {
      let expected = try ClassifiedRecording(recording, beats: beats, by: model, threads: 2)
      let object = try answer.object()
      #expect(peaks(object) == expected.peaks)
      #expect(classes(object) == expected.labels.map { symbols[$0] }.joined())
    }
    #expect(try annotated.object()["peaks"] as? String == "annotated")
  }
}
