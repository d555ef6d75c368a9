import ECGClassifier
import ECGDatasets
import ECGFiles
import Foundation
import Hummingbird
import NIOCore

/// The classes of beats, as JSON or as CSV.
struct BeatsAnswer {
  let model: ModelDescription
  let classes: [String]
  /// The class that each beat is taken for: `N`.
  let decisions: [Int]
  /// `N × K`.
  let probabilities: [Float]
  /// What must be known before the classes are believed, each a sentence.
  let remarks: [String]

  /// The digits of a probability after the point.
  private static let digits = 6

  /// - Parameters:
  ///   - beats: what was classified: `N × L`.
  ///   - probabilities: what came of it: `N × K`.
  init(
    _ model: HeartbeatClassifier, _ description: ModelDescription, beats: [Float],
    probabilities: [Float]
  ) {
    let values = BeatValues(beats, samplesPerBeat: model.samplesPerBeat)
    remarks = model.remarks(on: values).compactMap {
      Self.text(of: $0, model: model, count: values.beatCount)
    }
    self.model = description
    classes = model.task.classes.map(\.symbol)
    decisions = model.task.decisions(probabilities, threshold: model.threshold)
    self.probabilities = probabilities
  }

  /// A remark in words; nil for what is said of labels alone, which are not looked at here.
  private static func text(
    of remark: BeatRemark, model: HeartbeatClassifier, count: Int
  ) -> String? {
    let scaling =
      model.expectsUnitRange
      ? " Scale each beat by its own lowest and highest sample." : ""
    return switch remark {
    case .offScale(let beats, let scale):
      """
      \(beats) of \(count) beats have samples outside \(text(of: scale)), the scale that the \
      model expects: what it says of them is worth nothing.\(scaling)
      """
    case .smallPart(let own, let scale):
      """
      The samples of all beats lie in \(text(of: own)), only a part of \(text(of: scale)), the scale that \
      the model expects: what it says of them is not to be trusted.\(scaling)
      """
    case .rescaled(let scale):
      """
      Each beat goes from 0 to 1, and the model was trained on beats of \(text(of: scale)): what it says of them is \
      worth nothing.
      """
    case .otherCut(let oddity, let samplingRate): oddity.text(samplingRate: samplingRate)
    case .constant(let beats):
      """
      \(beats) of \(count) beats \(beats == 1 ? "does" : "do") not vary, all samples of one being the same: \
      what the model says of \(beats == 1 ? "it" : "them") is worth nothing.
      """
    case .known, .partlyKnown, .knownPatients, .labelsOf, .twoLabels, .ownClasses: nil
    }
  }

  private static func text(of range: ClosedRange<Float>) -> String {
    String(format: "%g … %g", Double(range.lowerBound), Double(range.upperBound))
  }

  var json: Response {
    var text = TextWriter(reserving: decisions.count * 96 + 512)
    text.append("{\"beats\":[")
    for (beat, decision) in decisions.enumerated() {
      // The symbols of classes are letters.
      text.append(beat == 0 ? "{\"class\":\"" : ",{\"class\":\"")
      text.append(classes[decision])
      text.append("\",\"probabilities\":")
      append(beat, to: &text, before: "[")
      text.append("]}")
    }
    text.append("],\"classes\":[")
    text.append(classes.map { "\"\($0)\"" }.joined(separator: ","))
    if !remarks.isEmpty {
      // They hold no quotes.
      text.append("],\"remarks\":[")
      text.append(remarks.map { "\"\($0)\"" }.joined(separator: ","))
    }
    text.append("],\"model\":\"\(model.id)\",\"researchUse\":\"\(Disclaimer.text)\"}")
    return JSONAnswer.response(bytes: ByteBuffer(bytes: text.bytes))
  }

  var csv: Response {
    var text = TextWriter(reserving: decisions.count * 64 + 64)
    text.append((["class"] + classes).joined(separator: ",") + "\n")
    for (beat, decision) in decisions.enumerated() {
      text.append(classes[decision])
      append(beat, to: &text, before: ",")
      text.append("\n")
    }
    return Response(
      status: .ok, headers: [.contentType: "text/csv; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: text.bytes)))
  }

  /// The probabilities of a beat with commas between them.
  private func append(_ beat: Int, to text: inout TextWriter, before first: Unicode.Scalar) {
    for position in classes.indices {
      text.append(position == 0 ? first : ",")
      text.append(
        share: probabilities[beat * classes.count + position], digits: Self.digits)
    }
  }
}
