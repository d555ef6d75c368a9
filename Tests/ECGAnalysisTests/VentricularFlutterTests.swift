import ECGAnalysis
import ECGClassifier
import ECGFiles
import ECGRecordings
import ECGSignals
import ECGTestSupport
import Foundation
import Testing

/// Ventricular flutter and fibrillation, marked or found: no beats, but no standstill either.
@Suite struct VentricularFlutterTests {
  /// What annotations of ten seconds, 100 a second, are read as.
  private func read(_ marks: [Annotation]) throws -> AnnotatedPeaks {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r").path
      try Data("r 1 100 1000\nr.dat 16 200 0 0 0 0 0 II\n".utf8)
        .write(to: URL(filePath: path + ".hea"))
      try Data(count: 2_000).write(to: URL(filePath: path + ".dat"))
      try AnnotationFile(annotations: marks).write(to: path + ".atr")
      let record = try RecordingFile.open(path)
      return try AnnotatedPeaks(of: record, lead: record.chooseLead(), annotator: "atr")
    }
  }

  private func mark(_ sample: Int, _ symbol: Character, _ aux: String? = nil) -> Annotation {
    Annotation(sample: sample, symbol: symbol, aux: aux)
  }

  @Test func bracketsAndRhythmsAreRead() throws {
    let found = try read([
      mark(90, "+", "(N"), mark(100, "N"),
      // As in MIT-BIH's record 207: the rhythm is told within, and ends later.
      mark(200, "["), mark(210, "+", "(VFL\0"), mark(250, "!"), mark(300, "]"),
      mark(310, "+", "(IVR"), mark(350, "V"), mark(395, "+", "(N"),
      // Brackets alone; the rhythm alone, with a beat in it; a bracket that is not closed.
      mark(400, "["), mark(450, "]"), mark(480, "N"), mark(500, "+", "(VF"), mark(550, "Q"),
      mark(600, "+", "(N"), mark(650, "N"), mark(900, "["),
    ])
    #expect(found.ventricularFlutter == [2..<3.1, 4..<4.5, 5..<6, 9..<10])
    #expect(found.rhythms == [nil, .idioventricular, nil, .ventricularFlutter, nil])
    #expect(found.rhythmRemarks.isEmpty && found.remarks.isEmpty)
  }

  @Test func rhythmsThatAreNotKnownAreNamedOnce() throws {
    let found = try read([
      mark(90, "+", "(PREX"), mark(100, "N"), mark(190, "+", "(AFL"), mark(200, "N"),
      mark(290, "+", "(NOD"), mark(390, "+", "(PREX"), mark(400, "N"), mark(450, "+", "(N"),
      mark(460, "+", "a note"),
    ])
    #expect(found.rhythms == [nil, .fibrillation, nil])
    #expect(
      found.rhythmRemarks == [
        "rhythms that are marked and not known here are left out: NOD (1), PREX (2)",
        "atrial flutter that is marked is counted with fibrillation: AFL (1)",
      ])
  }

  @Test func whatIsWrittenIsReadTheSame() throws {
    let peaks = [100, 180, 350, 430, 560, 700]
    let labels = [0, 0, 2, 2, 0, 0]
    for flutter in [[2..<3.1], [0.5..<0.9, 4.4..<5.0], [5.7..<6.9, 9..<10], [4..<4.5]] {
      let events = RhythmEvents(
        times: peaks.map { Double($0) / 100 }, labels: labels, ventricularFlutter: flutter)
      let beats = zip(peaks, labels).map { mark($0, $1 == 2 ? "V" : "N") }
      let written = RhythmEpisodes(events).marked(
        beats, samples: peaks, channel: 0,
        ventricularFlutter: RhythmMarks.samples(of: flutter, rate: 100, end: 10))
      let found = try read(written)
      #expect(found.ventricularFlutter == flutter)
      #expect(found.peaks == peaks && found.labels == labels)
      #expect(found.rhythms == RhythmEpisodes(events).rhythms)
    }
  }

  @Test func marksAreThoseOfMITBIH() {
    let marks = RhythmMarks.annotations(
      [nil, "B", nil, nil], samples: [100, 300, 400, 700],
      ventricularFlutter: [150..<250, 800..<Int.max])
    #expect(
      marks.map { "\($0.sample)\($0.symbol)\($0.text ?? "")" } == [
        "99+(N", "150[", "151+(VFL", "249]", "250+(B", "399+(N", "800[", "801+(VFL",
      ])
    #expect(RhythmMarks.annotations([nil, nil], samples: [100, 200]).isEmpty)
  }

  /// What is found elsewhere joins what is marked, unless the annotations tell the rhythm:
  /// then it is remarked on. Ends that differ by less than the blocks it is found by are those
  /// that are marked.
  @Test func whatIsMarkedHidesNoOther() {
    let marked = [10.0..<20, 40..<60]
    func told(_ marked: [Range<Double>], _ found: [Range<Double>], byRhythm: Bool = false)
      -> ToldFlutter
    { ToldFlutter(marked: marked, found: found, isTold: byRhythm) }
    let found = [8.0..<22, 55..<75, 100..<110]
    let both = told(marked, found)
    #expect(both.stretches == [10..<20, 40..<75, 100..<110])
    #expect(both.remark?.hasPrefix("for 25 s the signal is a wave") == true)
    #expect(both.isMarked && both.isFound)
    let experts = told(marked, found, byRhythm: true)
    #expect(experts.stretches == marked && experts.isMarked && !experts.isFound)
    #expect(experts.remark?.hasPrefix("for 25 s the signal is a wave") == true)
    #expect(told(marked, [9.0..<21], byRhythm: true).remark == nil)
    let signals = told([], [3.0..<7])
    #expect(signals.stretches == [3..<7] && signals.isFound && !signals.isMarked)
    #expect(told(marked, []).stretches == marked && !told(marked, []).isFound)
    // What touches nothing that is marked is no end of it, however short.
    #expect(told(marked, [3.0..<7]).stretches == [3..<7, 10..<20, 40..<60])
    #expect(told(marked, [3.0..<7], byRhythm: true).remark?.hasPrefix("for 4 s") == true)
  }

  /// A beat counts where the table says that the signal is good, and nowhere else, also where
  /// flutter is marked alone.
  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
  func tablesSayWhatCounts() throws {
    let path = try #require(RealData.mitdb).appending(path: "100").path
    let file = try RecordingFile.open(path)
    let marks = [mark(36_000, "["), mark(72_000, "]")]
    let beats = try AnnotatedPeaks(of: file, lead: file.chooseLead(), annotator: "atr").peaks
    try withTemporaryFolder { folder in
      let marked = folder.appending(path: "100.vf").path
      let all = beats.map { mark($0, "N") } + marks
      try AnnotationFile(annotations: all.sorted { $0.sample < $1.sample }).write(to: marked)
      for source in [ClassifiedRecording.Beats.annotated(marked), .labelled(marked)] {
        let read = try ClassifiedRecording(file, beats: source, by: .pretrained())
        let qualities = BeatTable(read).csv.split(separator: "\n").dropFirst().map {
          $0.split(separator: ",", omittingEmptySubsequences: false)[3]
        }
        #expect(qualities.map { $0 == "good" } == read.events.isUsable)
        let within = beats.count { (36_000..<72_000).contains($0) }
        #expect(qualities.count { $0 == "ventricularFlutter" } == within && within > 100)
      }
    }
  }

  /// The experts' reading of record 207: pauses and NN intervals are those of a few lines of Python
  /// with wfdb 4.3.1 that leave out what `[`, `]` and `(VFL` cover.
  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
  func record207() throws {
    let path = try #require(RealData.mitdb).appending(path: "207").path
    let file = try RecordingFile.open(path)
    let read = try ClassifiedRecording(file, beats: .labelled("atr"), by: .pretrained())
    let whole = read.annotations
    let summary = RecordingSummary(read)
    #expect(summary.summary.beats == 1_860 && summary.summary.pauses == 2)
    #expect(abs((summary.summary.longestPause ?? 0) - 2.508_333) < 1e-5)
    #expect((summary.summary.rate?.lowest ?? 0) > 30)
    let variability = try #require(summary.heartRateVariability)
    #expect(variability.intervals == 1_438)
    #expect(abs(variability.meanNN - 902.233) < 1e-3 && abs(variability.sdnn - 90.4167) < 1e-3)
    let episodes = summary.episodes.filter { $0.rhythm == .ventricularFlutter }
    #expect(episodes.count == 6 && episodes.allSatisfy { $0.beats == 0 })
    #expect(abs(episodes.reduce(0) { $0 + $1.end - $1.start } - 144.669_444) < 1e-5)
    // None of it is usable, although the signal is not said to be noise.
    #expect(abs(summary.summary.unusable - 144.669_444) < 1e-5 && read.quality.episodes.isEmpty)
    let fact = try #require(summary.findings.first { $0.name == "VF or flutter" })
    #expect(fact.value.hasPrefix("marked for 0:02:24 in all; 6 episodes, the longest 0:01:38 from"))
    // None of them is lost where the beats are written.
    let marks = whole.annotations.filter { "[]".contains($0.symbol) || $0.text == "(VFL" }
    #expect(marks.count == 18)
  }

  /// Where nobody marks it, it is found, and no beat in it counts.
  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
  func record207Unread() throws {
    let path = try #require(RealData.mitdb).appending(path: "207").path
    let found = try ClassifiedRecording(RecordingFile.open(path), by: .pretrained())
    let summary = RecordingSummary(found)
    let episodes = summary.episodes.filter { $0.rhythm == .ventricularFlutter }
    #expect(!episodes.isEmpty && episodes.allSatisfy { $0.beats == 0 })
    let fact = try #require(summary.findings.first { $0.name == "VF or flutter" })
    #expect(fact.value.hasPrefix("probable for 0:01:"), "\(fact.value)")
    #expect(summary.remarks?.contains { $0.contains("flutter or fibrillation") } == true)
    let marks = found.annotations.annotations.filter { "[]".contains($0.symbol) }
    #expect(marks.count == 2 * episodes.count)
    var line = BatchResult(path: path)
    line.take(summary, found)
    #expect(line.ventricularFlutterEpisodes == episodes.count)
    #expect(
      line.ventricularFlutterSeconds
        == found.ventricularFlutter.reduce(0) { $0 + $1.upperBound - $1.lowerBound })
    let detected = try detected(path)
    #expect(detected.events.ventricularFlutter == found.ventricularFlutter)
    // It is the same where what was written is read again.
    try withTemporaryFolder { folder in
      for (name, annotations) in [
        ("classified", found.annotations), ("found", detected.annotations),
      ] {
        let written = folder.appending(path: "207.\(name)").path
        try annotations.write(to: written)
        let read = try ClassifiedRecording(
          RecordingFile.open(path), beats: .labelled(written), by: .pretrained())
        #expect(read.ventricularFlutter.count == found.ventricularFlutter.count)
        for (one, other) in zip(read.ventricularFlutter, found.ventricularFlutter) {
          #expect(abs(one.lowerBound - other.lowerBound) < 0.01)
          #expect(abs(one.upperBound - other.upperBound) < 0.01)
        }
        #expect(
          read.hasMarkedFlutter && read.quality.episodes.count == found.quality.episodes.count)
        if name == "classified" { #expect(read.labels == found.labels) }
      }
    }
  }
}

/// The beats that are found in a recording, assessed.
private func detected(_ path: String) throws -> DetectedBeats {
  var beats = try DetectedBeats(in: RecordingFile.open(path), lead: nil)
  try beats.assess()
  return beats
}
