import ECGAnalysis
import ECGSignals
import ECGClassifier
import ECGRecordings
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The forms that an answer to a recording has.
package enum RecordingForm: String, CaseIterable, Sendable {
  /// Beats and summary.
  case json = "application/json"
  /// The same with the signals behind it.
  case recording = "application/x-ecg-recording"
  /// The beats as a file of annotations.
  case annotations = "application/x-wfdb-annotations"
}

/// What is answered to a recording.
struct RecordingAnswer: Sendable {
  private let name: String
  private let form: RecordingForm
  /// The answer, or for ``RecordingForm/recording`` its beginning.
  private let head: ByteBuffer
  /// The signals behind it.
  private let signals: [ByteBuffer]

  private static let magic = "ECGREC01"
  /// The bytes that are sent at once.
  private static let bytesAtOnce = 1 << 17

  /// Makes the answer; this takes time.
  ///
  /// - Parameters:
  ///   - shown: the signals that are sent with it, for ``RecordingForm/recording``.
  ///   - source: where the recording comes from, if the client did not send it.
  /// - Throws: `FileError`.
  init(
    _ result: ClassifiedRecording, _ model: ModelDescription, form: RecordingForm,
    shown: ShownSignals.Plan?, source: String? = nil
  ) throws {
    self.form = form
    let (recording, classified) = (result.recording, result.lead.signal)
    name = recording.name
    let leads = recording.signalsBeside(classified)
    let sampleCount = try recording.reader(signals: [classified]).frameCount
    guard form != .annotations else {
      signals = []
      head = ByteBuffer(bytes: try result.annotations.encoded(path: recording.name))
      return
    }
    let shown = try shown?.read()
    signals = shown?.samples ?? []
    let document = try Self.document(
      result, model, leads, sampleCount, scales: shown?.scales, source)
    head = shown == nil ? ByteBuffer(bytes: document) : Self.framed(document)
  }

  /// What stands before the signals.
  private static func framed(_ document: [UInt8]) -> ByteBuffer {
    var bytes = ByteBuffer(string: magic)
    bytes.writeInteger(UInt32(document.count), endianness: .little)
    bytes.writeBytes(document)
    bytes.writeRepeatingByte(0, count: (8 - bytes.readableBytes % 8) % 8)
    return bytes
  }

  /// The response.
  ///
  /// - Parameters:
  ///   - context: of the request.
  ///   - lease: the memory of the recording, which is held until all is sent.
  func response(in context: ServerRequestContext, holding lease: BodyLease) -> Response {
    var headers: HTTPFields = [.contentType: form.rawValue]
    if form == .annotations {
      headers[.contentDisposition] = "attachment; filename=\"\(fileName).blm\""
    }
    guard form == .recording else {
      return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: head))
    }
    let count = signals.reduce(head.readableBytes) { $0 + $1.readableBytes }
    return Response(
      status: .ok, headers: headers,
      body: ResponseBody(contentLength: count) { writer in
        try await writer.write(head)
        for var signal in signals {
          while let part = signal.readSlice(
            length: min(Self.bytesAtOnce, signal.readableBytes)), part.readableBytes > 0
          {
            try await writer.write(part)
            try await context.handedOver()
          }
        }
        try await writer.finish(nil)
        withExtendedLifetime(lease) {}
      })
  }

  /// The recording's name, as it can stand in a header field.
  private var fileName: String {
    String(
      name.unicodeScalars.map {
        $0.isASCII && $0.value >= 0x20 && $0 != "\"" && $0 != "\\" ? Character($0) : "_"
      })
  }
}
