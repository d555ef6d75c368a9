import ECGDatasets
import ECGClassifier
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

  /// The digits of a probability after the point.
  private static let digits = 6

  init(_ model: HeartbeatClassifier, _ description: ModelDescription, probabilities: [Float]) {
    self.model = description
    classes = model.task.classes.map(\.symbol)
    decisions = model.task.decisions(probabilities, threshold: model.threshold)
    self.probabilities = probabilities
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
