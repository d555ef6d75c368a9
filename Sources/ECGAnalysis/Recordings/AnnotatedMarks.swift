import ECGFiles
import ECGRecordings
import ECGSignals

/// The marks of an annotation file that are no beats but say something of them: where the signal
/// is noise, and which rhythm there is. The reverse of what `SignalQuality` and `RhythmEpisodes`
/// add to annotations.
struct AnnotatedMarks {
  /// The signal of the lead that the marks are read for.
  private let channel: Int
  /// Where the lead becomes unreadable (the reason) or readable again (nil), in samples of
  /// the annotations.
  private var changes: [(sample: Int, kind: SignalQuality.Kind?)] = []
  private var marked = MarkedRhythms()
  /// Where ventricular flutter or fibrillation begins (`[`) or ends (`]`).
  private var brackets: [(sample: Int, isBeginning: Bool)] = []
  /// How often rhythms are marked that are none of those that are told, by their names.
  private var untold: [String: Int] = [:]
  /// How often flutter of the atria is marked, which is counted with fibrillation.
  private var atrialFlutter = 0

  init(channel: Int) { self.channel = channel }

  /// Takes a mark.
  mutating func take(_ annotation: Annotation) {
    switch annotation.symbol {
    case "~":
      let isUnreadable =
        annotation.subtype == -1 || channel < 4 && annotation.subtype & (0x10 << channel) != 0
      let kind = annotation.text.flatMap(SignalQuality.Kind.init) ?? .noise
      changes.append((annotation.sample, isUnreadable ? kind : nil))
    case "+":
      guard let name = annotation.rhythm else { return }
      marked.take(annotation)
      let rhythm = RhythmEpisode.Rhythm(annotation: name)
      if rhythm == nil, name != "N" { untold[name, default: 0] += 1 }
      if name == "AFL" { atrialFlutter += 1 }
    case "[": brackets.append((annotation.sample, true))
    case "]": brackets.append((annotation.sample, false))
    default: break
    }
  }

  /// That rhythms are marked which are none of those that are told; nil where there are none.
  var remark: String? {
    guard !untold.isEmpty else { return nil }
    let names = untold.sorted { $0.key < $1.key }.map { "\($0.key.printable) (\($0.value))" }
    return "rhythms that are marked and not known here are left out: "
      + names.joined(separator: ", ")
  }

  /// That flutter of the atria is marked, which is counted with fibrillation; nil
  /// where there is none.
  var flutterRemark: String? {
    guard atrialFlutter > 0 else { return nil }
    return "atrial flutter that is marked is counted with fibrillation: AFL (\(atrialFlutter))"
  }

  /// That rhythms are marked where there are no beats to count them by; nil where there are none.
  /// Ventricular flutter needs none.
  ///
  /// - Parameter samples: the beats, ascending, as the annotations count.
  func beatlessRemark(at samples: [Int]) -> String? {
    let beginnings = marked.beginnings
    let ends = beginnings.dropFirst().map(\.sample) + [.max]
    var (counts, beats) = ([String: Int](), samples[...])
    for (beginning, end) in zip(beginnings, ends) where beginning.sample < end {
      beats = beats.drop { $0 < beginning.sample }
      guard let rhythm = beginning.rhythm, rhythm != .ventricularFlutter,
        beats.first.map({ $0 >= end }) ?? true
      else { continue }
      counts[rhythm.rawValue, default: 0] += 1
    }
    guard !counts.isEmpty else { return nil }
    let names = counts.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }
    return "rhythms that are marked where there are no beats count in no episode: "
      + names.joined(separator: ", ")
  }

  /// Where the ventricles flutter or fibrillate, in samples of the annotations, ascending: between
  /// brackets, where the rhythm says so, and where that is why the lead is unreadable. A bracket
  /// that is not closed holds until the next rhythm, or to the end.
  var ventricularFlutter: [Range<Int>] {
    enum Mark { case bracket, rhythm, quality }
    var changes = brackets.map { (sample: $0.sample, mark: Mark.bracket, isOn: $0.isBeginning) }
    for beginning in marked.beginnings {
      let isFlutter = beginning.rhythm == .ventricularFlutter
      changes.append((beginning.sample, .rhythm, isFlutter))
      if !isFlutter { changes.append((beginning.sample, .bracket, false)) }
    }
    changes += self.changes.map { ($0.sample, .quality, $0.kind == .ventricularFlutter) }
    var (stretches, start): ([Range<Int>], Int?) = ([], nil)
    var on: Set<Mark> = []
    for change in changes.sorted(by: { $0.sample < $1.sample }) {
      if change.isOn { on.insert(change.mark) } else { on.remove(change.mark) }
      if !on.isEmpty {
        start = start ?? change.sample
      } else if let begun = start {
        if begun < change.sample { stretches.append(begun..<change.sample) }
        start = nil
      }
    }
    return start.map { stretches + [$0..<Int.max] } ?? stretches
  }

  /// The same in seconds.
  ///
  /// - Parameters:
  ///   - rate: what the annotations count, in samples a second.
  ///   - end: the recording's end in seconds.
  func ventricularFlutter(rate: Double, end: Double) -> [Range<Double>] {
    ventricularFlutter.compactMap {
      let (start, stop) = (Double($0.lowerBound) / rate, min(Double($0.upperBound) / rate, end))
      return start < stop ? start..<stop : nil
    }
  }

  /// Where the lead is unreadable.
  ///
  /// - Parameters:
  ///   - rate: what the annotations count, in samples a second.
  ///   - end: the recording's end in seconds.
  func quality(rate: Double, end: Double) -> SignalQuality {
    var episodes: [SignalQuality.Episode] = []
    var open: (start: Double, kind: SignalQuality.Kind)?
    func close(at time: Double) {
      if let open, open.start < min(time, end) {
        episodes.append(.init(kind: open.kind, start: open.start, end: min(time, end)))
      }
    }
    for change in changes.sorted(by: { $0.sample < $1.sample }) {
      let time = Double(change.sample) / rate
      if open?.kind == change.kind { continue }
      close(at: time)
      open = change.kind.map { (time, $0) }
    }
    close(at: end)
    return SignalQuality(episodes: episodes)
  }

  /// The rhythm at each beat; nil where no rhythm is marked at all.
  ///
  /// - Parameter samples: the beats, ascending, as the annotations count.
  func rhythms(at samples: [Int]) -> [RhythmEpisode.Rhythm?]? {
    guard let rhythms = marked.rhythms(at: samples.map(Double.init)) else { return nil }
    var flutter = ventricularFlutter[...]
    return zip(samples, rhythms).map { sample, rhythm in
      flutter = flutter.drop { $0.upperBound <= sample }
      if let first = flutter.first, first.lowerBound <= sample { return .ventricularFlutter }
      return rhythm
    }
  }
}
