import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGFiles
import ECGRecordings
import ECGSignals
import Foundation

/// The document of a recording's answer, in JSON.
extension RecordingAnswer {
  /// The digits of a probability after the point.
  private static let digits = 4

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
    /// The episodes as they are counted, with the runs in them, as edited beats come
    /// with them again.
    let fibrillation: [[Double]]
    /// Where the ventricles flutter or fibrillate: beginnings and ends in seconds.
    let ventricularFlutter: [[Double]]
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
      case remarks, summary, unusable, fibrillation, ventricularFlutter, researchUse, signal
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
      try container.encode(ventricularFlutter, forKey: .ventricularFlutter)
      try container.encode(researchUse, forKey: .researchUse)
      try container.encodeIfPresent(signal, forKey: .signal)
    }
  }

  /// The document: what is known of the recording, then its beats, which there are many of.
  ///
  /// - Parameters:
  ///   - leads: the signals that are shown, as indices into those of the recording.
  ///   - sampleCount: the samples of each.
  ///   - scales: what a unit of each is in mV; nil where no signals follow the document.
  ///   - source: what the viewer's example comes from.
  static func document(
    _ result: ClassifiedRecording, _ model: ModelDescription, _ leads: [Int], _ sampleCount: Int,
    scales: [Double]?, _ source: String?
  ) throws -> [UInt8] {
    let encoded = try JSONAnswer.encode(
      about(result, model, leads, sampleCount, scales: scales, source))
    var text = TextWriter(reserving: encoded.count + result.peaks.count * 64 + 256)
    // Before the brace that ends the object.
    text.append(raw: encoded.dropLast())
    append(beatsOf: result, to: &text)
    text.append(",\"gaps\":[")
    // Beginnings and ends in seconds.
    for (position, gap) in result.gaps.enumerated() {
      text.append(position > 0 ? ",[" : "[")
      text.append("\(gap.lowerBound),\(gap.upperBound)]")
    }
    text.append("]}")
    return text.bytes
  }

  private static func about(
    _ result: ClassifiedRecording, _ model: ModelDescription, _ leads: [Int], _ sampleCount: Int,
    scales: [Double]?, _ source: String?
  ) -> About {
    let recording = result.recording
    let (events, episodes) = (result.events, result.episodes)
    return About(
      name: recording.name, source: source, samplingRate: result.samplingRate,
      samples: sampleCount, duration: Double(sampleCount) / result.samplingRate,
      start: RecordingClock(start: recording.start).timestamp(),
      leads: leads.map {
        About.Lead(
          name: recording.signals[$0].name, lead: recording.signals[$0].lead,
          unit: recording.signals[$0].unit)
      },
      channels: recording.signals.map {
        About.Channel(name: $0.name, unit: $0.unit, samplingRate: $0.samplingRate)
      }, classifiedLead: leads.firstIndex(of: result.lead.signal) ?? 0, model: model,
      peaks: result.source == .detected ? "detected" : "annotated",
      remarks: result.allRemarks.map { remark in
        remark.prefix(1).uppercased() + remark.dropFirst() + "."
      },
      summary: SummaryAnswer(
        result.summary(in: 0..<result.end), events,
        rhythms: episodes.rhythms.map { $0?.rawValue }),
      unusable: result.quality.ranges.map { [$0.lowerBound, $0.upperBound] },
      fibrillation: episodes.fibrillation.map {
        [events.times[$0.beats.lowerBound], events.times[$0.beats.upperBound]]
      },
      ventricularFlutter: result.ventricularFlutter.map { [$0.lowerBound, $0.upperBound] },
      researchUse: Disclaimer.text, signal: scales.map { About.Signal(scaleMillivolts: $0) })
  }

  /// Adds the beats as columns: of a day there are a hundred thousand.
  private static func append(beatsOf result: ClassifiedRecording, to text: inout TextWriter) {
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
    text.append("]}")
  }
}
