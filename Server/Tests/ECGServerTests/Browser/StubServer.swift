import Foundation
import ECGServer
import ECGTestSupport

/// Answers the viewer as the server does, from its files and with a recording made up here, so that
/// what the page should show is known beat by beat.
final class StubServer {
  static let address = "http://viewer.test/"
  /// The classes of the beats, one every 0.8 s from 0.5 s on.
  static let classes = "NNVNSNFNNV" + String(repeating: "N", count: 50)
  static let rate = 250

  /// The bodies of what was posted, by path.
  private(set) var posted: [String: [[String: Any]]] = [:]

  func answer(_ request: Chromium.Request) -> Chromium.Answer? {
    guard request.url.host() == "viewer.test" else { return nil }
    let path = request.url.path()
    if let body = request.body,
      let value = try? ExactJSON.object(with: Data(body.utf8)) as? [String: Any]
    {
      posted[path, default: []].append(value)
    }
    switch path {
    case "/v1/example":
      return answer("application/x-ecg-recording", StubServer.recording())
    case "/v1/recordings":
      let problem =
        #"{"title":"Not a recording","status":422,"detail":"broken.hea, line 1: a <b>bad</b> header."}"#
      return answer("application/problem+json", Data(problem.utf8), status: 422)
    case "/v1/explanations":
      return answer("application/json", explanation())
    case "/v1/annotations":
      return answer("application/x-wfdb-annotations", Data([1, 2, 3, 4]))
    case "/v1/summaries":
      return answer("application/json", Data(#"{"ectopicBurden":8.3,"pauses":0}"#.utf8))
    default:
      let name = path == "/" ? "index.html" : String(path.dropFirst())
      guard let file = ViewerFiles.embedded.first(where: { $0.name == name })?.content else {
        return answer("text/plain", Data(), status: 404)
      }
      let types = [
        "html": "text/html; charset=utf-8", "css": "text/css", "js": "text/javascript",
        "svg": "image/svg+xml",
      ]
      return answer(types[URL(filePath: name).pathExtension] ?? "text/plain", file)
    }
  }

  private func answer(_ type: String, _ body: Data, status: Int = 200) -> Chromium.Answer {
    Chromium.Answer(
      status: status,
      fields: ["Content-Type": type, "Content-Security-Policy": "default-src 'self'"], body: body)
  }

  /// A narrow hump of attribution around the beat that is asked about.
  private func explanation() -> Data {
    let asked = posted["/v1/explanations"]?.last ?? [:]
    let beats = asked["beats"] as? [Int] ?? []
    let place = beats[asked["beat"] as? Int ?? 0]
    let shares = (0..<100).map { index in abs(index - 50) < 5 ? 1.0 : 0 }
    let value: [String: Any] = [
      "class": asked["class"] ?? "", "first": place - 40, "attribution": shares,
      "wave": 9.0, "rhythm": -1.25,
    ]
    return (try? JSONSerialization.data(withJSONObject: value)) ?? Data()
  }

  /// Two leads of 49 s with a triangle at every beat, wider where it is ventricular.
  private static func recording() -> Data {
    let letters = Array(classes)
    let beats = letters.indices.map { Int((0.5 + 0.8 * Double($0)) * Double(rate)) }
    let count = 49 * rate
    var lead = [Int16](repeating: 0, count: count)
    for (beat, letter) in zip(beats, letters) {
      let half = letter == "V" ? 20 : 6
      for offset in -half...half { lead[beat + offset] = Int16(1200 * (half - abs(offset)) / half) }
    }
    var probabilities: [String: [Double]] = [:]
    for letter in "NSVFQ" {
      probabilities["\(letter)"] = letters.map { $0 == letter ? 0.9 : 0.025 }
    }
    let about: [String: Any] = [
      "name": "made-up", "samplingRate": rate, "samples": count, "duration": 49,
      "leads": [["name": "II", "unit": "mV"], ["name": "V1", "unit": "mV"]], "classifiedLead": 0,
      "peaks": "detected", "signal": ["encoding": "int16", "scaleMillivolts": [0.001, 0.001]],
      "beats": ["sample": beats, "class": classes, "probabilities": probabilities],
      "summary": [
        "ectopicBurden": 6.7, "pauses": 0, "rate": ["mean": 75, "lowest": 75, "highest": 75],
      ],
    ]
    guard let json = try? JSONSerialization.data(withJSONObject: about) else { return Data() }
    var answer = Data("ECGREC01".utf8)
    withUnsafeBytes(of: UInt32(json.count).littleEndian) { answer.append(contentsOf: $0) }
    answer.append(json)
    answer.append(Data(count: (8 - answer.count % 8) % 8))
    for samples in [lead, lead.map { -$0 }] {
      for sample in samples {
        withUnsafeBytes(of: sample.littleEndian) { answer.append(contentsOf: $0) }
      }
    }
    return answer
  }
}
