/// Packets of samples as the heartbeats in them, made by `classified(at:)` of any
/// `AsyncSequence` of packets.
public struct ClassifiedSamples<Base: AsyncSequence>: AsyncSequence where Base.Element == [Float] {
  /// A beat.
  public typealias Element = LiveBeat

  let base: Base
  let classifier: LiveClassifier

  /// Starts a stream of its own.
  public func makeAsyncIterator() -> Iterator {
    Iterator(base: base.makeAsyncIterator(), classifier: classifier)
  }

  /// Asks for packets until a beat is known.
  public struct Iterator: AsyncIteratorProtocol {
    private var base: Base.AsyncIterator
    private var classifier: LiveClassifier
    /// The beats that nobody has taken yet, the last first.
    private var known: [LiveBeat] = []
    private var isAtEnd = false

    init(base: Base.AsyncIterator, classifier: LiveClassifier) {
      (self.base, self.classifier) = (base, classifier)
    }

    /// The next beat; nil after the last.
    ///
    /// - Throws: what the packets throw, and ``LiveError``.
    public mutating func next() async throws -> LiveBeat? {
      while known.isEmpty, !isAtEnd {
        // What throws has ended.
        isAtEnd = true
        if let packet = try await base.next() {
          known = try classifier.process(packet).reversed()
          isAtEnd = false
        } else {
          known = try classifier.finish().reversed()
        }
      }
      return known.popLast()
    }
  }
}

extension ClassifiedSamples: Sendable where Base: Sendable {}

extension AsyncSequence where Element == [Float] {
  /// The heartbeats in packets of samples of one lead, as ``LiveClassifier`` tells them.
  ///
  /// ```swift
  /// for try await beat in try packets.classified(at: 130) { print(beat.time, beat.beatClass) }
  /// ```
  ///
  /// Samples follow upon one another: of lost packets only those leave a gap in whose place packets
  /// of NaN come. Who has packets with time stamps, several leads, a classifier of their own, or a
  /// state to be kept calls ``LiveClassifier/process(leads:at:)`` in a loop of their own.
  ///
  /// - Parameters:
  ///   - samplingRate: samples per second.
  ///   - firstAnswers: whether beats are told before their final answer as well.
  /// - Throws: as ``LiveClassifier/init(samplingRate:leads:by:context:firstAnswers:)``.
  public func classified(
    at samplingRate: Double, firstAnswers: Bool = false
  ) throws -> ClassifiedSamples<Self> {
    ClassifiedSamples(
      base: self,
      classifier: try LiveClassifier(samplingRate: samplingRate, firstAnswers: firstAnswers))
  }
}

extension AsyncSequence where Element == Float {
  /// The heartbeats in samples of one lead that come one by one, as ``LiveClassifier`` tells them.
  ///
  /// - Parameters:
  ///   - samplingRate: samples per second.
  ///   - firstAnswers: whether beats are told before their final answer as well.
  /// - Throws: as ``LiveClassifier/init(samplingRate:leads:by:context:firstAnswers:)``.
  public func classified(
    at samplingRate: Double, firstAnswers: Bool = false
  ) throws -> ClassifiedSamples<AsyncMapSequence<Self, [Float]>> {
    try map { [$0] }.classified(at: samplingRate, firstAnswers: firstAnswers)
  }
}
