import ECGAnalysis
import ECGClassifier
import ECGFiles
import ECGRecordings
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// What each route answers.
extension HeartbeatServer {
  private struct ModelList: Encodable {
    let models: [ModelDescription]
    let researchUse = Disclaimer.text
  }

  /// `GET /v1/models`.
  func models(_ request: Request) throws -> Response {
    try request.checkNoQuery()
    return try JSONAnswer.response(
      ModelList(models: [
        ModelDescription(beatClassifier), ModelDescription(recordingClassifier),
      ]))
  }

  /// `POST /v1/beats`.
  func classifyBeats(
    _ request: Request, _ context: ServerRequestContext
  ) async throws -> Response {
    try request.checkNoQuery()
    let format = try BeatsFormat(of: request)
    let formats: [BeatsFormat] = format == .json ? [.json, .csv] : [.csv, .json]
    let answer = try request.acceptable(of: formats.map(\.rawValue))
    let (body, lease) = try await bodies.body(of: request, upTo: limits.bodyBytes)
    let client = await context.client
    let values = try await pieces.run(for: client) { [beatClassifier, limits] in
      try format.beats(in: body, of: beatClassifier, limits: limits)
    }
    let probabilities = try await Task { try await batcher.probabilities(of: values) }
      .value(for: client)
    defer { withExtendedLifetime(lease) {} }
    return try await pieces.run(for: client) {
      let beats = BeatsAnswer(
        beatClassifier, ModelDescription(beatClassifier), beats: values,
        probabilities: probabilities)
      return answer == BeatsFormat.json.rawValue ? beats.json : beats.csv
    }
  }

  /// `POST /v1/recordings`.
  func classifyRecording(
    _ request: Request, _ context: ServerRequestContext
  ) async throws -> Response {
    let wanted = try RecordingRequest(request)
    let form = try recordingForm(request)
    let type = request.mediaType
    let (body, lease) = try await bodies.body(of: request, upTo: limits.recordingBytes)
    return try await recordings.run(for: context.client) {
      let recording = try wanted.open(body, of: type, limits: limits)
      do {
        return try answer(
          recording, lead: wanted.lead, beats: wanted.annotator.map { .annotated($0) } ?? .detected,
          form: form, limits.madeBytes(of: body.count), lease
        ).response(in: context, holding: lease)
      } catch let error as FileError {
        throw Problem(error)
      }
    }
  }

  /// `GET /v1/example`.
  func example(
    _ request: Request, _ context: ServerRequestContext
  ) async throws -> Response {
    try request.checkNoQuery()
    let form = try recordingForm(request)
    return try await recordings.run(for: context.client) {
      let example = try ExampleRecording()
      let lease = BodyLease(bodies.budget)
      return try answer(
        example.recording, lead: nil, beats: .detected, form: form, limits.madeBytes(of: 0),
        lease, source: ExampleRecording.source
      ).response(in: context, holding: lease)
    }
  }

  private func recordingForm(_ request: Request) throws -> RecordingForm {
    let type = try request.acceptable(of: RecordingForm.allCases.map(\.rawValue))
    return RecordingForm(rawValue: type) ?? .json
  }

  private func answer(
    _ recording: RecordingFile, lead: String?, beats: ClassifiedRecording.Beats,
    form: RecordingForm, _ mostBytes: Int, _ lease: BodyLease, source: String? = nil
  ) throws -> RecordingAnswer {
    // Before the beats are classified, so that nothing is done for what is refused.
    let shown =
      try form == .recording
      ? ShownSignals.Plan(of: recording, lead: lead, mostBytes: mostBytes, lease: lease) : nil
    let result = try ClassifiedRecording(
      recording, lead: lead, beats: beats, by: recordingClassifier, threads: threads)
    metrics.count(recordingOf: result.peaks.count)
    return try RecordingAnswer(
      result, ModelDescription(recordingClassifier), form: form, shown: shown, source: source)
  }

  /// `POST /v1/explanations`.
  func explain(
    _ request: Request, _ context: ServerRequestContext
  ) async throws -> Response {
    try await work(request, context) { body in
      try JSONAnswer.response(
        ExplanationRequest.read(body, limits: limits)
          .explanation(by: recordingClassifier, threads: threads))
    }
  }

  /// `POST /v1/annotations`.
  func annotate(
    _ request: Request, _ context: ServerRequestContext
  ) async throws -> Response {
    try await work(request, context) { body in
      let annotations = try LabelledBeats.read(body, limits: limits).annotations()
      return Response(
        status: .ok, headers: [.contentType: RecordingForm.annotations.rawValue],
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: annotations)))
    }
  }

  /// `POST /v1/summaries`.
  func summarize(
    _ request: Request, _ context: ServerRequestContext
  ) async throws -> Response {
    try await work(request, context) { body in
      try JSONAnswer.response(LabelledBeats.read(body, limits: limits).summary())
    }
  }

  /// Works on a body in JSON.
  private func work(
    _ request: Request, _ context: ServerRequestContext,
    _ answer: @escaping @Sendable (Data) throws -> Response
  ) async throws -> Response {
    try request.checkNoQuery()
    try request.checkJSON()
    let (body, lease) = try await bodies.body(of: request, upTo: limits.bodyBytes)
    defer { withExtendedLifetime(lease) {} }
    return try await pieces.run(for: context.client) { try answer(body) }
  }
}
