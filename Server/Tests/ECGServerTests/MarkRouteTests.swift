import ECGFiles
import ECGRecordings
import ECGServer
import ECGTestSupport
import Foundation
import Testing

/// What a person marks beside the beats, and signals that are not those their header
/// was written for.
struct MarkRouteTests {
  @Test("rhythms and notes that a person gives go into the annotations and the summary")
  func rhythmsAndNotes() async throws {
    let labels =
      "{\"samplingRate\": 100, \"sample\": [50, 130, 210, 290, 370, 450], \"class\": \"NNVVVN\", \"duration\": 6,"
      + " \"rhythms\": [{\"rhythm\": \"SVTA\", \"start\": 0, \"end\": 2}, {\"rhythm\": \"N\", \"start\": 3.5, \"end\": 4}],"
      + " \"notes\": [{\"sample\": 300, \"text\": \"deleted V\"}]}"
    let (annotations, summary, refused) = try await LiveServer.run { server in
      (
        try await server.post("/v1/annotations", labels),
        try await server.post("/v1/summaries", labels),
        try await server.post("/v1/summaries", labels.replacing("SVTA", with: "(S"))
      )
    }
    let read = try AnnotationFile.read(
      path: "x.blm", in: InputFolder(files: ["x.blm": annotations.body]))
    #expect(
      read.annotations.map { "\($0.sample)\($0.symbol)\($0.text ?? "")" } == [
        "49+(SVTA", "50N", "130N", "209+(IVR", "210V", "290V", "300\"deleted V", "369+(N", "370V",
        "450N",
      ])
    let object = try summary.object()
    let rhythms = try #require(object["rhythms"] as? [[String: Any]])
    #expect(rhythms.compactMap { $0["rhythm"] as? String } == ["SVTA", "IVR"])
    #expect(rhythms.compactMap { $0["first"] as? Int } == [0, 2])
    #expect(rhythms.compactMap { $0["last"] as? Int } == [1, 3])
    let events = try #require(object["events"] as? [[String: Any]])
    #expect(events.count == 1 && events[0]["kind"] as? String == "run")
    #expect(events[0]["class"] as? String == "V")
    #expect(events[0]["first"] as? Int == 2 && events[0]["last"] as? Int == 4)
    #expect(refused.status == 400)
    #expect(refused.problem?.contains("a name such as AFIB") == true)
  }

  /// The annotations of labels, each by its sample, symbol and text, and their summary.
  private func written(
    _ labels: String
  ) async throws -> (annotations: [String], summary: HTTPAnswer) {
    let (annotations, summary) = try await LiveServer.run { server in
      (
        try await server.post("/v1/annotations", labels),
        try await server.post("/v1/summaries", labels)
      )
    }
    let read = try AnnotationFile.read(
      path: "x.blm", in: InputFolder(files: ["x.blm": annotations.body]))
    return (
      read.annotations.map { "\($0.sample)\($0.symbol)\($0.text ?? "")" }, summary
    )
  }

  @Test("ventricular flutter that a person marks is no pause, and survives in the annotations")
  func ventricularFlutter() async throws {
    let labels =
      "{\"samplingRate\": 100, \"sample\": [50, 130, 800], \"class\": \"NNN\", \"duration\": 10,"
      + " \"rhythms\": [{\"rhythm\": \"VFL\", \"start\": 2, \"end\": 6}]}"
    let (marks, summary) = try await written(labels)
    #expect(
      marks == [
        "49+(N", "50N", "130N", "200[", "201+(VFL", "599]", "600+(N", "800N",
      ])
    #expect(try summary.object()["pauses"] as? Int == 0)
    #expect(try summary.object()["ventricularFlutter"] as? Double == 4)
    #expect(try summary.object()["unusable"] as? Double == 4)
    #expect(try DescriptionTests().faults(summary, "POST", "/v1/summaries") == [])
  }

  @Test("of no beats there is no burden")
  func noBeats() async throws {
    let (_, summary) = try await written(
      "{\"samplingRate\": 100, \"sample\": [], \"class\": \"\", \"duration\": 10}")
    let object = try summary.object()
    #expect(object["beats"] as? Int == 0 && object["ectopicBurden"] == nil)
    let ectopy = try #require(object["ectopy"] as? [[String: Any]])
    #expect(ectopy.count == 2 && ectopy.allSatisfy { $0["burden"] == nil })
    #expect(try DescriptionTests().faults(summary, "POST", "/v1/summaries") == [])
  }

  @Test("a rhythm where there are no beats is in the annotations, and the summary remarks on it")
  func rhythmWithoutBeats() async throws {
    let labels =
      "{\"samplingRate\": 100, \"sample\": [50, 130, 800], \"class\": \"NNN\", \"duration\": 10,"
      + " \"rhythms\": [{\"rhythm\": \"VT\", \"start\": 2, \"end\": 6.003}]}"
    let (marks, summary) = try await written(labels)
    #expect(
      marks == [
        "49+(N", "50N", "130N", "200+(VT", "601+(N", "800N",
      ])
    let remarks = try #require(try summary.object()["remarks"] as? [String])
    #expect(remarks.count == 1 && remarks[0].hasPrefix("VT is marked from 2.0 to 6.003 s"))
    #expect(try DescriptionTests().faults(summary, "POST", "/v1/summaries") == [])
  }

  @Test("signals of another checksum are refused, and read where that is asked for")
  func checksums() async throws {
    let (files, _) = try Upload.synthetic(beats: 30)
    let changed = files.map { file in
      guard file.name.hasSuffix(".dat") else { return file }
      var content = file.content
      content[content.startIndex + 300] ^= 1
      return (name: file.name, content: content)
    }
    let form = Upload.form(changed)
    let (refused, read, unclear) = try await LiveServer.run { server in
      (
        try await server.post("/v1/recordings", Upload.formType, form),
        try await server.post("/v1/recordings?checksums=false", Upload.formType, form),
        try await server.post("/v1/recordings?checksums=no", Upload.formType, form)
      )
    }
    #expect(refused.status == 422)
    #expect(refused.problem?.contains("expected the checksum") == true)
    #expect(try refused.object()["reason"] as? String == "checksum")
    #expect(try refused.object()["settings"] == nil)
    #expect(try DescriptionTests().faults(refused, "POST", "/v1/recordings") == [])
    #expect(read.status == 200)
    #expect(unclear.status == 400)
    #expect(unclear.problem?.contains("true or false") == true)
    let problem = try unclear.object()
    #expect(problem["settings"] as? [[String: String]] == [["name": "checksums"]])
    #expect(problem["plainDetail"] as? String == "Expected true or false, found 'no'.")
  }
}
