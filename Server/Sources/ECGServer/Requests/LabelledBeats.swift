import ECGAnalysis
import ECGDatasets
import ECGSignals
import ECGFiles
import ECGRecordings
import Foundation
import HTTPTypes

/// Beats with the classes that a person gave them, as the viewer sends them.
struct LabelledBeats: ClosedObject {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case samplingRate, sample, `class`, aux, duration, gaps, unusable, fibrillation, rhythms, notes
  }

  let samplingRate: Double
  /// The R peaks in samples.
  let sample: [Int]
  /// The symbol of each beat's class.
  let `class`: String
  /// A text for each beat.
  let aux: [String]?
  /// The recording's length in seconds; that of its last beat where it is not said.
  let duration: Double?
  /// Where samples are missing: beginnings and ends in seconds.
  let gaps: [[Double]]?
  /// Where nothing can be said about beats, likewise: beats there count nowhere.
  let unusable: [[Double]]?
  /// Where atrial fibrillation or flutter is probable, likewise.
  let fibrillation: [[Double]]?
  /// The rhythms that a person told, which stand before those that follow from the beats.
  let rhythms: [Rhythm]?
  /// What else a person noted.
  let notes: [Note]?

  /// A stretch of a rhythm.
  struct Rhythm: ClosedObject {
    enum CodingKeys: String, CodingKey, CaseIterable { case rhythm, start, end }

    /// Its name in MIT-BIH's annotations without the parenthesis, such as `AFIB`; `N` for none of them.
    let rhythm: String
    /// Where it begins and ends, in seconds.
    let start: Double
    let end: Double

    init(from decoder: any Decoder) throws {
      try decoder.refuse(beyond: CodingKeys.self)
      let members = try decoder.container(keyedBy: CodingKeys.self)
      let name = try members.decode(String.self, forKey: .rhythm)
      // Ventricular fibrillation is not told from flutter; other names are kept as they came.
      let flutter = RhythmEpisode.Rhythm.ventricularFlutter
      rhythm = RhythmEpisode.Rhythm(annotation: name) == flutter ? flutter.rawValue : name
      start = try members.decode(Double.self, forKey: .start)
      end = try members.decode(Double.self, forKey: .end)
    }
  }

  /// A text at a sample.
  struct Note: ClosedObject {
    enum CodingKeys: String, CodingKey, CaseIterable { case sample, text }

    let sample: Int
    let text: String

    init(from decoder: any Decoder) throws {
      try decoder.refuse(beyond: CodingKeys.self)
      let members = try decoder.container(keyedBy: CodingKeys.self)
      sample = try members.decode(Int.self, forKey: .sample)
      text = try members.decode(String.self, forKey: .text)
    }
  }

  /// Reads a body.
  ///
  /// - Throws: ``Problem``.
  static func read(_ body: Data, limits: ServerLimits) throws -> LabelledBeats {
    // Samples, texts, and gaps of two numbers each; rhythms and notes are objects.
    try JSONBody.check(
      body, mostValues: 4 * limits.labels, mostObjects: limits.remarks,
      of: "\(limits.labels) beats with their gaps, and \(limits.remarks) rhythms and notes")
    let beats = try JSONBody.decode(Closed<LabelledBeats>.self, body).value
    try JSONBody.check(rate: beats.samplingRate)
    let count = beats.sample.count
    guard count <= limits.labels else {
      throw Problem(
        .contentTooLarge, "Expected \(limits.labels) beats at the most, found \(count).")
    }
    guard beats.class.unicodeScalars.count == count, beats.aux.map({ $0.count == count }) ?? true
    else {
      throw Problem(
        .badRequest, "Expected as many classes, and texts if any, as samples, \(count).")
    }
    try JSONBody.check(peaks: beats.sample)
    if let duration = beats.duration {
      guard JSONBody.seconds.contains(duration) else {
        throw Problem(
          .badRequest,
          "duration: expected 0 to \(Int(JSONBody.seconds.upperBound)) seconds, found \(duration).")
      }
      // The last beat may lie where the last sample ends.
      let last = beats.sample.last ?? 0
      guard Double(last) <= (duration * beats.samplingRate).rounded(.up) else {
        throw Problem(
          .badRequest,
          "duration: expected no less than the time of the last beat, at sample \(last), found "
            + "\(duration) s.")
      }
    }
    try check(beats.gaps ?? [], "gaps")
    try check(beats.unusable ?? [], "unusable")
    try check(beats.fibrillation ?? [], "fibrillation")
    try beats.checkRhythmsAndNotes()
    return beats
  }

  private func checkRhythmsAndNotes() throws {
    let rhythms = rhythms ?? []
    try Self.check(rhythms.map { [$0.start, $0.end] }, "rhythms")
    for name in rhythms.map(\.rhythm) {
      // Whatever a file of annotations may have, whose texts hold 255 bytes, a parenthesis among them.
      guard (1...254).contains(name.utf8.count), !name.hasPrefix("("),
        !name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
      else {
        throw Problem(
          .badRequest, "rhythms: expected a name such as AFIB, found '\(name.prefix(32))'.")
      }
    }
    let samples = notes?.map(\.sample) ?? []
    guard zip(samples, samples.dropFirst()).allSatisfy({ $0 <= $1 }), samples.first ?? 0 >= 0,
      samples.last ?? 0 <= JSONBody.lastSample
    else {
      throw Problem(
        .badRequest, "notes: expected ascending samples from 0 to \(JSONBody.lastSample).")
    }
  }

  /// Refuses stretches that do not follow one another.
  private static func check(_ stretches: [[Double]], _ name: String) throws {
    let ends = stretches.flatMap(\.self)
    guard stretches.allSatisfy({ $0.count == 2 }),
      zip(ends, ends.dropFirst()).allSatisfy({ $0 <= $1 }),
      ends.allSatisfy(JSONBody.seconds.contains)
    else {
      throw Problem(
        .badRequest,
        "\(name): expected pairs of a beginning and an end in seconds, ascending, from 0 to "
          + "\(Int(JSONBody.seconds.upperBound)).")
    }
  }

  /// The class of each beat, as an index into those of ``BeatTask/arrhythmia``.
  ///
  /// - Throws: ``Problem`` where a letter is none of theirs.
  func labels() throws -> [Int] {
    let symbols = BeatTask.arrhythmia.classes.map(\.symbol)
    return try self.class.unicodeScalars.map { letter in
      guard let label = symbols.firstIndex(of: String(letter)) else {
        throw Problem(
          .badRequest,
          "class: expected the letters \(symbols.joined(separator: ", ")), found '\(letter)'.")
      }
      return label
    }
  }

  /// The file of annotations: the beats, and where the rhythm changes and the signal becomes unusable or
  /// usable again, as `ecg classify` writes them.
  ///
  /// - Throws: ``Problem`` where a text does not fit into one.
  func annotations() throws -> Data {
    let events = try events()
    let symbols = Array(self.class)
    let beats = sample.indices.map {
      Annotation(sample: sample[$0], symbol: symbols[$0], aux: aux?[$0])
    }
    // What kind of stretch it was is not known here; noise says the least.
    let quality = SignalQuality(
      episodes: (unusable ?? []).map { .init(kind: .noise, start: $0[0], end: $0[1]) })
    let file = AnnotationFile(
      annotations: quality.marked(
        marked(beats, at: events), channel: 0, rate: samplingRate,
        end: end(of: events)),
      samplingRate: samplingRate)
    do {
      return try file.encoded(path: "annotations")
    } catch let error as FileError {
      throw Problem(error)
    }
  }

  /// Adds the changes of rhythm to the annotations of beats, as `RhythmEpisodes` does, and the notes.
  private func marked(_ beats: [Annotation], at events: RhythmEvents) -> [Annotation] {
    var marks = RhythmMarks.annotations(
      rhythms(at: events), samples: sample,
      ventricularFlutter: samples(of: ventricularFlutter), beatless: beatless(at: events))
    for note in notes ?? [] {
      marks.append(Annotation(sample: note.sample, symbol: "\"", aux: note.text))
    }
    return (marks + beats).sorted { $0.sample < $1.sample }
  }

  /// Stretches as annotations count, those that last until the end open.
  private func samples(of stretches: [Range<Double>]) -> [Range<Int>] {
    RhythmMarks.samples(of: stretches, rate: samplingRate, end: duration ?? .infinity)
  }

  /// The rhythms that a person told where there is no beat to tell them by, but for ventricular flutter, which
  /// needs none.
  private func beatless(at events: RhythmEvents) -> [RhythmMarks.Beatless] {
    beatlessRhythms(at: events).flatMap { rhythm in
      samples(of: [rhythm.start..<rhythm.end]).map {
        RhythmMarks.Beatless(samples: $0, rhythm: rhythm.rhythm == "N" ? nil : rhythm.rhythm)
      }
    }
  }

  private func beatlessRhythms(at events: RhythmEvents) -> [Rhythm] {
    let rhythms = rhythms ?? []
    let told = Set(
      Self.marks(rhythms.enumerated().map { ($1.start, $1.end, $0) }, events).compactMap(\.self))
    return rhythms.indices.filter { !told.contains($0) }.map { rhythms[$0] }
      .filter { $0.rhythm != "VFL" && $0.start < $0.end }
  }

  /// What the summary cannot tell of the rhythms that a person told: it counts them by beats.
  private func remarks(at events: RhythmEvents) -> [String] {
    beatlessRhythms(at: events).filter { $0.rhythm != "N" }.map {
      "\($0.rhythm) is marked from \($0.start) to \($0.end) s, where there are no beats: it counts in no "
        + "rhythm, and an interval of 2 s or more there as a pause."
    }
  }

  /// The rhythm at each beat; nil where none is told.
  private func rhythms(at events: RhythmEvents) -> [String?] {
    let fibrillation: [Float] = Self.marks((fibrillation ?? []).map { ($0[0], $0[1], 1) }, events)
      .map { $0 ?? 0 }
    let found = RhythmEpisodes(events, fibrillation: fibrillation).rhythms
    let told = Self.marks((rhythms ?? []).map { ($0.start, $0.end, $0.rhythm) }, events)
    return zip(found, told).map { found, told in told == "N" ? nil : told ?? found?.rawValue }
  }

  /// What the stretch that each beat lies in says; nil where it lies in none.
  private static func marks<Mark>(
    _ stretches: [(start: Double, end: Double, mark: Mark)], _ events: RhythmEvents
  ) -> [Mark?] {
    // Both go forwards in time.
    var stretches = stretches[...]
    return events.times.map { time in
      stretches = stretches.drop { $0.end < time }
      return stretches.first.flatMap { $0.start <= time ? $0.mark : nil }
    }
  }

  /// What the beats come to.
  ///
  /// - Throws: ``Problem``.
  func summary() throws -> SummaryAnswer {
    let events = try events()
    let whole = 0..<end(of: events)
    let summary = RhythmSummary(
      events, in: whole, missing: RhythmSummary.missing(Self.ranges(gaps), in: whole))
    return SummaryAnswer(
      summary, events, rhythms: rhythms(at: events), remarks: remarks(at: events))
  }

  private func events() throws -> RhythmEvents {
    RhythmEvents(
      times: sample.map { Double($0) / samplingRate }, labels: try labels(),
      gaps: Self.ranges(gaps), unusable: Self.ranges(unusable),
      ventricularFlutter: ventricularFlutter)
  }

  /// Where a person told that the ventricles flutter, in seconds: there are no intervals.
  private var ventricularFlutter: [Range<Double>] {
    (rhythms ?? []).filter { $0.rhythm == "VFL" && $0.start < $0.end }.map { $0.start..<$0.end }
  }

  /// The recording's end in seconds.
  private func end(of events: RhythmEvents) -> Double {
    max(duration ?? 0, events.times.last?.nextUp ?? 0)
  }

  private static func ranges(_ stretches: [[Double]]?) -> [Range<Double>] {
    (stretches ?? []).map { $0[0]..<$0[1] }
  }
}
