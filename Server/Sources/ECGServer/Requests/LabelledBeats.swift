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

    /// Its name in MIT-BIH's annotations without the parenthesis, such as `AFIB`; `N`
    /// for none of them.
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
      // Whatever a file of annotations may have, whose texts hold 255 bytes, a
      // parenthesis among them.
      guard (1...254).contains(name.utf8.count), !name.hasPrefix("("),
        !name.hasControlCharacters
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

  /// The beats with the rhythms that a person told.
  ///
  /// - Throws: ``Problem``.
  private func edited() throws -> EditedBeats {
    func ranges(_ stretches: [[Double]]?) -> [Range<Double>] {
      (stretches ?? []).map { $0[0]..<$0[1] }
    }
    return EditedBeats(
      samples: sample, labels: try labels(), samplingRate: samplingRate, duration: duration,
      gaps: ranges(gaps), unusable: ranges(unusable), fibrillation: ranges(fibrillation),
      rhythms: (rhythms ?? []).map { .init($0.rhythm, from: $0.start, to: $0.end) })
  }

  /// The file of annotations: the beats, and where the rhythm changes and the signal becomes
  /// unusable or usable again, as `ecg classify` writes them.
  ///
  /// - Throws: ``Problem`` where a text does not fit into one.
  func annotations() throws -> Data {
    let beats = zip(sample.indices, self.class).lazy.map { beat, symbol in
      Annotation(sample: sample[beat], symbol: symbol, aux: aux?[beat])
    }
    let notes = (notes ?? []).map { Annotation(sample: $0.sample, symbol: "\"", aux: $0.text) }
    do {
      return try AnnotationFile.encoded(
        edited().annotations(beats, notes: notes), samplingRate: samplingRate, path: "annotations")
    } catch let error as FileError {
      throw Problem(error)
    }
  }

  /// What the beats come to.
  ///
  /// - Throws: ``Problem``.
  func summary() throws -> SummaryAnswer {
    let beats = try edited()
    return SummaryAnswer(
      beats.summary, beats.events, rhythms: beats.rhythms, remarks: beats.remarks)
  }
}
