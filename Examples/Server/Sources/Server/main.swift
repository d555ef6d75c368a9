import ECGAnalysis
import ECGClassifier
import ECGFiles
import ECGRecordings
import ECGSignals
import Foundation
import Hummingbird

/// A beat, as JSON.
struct Beat: ResponseCodable {
  let time: Double
  let `class`: String
  let probability: Float
}

/// A recording takes no more bytes than that.
let longestBody = 64 << 20
let classifier = try RecordingClassifier.pretrained()
let workers = Workers(atATime: 2)

let router = Router()
router.post("beats") { request, _ in
  let rate = request.uri.queryParameters.get("rate", as: Double.self)
  let unit = request.uri.queryParameters.get("unit")
  // Who goes away cancels the work.
  return try await request.body.consumeWithCancellationOnInboundClose { body in
    // Bytes are counted as they come; what is too long is refused with 413 before its end.
    let bytes = Data(buffer: try await body.collect(upTo: longestBody))
    return try await workers.run { try beats(in: bytes, rate: rate, unit: unit) }
  }
}
try await Application(router: router).runService()

func beats(in bytes: Data, rate: Double?, unit: String?) throws -> [Beat] {
  do {
    let recording = try RecordingFile.open(
      "recording", in: InputFolder(files: ["recording": bytes]),
      options: RecordingOptions(samplingRate: rate, unit: unit))
    let result = try ClassifiedRecording(recording, by: classifier)
    let classes = AAMIClass.allCases
    return zip(result.peaks, result.labels).enumerated().map { beat, found in
      Beat(
        time: Double(found.0) / result.samplingRate, class: String(classes[found.1].letter),
        probability: result.probabilities[beat * classes.count + found.1])
    }
  } catch let error as FileError {
    // It says what was expected and what was found.
    throw HTTPError(.badRequest, message: "\(error)")
  }
}
