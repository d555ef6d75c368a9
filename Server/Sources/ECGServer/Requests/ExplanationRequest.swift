import ECGDatasets
import ECGClassifier
import ECGSignals
import ECGRecordings
import Foundation
import HTTPTypes
import ECGNeuralNetwork

/// A beat with the stretch of the recording around it, to be told which part of it decided.
struct ExplanationRequest: ClosedObject {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case samplingRate, samples, beats, beat, `class`
  }

  let samplingRate: Double
  /// The samples of the stretch in mV; nil where one is missing.
  let samples: [Float?]
  /// The R peaks in samples of the stretch.
  let beats: [Int]
  /// Which of them.
  let beat: Int
  /// The symbol of the class to explain; nil for the most probable one.
  let `class`: String?

  /// What is answered.
  struct Explanation: Encodable {
    let `class`: String
    let probabilities: [String: Float]
    /// The sample of the stretch that the attribution begins with; below 0 where the stretch
    /// begins too late.
    let first: Int
    /// What each sample adds to the log-odds of the class.
    let attribution: [Float]
    /// What all samples add together: the difference of the beat's wave from the usual one.
    let wave: Double
    /// What the rhythm adds: that the beat came when it came and not when it was due.
    let rhythm: Double
  }

  /// Reads a body.
  ///
  /// - Throws: ``Problem``.
  static func read(_ body: Data, limits: ServerLimits) throws -> ExplanationRequest {
    // The samples, and as many beats.
    try JSONBody.check(
      body, mostValues: 2 * limits.explanationSamples, of: "\(limits.explanationSamples) samples")
    let request = try JSONBody.decode(Closed<ExplanationRequest>.self, body).value
    try JSONBody.check(rate: request.samplingRate)
    try JSONBody.check(peaks: request.beats)
    guard request.samples.count <= limits.explanationSamples else {
      throw Problem(
        .contentTooLarge,
        "samples: expected \(limits.explanationSamples) at the most, found \(request.samples.count)."
      )
    }
    guard request.beats.indices.contains(request.beat) else {
      throw Problem(
        .badRequest,
        "beat: expected the index of one of \(request.beats.count) beats, found \(request.beat).")
    }
    guard request.beats.last ?? 0 < request.samples.count else {
      throw Problem(
        .badRequest,
        "beats: expected beats within the \(request.samples.count) samples, found one at \(request.beats.last ?? 0)."
      )
    }
    return request
  }

  /// Explains the beat; this takes time.
  ///
  /// - Throws: ``Problem``.
  func explanation(by classifier: RecordingClassifier, threads: Int) throws -> Explanation {
    let symbols = classifier.task.classes.map(\.symbol)
    let content: RecordingBeats
    do {
      content = try RecordingBeats(
        signal: samples.map { $0 ?? .nan }, peaks: beats, samplingRate: samplingRate)
    } catch let error as ResamplingError {
      throw Problem(.unprocessableContent, "\(error.description).")
    }
    let all = try classifier.probabilities(of: content, threads: threads)
    let row = Array(all[beat * symbols.count..<(beat + 1) * symbols.count])
    let target: Int
    if let symbol = `class` {
      guard let position = symbols.firstIndex(of: symbol) else {
        throw Problem(
          .badRequest,
          "class: expected one of \(symbols.joined(separator: ", ")), found '\(symbol.prefix(32))'."
        )
      }
      target = position
    } else {
      target = classifier.task.decisions(row)[0]
    }
    let attribution = try classifier.attribution(
      of: beat, in: content, target: target)
    let rhythm = try classifier.rhythmShare(of: beat, in: content, target: target)
    let (offset, shares) = RecordingClassifier.shares(attribution.shares, at: samplingRate)
    return Explanation(
      class: symbols[target],
      probabilities: Dictionary(zip(symbols, row)) { first, _ in first },
      first: beats[beat] + offset, attribution: shares,
      wave: attribution.logOdds - attribution.baselineLogOdds, rhythm: rhythm)
  }
}
