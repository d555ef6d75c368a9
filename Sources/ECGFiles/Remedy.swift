/// What to do about an error.
///
/// Often that is to set something: the sampling rate, the lead, another folder. A library knows
/// what, but not how it is set where the person sits: with an option, a parameter of a query, a
/// field of a form. So a remedy names its ``Setting``, or the ``Activity`` that makes what is
/// missing, and who shows the message says how it is spelt:
///
/// ```swift
/// let remedy: Remedy = "Give it in Hz\(.samplingRate, "360")"
/// remedy.text()                                              // Give it in Hz
/// remedy.text(Remedy.Spelling([.samplingRate: "--rate"]))    // Give it in Hz, as in --rate 360
/// ```
public struct Remedy: Equatable, Sendable {
  /// What a person can set that a remedy may ask for.
  public enum Setting: Hashable, Sendable, CaseIterable {
    /// The suffix of the annotations that go with a recording.
    case annotator
    /// The files or folders of beats and records to work on.
    case data
    /// The folder or file to write to.
    case destination
    /// How many folds the patients are dealt to.
    case folds
    /// The lead to work on.
    case lead
    /// How many leads samples are of that say nothing of it.
    case leadCount
    /// The address of a copy of what is downloaded.
    case mirror
    /// Whether files that exist are replaced.
    case overwrite
    /// Going on with a run that was ended, by what began it.
    case resume
    /// The recipe to train by.
    case recipe
    /// The records to work on.
    case records
    /// The suffix of the annotations to compare with.
    case referenceAnnotator
    /// How samples are coded that say nothing of it.
    case sampleCoding
    /// The samples of each beat in a file of beats.
    case samplesPerBeat
    /// Samples per second.
    case samplingRate
    /// The time from which on beats are compared.
    case start
    /// Which classes beats are told apart by.
    case task
    /// The suffix of the annotations that are compared.
    case testAnnotator
    /// Whether there are time stamps before samples.
    case timeStamps
    /// The unit of samples in a file that does not say it.
    case unit
  }

  /// What a person can have done that makes the files a remedy asks for; the raw value says
  /// it in plain words.
  public enum Activity: String, Sendable, CaseIterable {
    /// Classifying many recordings.
    case classifying = "classifying recordings"
    /// Detecting the beats of many recordings.
    case detecting = "detecting beats"
    /// Downloading a database.
    case downloading = "downloading the database"
    /// Preparing a file of beats, from whatever database.
    case preparing = "preparing beats"
    /// Preparing the beats of the MIT-BIH Arrhythmia Database.
    case preparingMITBIH = "preparing the MIT-BIH records"
    /// Preparing the beats of the PTB Diagnostic ECG Database.
    case preparingPTB = "preparing the PTB records"
    /// Training a model that classifies single beats.
    case trainingBeatModel = "training a model for beats"
    /// Training a model that classifies the beats of recordings.
    case trainingRecordingModel = "training a model for recordings"
  }

  /// How settings and activities are spelt for whom a message is shown.
  public struct Spelling: Sendable {
    private let names: [Setting: String]
    private let activities: [Activity: String]
    private let separator: String

    /// Creates a spelling.
    ///
    /// - Parameters:
    ///   - names: what a setting is called; those that cannot be set are left out, and no message
    ///     mentions them.
    ///   - activities: what starts an activity; the others are said in plain words.
    ///   - separator: what stands between a name and its value.
    public init(
      _ names: [Setting: String], activities: [Activity: String] = [:], separator: String = " "
    ) {
      self.names = names
      self.activities = activities
      self.separator = separator
    }

    /// Every setting unnamed, as a library speaks.
    public static let unnamed = Spelling([:])

    fileprivate func text(_ part: Part) -> String {
      switch part {
      case .words(let words): words
      case .with(let setting): names[setting].map { " with \($0)" } ?? ""
      case .example(let setting, let value):
        names[setting].map { ", as in \($0)\(separator)\(value)" } ?? ""
      case .activity(let activity): activities[activity] ?? activity.rawValue
      }
    }
  }

  fileprivate enum Part: Equatable, Sendable {
    case words(String)
    case with(Setting)
    case example(Setting, String)
    case activity(Activity)
  }

  fileprivate var parts: [Part]

  /// Creates a remedy of words alone.
  public init(_ words: String) { parts = words.isEmpty ? [] : [.words(words)] }

  /// Puts two parts of a sentence together.
  public static func + (first: Remedy, second: Remedy) -> Remedy {
    var sum = first
    for part in second.parts { sum.parts.append(joining: part) }
    return sum
  }

  /// Whether there is nothing useful to say.
  public var isEmpty: Bool { parts.isEmpty }

  /// The settings that the remedy asks for.
  public var settings: [Setting] {
    parts.compactMap {
      switch $0 {
      case .words, .activity: nil
      case .with(let setting), .example(let setting, _): setting
      }
    }
  }

  /// The value that the remedy names as an example of a setting; nil where it names none.
  public func example(of setting: Setting) -> String? {
    for case .example(setting, let value) in parts { return value }
    return nil
  }

  /// The sentence, without a full stop at its end.
  public func text(_ spelling: Spelling = .unnamed) -> String {
    parts.map(spelling.text).joined()
  }
}

extension Remedy: CustomStringConvertible {
  /// The sentence with every setting unnamed.
  public var description: String { text() }
}

extension Remedy: ExpressibleByStringInterpolation {
  /// Puts a sentence together: words, settings as `\(.lead, "2")` or `\(with: .mirror)`, and
  /// activities as `\(.downloading)`.
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var parts: [Part] = []

    public init(literalCapacity: Int, interpolationCount: Int) {
      parts.reserveCapacity(2 * interpolationCount + 1)
    }

    public mutating func appendLiteral(_ literal: String) {
      parts.append(joining: .words(literal))
    }

    /// Adds a value's text.
    public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      appendLiteral(value.description)
    }

    /// Adds an example of a setting: `, as in --rate 360`.
    public mutating func appendInterpolation(
      _ setting: Setting, _ example: some CustomStringConvertible
    ) {
      parts.append(.example(setting, example.description))
    }

    /// Adds how something is set: ` with --rate`.
    public mutating func appendInterpolation(with setting: Setting) { parts.append(.with(setting)) }

    /// Adds an activity: `training a model for beats`, or what starts it.
    public mutating func appendInterpolation(_ activity: Activity) {
      parts.append(.activity(activity))
    }
  }

  public init(stringLiteral value: String) { self.init(value) }

  public init(stringInterpolation: StringInterpolation) { parts = stringInterpolation.parts }
}

extension [Remedy.Part] {
  /// Adds a part; words join those before, so that remedies are equal where they say the same.
  fileprivate mutating func append(joining part: Remedy.Part) {
    guard case .words(let words) = part else { return append(part) }
    if case .words(let before) = last {
      self[count - 1] = .words(before + words)
    } else if !words.isEmpty {
      append(part)
    }
  }
}
