public import ECGClassifier
import ECGFiles
import Foundation

extension LiveClassifier {
  /// All that a stream has learnt so far, to be kept and taken up again.
  ///
  /// It is coded as bytes with a sum that tells damage. Only the version of the package that saved
  /// a state takes it up again, and with the classifier that it was saved with.
  public struct State: Codable, Sendable {
    var core: LiveCore
    /// What tells the classifier.
    var classifier: String

    private struct Content: Codable {
      let version: String
      let classifier: String
      let core: LiveCore
    }

    private enum CodingKeys: String, CodingKey { case bytes, sum }

    init(core: LiveCore, classifier: String) { (self.core, self.classifier) = (core, classifier) }

    /// Reads a state.
    ///
    /// - Throws: ``LiveError`` where it is damaged or of another version of the package.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      let bytes = try container.decode(Data.self, forKey: .bytes)
      guard try container.decode(UInt64.self, forKey: .sum) == FNV1a(bytes).value else {
        throw LiveError.state("a damaged one")
      }
      guard let content = try? PropertyListDecoder().decode(Content.self, from: bytes),
        content.version == Version.current
      else { throw LiveError.state("one of another version") }
      (core, classifier) = (content.core, content.classifier)
    }

    /// Writes the state.
    public func encode(to encoder: any Encoder) throws {
      // Not every encoder can write the numbers that stand for what is missing.
      let inner = PropertyListEncoder()
      inner.outputFormat = .binary
      let bytes = try inner.encode(
        Content(version: Version.current, classifier: classifier, core: core))
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(bytes, forKey: .bytes)
      try container.encode(FNV1a(bytes).value, forKey: .sum)
    }
  }

  /// What the stream has learnt so far.
  public var state: State { State(core: core, classifier: Self.name(of: classifier)) }

  /// Takes a stream up again where a state was saved.
  ///
  /// - Parameters:
  ///   - state: what was saved.
  ///   - classifier: that of the stream that was saved; nil for the one that comes with
  ///     the package.
  /// - Throws: ``LiveError`` where it is another classifier, `FileError` where the package's
  ///   classifier cannot be read.
  public init(resuming state: State, by classifier: RecordingClassifier? = nil) throws {
    let classifier = try classifier ?? .pretrained()
    guard Self.name(of: classifier) == state.classifier else {
      throw LiveError.state("one of another classifier")
    }
    guard classifier.contexts.contains(state.core.context) else {
      throw LiveError.context(expected: classifier.contexts, found: state.core.context)
    }
    core = state.core
    (samplingRate, leadCount) = (core.samplingRate, core.leadCount)
    self.classifier = classifier
  }

  private static func name(of classifier: RecordingClassifier) -> String {
    "\(classifier.version) \(classifier.seed) \(classifier.treeCount) \(classifier.recipe) "
      + classifier.records.joined(separator: ",")
  }
}
