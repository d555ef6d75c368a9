import ECGAnalysis
import ECGSignals

/// How a stream begins.
struct LiveStart: Equatable {
  var samplingRate: Double
  var leads = 1
  /// How samples are coded, by the names of `ecg live`.
  var format = SampleCoding.f32
  /// How far around a beat the final answer looks; nil for as far as the model can.
  var context: BeatContext?
  /// Whether beats are told a first time as soon as they are seen.
  var firstAnswers = false
  /// Whether the stream is kept for a while where its connection is lost.
  var isResumable = false

  /// - Throws: ``SocketFault`` where it is more than a server takes on.
  func check(_ limits: ServerLimits) throws {
    guard LiveClassifier.leadCounts.contains(leads) else {
      throw SocketFault.refused("\(LiveError.leads(leads))")
    }
    guard samplingRate.isFinite, samplingRate * Double(leads) <= limits.liveSamples else {
      throw SocketFault.refused(
        "expected at most \(Int(limits.liveSamples)) samples a second of all leads together")
    }
  }
}
