import ECGAnalysis
import ECGSignals
import ECGDatasets
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
  /// The digits of a probability after the point.
  private static let digits = 4

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

  /// What is encoded as usual; beats and gaps stand for themselves.
  private struct About: Encodable {
    let name: String
    let source: String?
    let samplingRate: Double
    let samples: Int
    let duration: Double
    let start: String?
    let leads: [Lead]
    /// All signals, also those of other rates and units, which cannot be shown with the leads.
    let channels: [Channel]
    let classifiedLead: Int
    let model: ModelDescription
    let peaks: String
    /// What of the recording is left out or not as its files say, each a sentence.
    let remarks: [String]
    let summary: SummaryAnswer
    /// Where nothing can be said about beats: beginnings and ends in seconds.
    let unusable: [[Double]]
    let fibrillation: [[Double]]
    let researchUse: String
    let signal: Signal?

    struct Lead: Encodable {
      let name: String
      /// The lead that the name means, where it is of one.
      let lead: String?
      let unit: String
    }

    /// A signal of the recording, shown or not.
    struct Channel: Encodable {
      let name: String
      let unit: String
      let samplingRate: Double
    }

    struct Signal: Encodable {
      let encoding = "int16"
      /// What a unit of each lead is in mV.
      let scaleMillivolts: [Double]
      let missing = ShownSignals.missing
    }

    enum CodingKeys: CodingKey {
      case name, source, samplingRate, samples, duration, start, leads, channels, classifiedLead,
        model, peaks
      case remarks, summary, unusable, fibrillation, researchUse, signal
    }

    func encode(to encoder: any Encoder) throws {
      // Written out because the synthesised method leaves a start out that nobody knows.
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encodeIfPresent(source, forKey: .source)
      try container.encode(samplingRate, forKey: .samplingRate)
      try container.encode(samples, forKey: .samples)
      try container.encode(duration, forKey: .duration)
      try container.encode(start, forKey: .start)
      try container.encode(leads, forKey: .leads)
      try container.encode(channels, forKey: .channels)
      try container.encode(classifiedLead, forKey: .classifiedLead)
      try container.encode(model, forKey: .model)
      try container.encode(peaks, forKey: .peaks)
      try container.encode(remarks, forKey: .remarks)
      try container.encode(summary, forKey: .summary)
      try container.encode(unusable, forKey: .unusable)
      try container.encode(fibrillation, forKey: .fibrillation)
      try container.encode(researchUse, forKey: .researchUse)
      try container.encodeIfPresent(signal, forKey: .signal)
    }
  }

  private static func document(
    _ result: ClassifiedRecording, _ model: ModelDescription, _ leads: [Int], _ sampleCount: Int,
    scales: [Double]?, _ source: String?
  ) throws -> [UInt8] {
    let recording = result.recording
    let events = result.events
    let episodes = result.episodes(events)
    let about = About(
      name: recording.name, source: source, samplingRate: result.samplingRate,
      samples: sampleCount, duration: Double(sampleCount) / result.samplingRate,
      start: recording.start.flatMap(text),
      leads: leads.map {
        About.Lead(
          name: recording.signals[$0].name, lead: recording.signals[$0].lead,
          unit: recording.signals[$0].unit)
      },
      channels: recording.signals.map {
        About.Channel(name: $0.name, unit: $0.unit, samplingRate: $0.samplingRate)
      }, classifiedLead: leads.firstIndex(of: result.lead.signal) ?? 0, model: model,
      peaks: result.source == .detected ? "detected" : "annotated",
      remarks: (recording.remarks + result.remarks).map { remark in
        remark.prefix(1).uppercased() + remark.dropFirst() + "."
      },
      summary: SummaryAnswer(
        result.summary(events, in: 0..<result.end(events)), events,
        rhythms: episodes.rhythms.map { $0?.rawValue }),
      unusable: result.quality.ranges.map { [$0.lowerBound, $0.upperBound] },
      fibrillation: episodes.episodes.filter { $0.rhythm == .fibrillation }.map {
        [events.times[$0.beats.lowerBound], events.times[$0.beats.upperBound]]
      },
      researchUse: Wording.disclaimer, signal: scales.map { About.Signal(scaleMillivolts: $0) })
    let encoded = try JSONAnswer.encode(about)
    var text = TextWriter(reserving: encoded.count + result.peaks.count * 64 + 256)
    // Before the brace that ends the object.
    text.append(raw: encoded.dropLast())
    text.append(",\"beats\":{\"sample\":[")
    for (position, peak) in result.peaks.enumerated() {
      if position > 0 { text.append(",") }
      text.append(integer: peak)
    }
    let classes = BeatTask.arrhythmia.classes.map(\.symbol)
    text.append("],\"class\":\"")
    // The symbols of classes are letters.
    for label in result.labels { text.append(classes[label]) }
    text.append("\",\"probabilities\":{")
    for (column, symbol) in classes.enumerated() {
      text.append(column == 0 ? "\"" : ",\"")
      text.append(symbol)
      text.append("\":[")
      for beat in result.peaks.indices {
        if beat > 0 { text.append(",") }
        text.append(
          share: result.probabilities[beat * classes.count + column], digits: digits)
      }
      text.append("]")
    }
    text.append("},\"family\":[")
    for (beat, family) in result.families.members.enumerated() {
      if beat > 0 { text.append(",") }
      text.append(integer: family.map { $0 + 1 } ?? 0)
    }
    text.append("]},\"gaps\":[")
    // Beginnings and ends in seconds.
    for (position, gap) in result.gaps.enumerated() {
      text.append(position > 0 ? ",[" : "[")
      text.append("\(gap.lowerBound),\(gap.upperBound)]")
    }
    text.append("]}")
    return text.bytes
  }

  /// A time as ISO 8601 has it, without a zone, which recorders do not tell; the time of day alone where
  /// the date is not known.
  private static func text(_ start: DateComponents) -> String? {
    guard let hour = start.hour, let minute = start.minute, let second = start.second else {
      return nil
    }
    let time = String(format: "%02d:%02d:%02d", hour, minute, second)
    guard let year = start.year, let month = start.month, let day = start.day else { return time }
    return String(format: "%04d-%02d-%02dT", year, month, day) + time
  }
}
