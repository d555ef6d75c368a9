import ECGRecordings
import ECGSignals
import ECGText

/// The beats of a recording one by one, for spreadsheets and scripts.
///
/// As CSV: a line a beat, with the columns `sample` (of the lead, from 0), `time` and `rr` (the
/// interval before it; empty for the first beat, and where samples are missing or say nothing in
/// between), both in seconds, `quality` (`good`, or why the beat counts nowhere: `flat`, `clipped`,
/// `noise`, `fast` or `ventricularFlutter`, which annotations may mark as well), and, where the beats were classified,
/// `class`, the probability of each class, `fibrillation`, the probability of atrial fibrillation
/// or flutter, and `family`, the number of the family of beats of its class that look alike, from
/// 1, empty where the quality is not good, and `rhythm`, the rhythm as MIT-BIH's annotations have it
/// (`AFIB`, `VT` …, see `RhythmEpisode`), empty where none is told. Where the file says when the
/// recording began, the last column, `clock`, has what the clock showed, as ISO 8601 has it. As
/// JSON: the same columns but for that one, each an array.
public struct BeatTable: Sendable {
  /// The R peaks in samples of the lead: `N`.
  private let peaks: [Int]
  private let samplingRate: Double
  private let quality: SignalQuality
  private let classified: ClassifiedRecording?
  private let clock: RecordingClock
  /// The seconds between beats that follow one another: `N - 1`.
  private let intervals: [Double?]
  /// The rhythm at each beat; none for beats without classes.
  private let rhythms: [RhythmEpisode.Rhythm?]

  /// The beats that were found in a recording.
  public init(_ beats: DetectedBeats) {
    (peaks, samplingRate, quality) = (beats.peaks, beats.samplingRate, beats.quality)
    classified = nil
    clock = RecordingClock(start: beats.recording.start)
    (intervals, rhythms) = (beats.events.intervals, [])
  }

  /// The beats of a recording with their classes.
  public init(_ recording: ClassifiedRecording) {
    (peaks, samplingRate) = (recording.peaks, recording.samplingRate)
    (quality, classified) = (recording.blind, recording)
    clock = RecordingClock(start: recording.recording.start)
    (intervals, rhythms) = (recording.events.intervals, recording.episodes.rhythms)
  }

  private static let symbols = AAMIClass.allCases.map { String($0.letter) }

  private func time(_ beat: Int) -> Double { Double(peaks[beat]) / samplingRate }

  /// Seconds from the beat before; nil for the first one, and where samples are missing or say
  /// nothing in between.
  private func interval(_ beat: Int) -> Double? { beat > 0 ? intervals[beat - 1] : nil }

  /// The number of a beat's family, from 1; nil where it has none.
  private func family(_ beat: Int) -> Int? {
    classified?.families.members[beat].map { $0 + 1 }
  }

  /// The quality of the signal at each beat, by name: `N`.
  private var qualities: [String] {
    var episodes = quality.episodes[...]
    return peaks.indices.map { beat in
      while let episode = episodes.first, episode.end <= time(beat) { episodes.removeFirst() }
      guard let episode = episodes.first, episode.start <= time(beat) else { return "good" }
      return episode.kind.rawValue
    }
  }

  /// The table as CSV, with a header and a newline at its end.
  public var csv: String {
    let qualities = qualities
    var header = "sample,time,rr,quality"
    if classified != nil {
      header += ",class,\(Self.symbols.joined(separator: ",")),fibrillation,family,rhythm"
    }
    if clock.isKnown { header += ",clock" }
    var text = Array("\(header)\n".utf8)
    text.reserveCapacity(peaks.count * Self.usualLine)
    for beat in peaks.indices {
      text += "\(peaks[beat]),".utf8
      text.append(time(beat), decimals: Self.decimals)
      text += ",".utf8
      if let interval = interval(beat) { text.append(interval, decimals: Self.decimals) }
      text += ",\(qualities[beat])".utf8
      if let classified { append(beat, of: classified, to: &text) }
      if let now = clock.timestamp(at: time(beat), decimals: 3) { text += ",\(now)".utf8 }
      text += "\n".utf8
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the columns that only classified beats have.
  private func append(_ beat: Int, of classified: ClassifiedRecording, to text: inout [UInt8]) {
    text += ",\(Self.symbols[classified.labels[beat]])".utf8
    let first = beat * Self.symbols.count
    for probability in classified.probabilities[first..<(first + Self.symbols.count)] {
      text += ",".utf8
      text.append(Double(probability), decimals: Self.decimals)
    }
    text += ",".utf8
    text.append(Double(classified.fibrillation[beat]), decimals: Self.decimals)
    text += ",\(family(beat).map(String.init) ?? ""),\(rhythms[beat]?.rawValue ?? "")".utf8
  }

  /// A tenth of a millisecond, and more than a probability is worth.
  private static let decimals = 4
  /// The bytes of a line, about.
  private static let usualLine = 112
}

extension BeatTable: Encodable {
  private enum CodingKeys: CodingKey {
    case sample, time, rr, quality, `class`, probabilities, fibrillation, family, rhythm
  }

  /// Encodes the columns.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(peaks, forKey: .sample)
    try container.encode(peaks.indices.map { time($0).fourDecimals }, forKey: .time)
    try container.encode(peaks.indices.map { interval($0)?.fourDecimals }, forKey: .rr)
    try container.encode(qualities, forKey: .quality)
    guard let classified else { return }
    try container.encode(classified.labels.map { Self.symbols[$0] }, forKey: .class)
    let probabilities = Self.symbols.enumerated().map { column, symbol in
      (
        symbol,
        stride(from: column, to: classified.probabilities.count, by: Self.symbols.count).map {
          Double(classified.probabilities[$0]).fourDecimals
        }
      )
    }
    try container.encode(Dictionary(uniqueKeysWithValues: probabilities), forKey: .probabilities)
    try container.encode(
      classified.fibrillation.map { Double($0).fourDecimals }, forKey: .fibrillation)
    try container.encode(peaks.indices.map(family), forKey: .family)
    try container.encode(rhythms, forKey: .rhythm)
  }
}
