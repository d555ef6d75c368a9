import ECGDatasets
import ECGFiles
import ECGRecordings
import ECGTestSupport
import Foundation
import Testing

/// Beats cut from annotated records of any database.
@Suite struct RecordBeatsTests {
  /// Writes a record of one lead and its annotations.
  private func write(
    _ name: String, _ samples: [Float], rate: Double, lead: String = "II",
    annotations: AnnotationFile, to folder: URL
  ) throws -> String {
    let record = folder.appending(path: name).path
    try Recording(
      header: RecordHeader(
        name: name, samplingRate: rate,
        signals: [
          SignalDescription(
            fileName: "\(name).dat", format: .format16, gain: 1000, adcResolution: 16, name: lead)
        ]),
      samples: [samples.map { $0.isNaN ? -32768 : Int32(($0 * 1000).rounded()) }]
    ).write(to: record)
    try annotations.write(to: record + ".atr")
    return record
  }

  private func marks(_ made: SyntheticRecording, scale: Double = 1) -> [Annotation] {
    zip(made.peaks, made.labels).map {
      Annotation(
        sample: Int((Double($0) * scale).rounded()), symbol: ["N", "A", "V", "F", "Q"][$1])
    }
  }

  @Test func beatsBeginAtTheirPeaksWithTheirOrigin() throws {
    try withTemporaryFolder { folder in
      let made = SyntheticRecording(seed: 4, beats: 40)
      var marks = marks(made)
      // What is no beat bounds none.
      marks.insert(Annotation(sample: made.peaks[3] + 9, symbol: "+", aux: "(N"), at: 4)
      let path = try write(
        "a", made.samples[0], rate: 360, annotations: AnnotationFile(annotations: marks), to: folder
      )
      let cut = try RecordBeats(paths: [path], source: "made up")
      let record = try #require(cut.records.first)
      // The last beat has none after it that tells where it ends.
      #expect(cut.beats.count == 39 && cut.beats.labels == Array(made.labels.dropLast()))
      #expect(cut.beats.origins?.map(\.sample) == Array(made.peaks.dropLast()))
      // Nobody says who it is of: training divides by record then, not by beat.
      #expect(cut.beats.origins?.allSatisfy { $0.patient == "a" } == true)
      #expect(record.classCounts.reduce(0, +) == 39 && record.leftOut == 0 && !record.isPaced)
      #expect(record.lead == "II" && record.samplingRate == 360 && record.patient == "a")
      // Every third sample up to a fifth of the next interval, from 0 to 1, then zeros.
      let (start, next, after) = (made.peaks[3], made.peaks[4], made.peaks[5])
      let segment = stride(from: start, to: next + (after - next) / 5, by: 3).map {
        (made.samples[0][$0] * 1000).rounded()
      }
      let (lowest, highest) = (try #require(segment.min()), try #require(segment.max()))
      let beat = cut.beats[beat: 3]
      for index in 0..<187 {
        let expected = index < segment.count ? (segment[index] - lowest) / (highest - lowest) : 0
        #expect(abs(beat[index] - expected) < 1e-5)
      }
    }
  }

  /// A record at another rate gives the same beats, but for what resampling rounds.
  @Test(arguments: [128.0, 250, 257, 500, 1000])
  func ratesMakeNoDifference(_ rate: Double) throws {
    try withTemporaryFolder { folder in
      let made = SyntheticRecording(seed: 5, beats: 30)
      let one = try write(
        "a", made.samples[0], rate: 360, annotations: AnnotationFile(annotations: marks(made)),
        to: folder)
      let other = try write(
        "b", try Resampler.resample(made.samples[0], from: 360, to: rate), rate: rate,
        annotations: AnnotationFile(annotations: marks(made, scale: rate / 360)), to: folder)
      let (first, second) = (
        try RecordBeats(paths: [one], source: ""), try RecordBeats(paths: [other], source: "")
      )
      #expect(first.beats.labels == second.beats.labels)
      var distance = 0.0
      for beat in 0..<first.beats.count {
        // An R peak falls between two samples; the mean forgives that, a shift by two it would not.
        distance += zip(first.beats[beat: beat], second.beats[beat: beat])
          .reduce(0) { $0 + Double(abs($1.0 - $1.1)) }
      }
      #expect(distance / Double(first.beats.count * 187) < 0.02)
    }
  }

  /// Beats are at the rate that they say, whatever that of their record: the next R peak
  /// lies an interval on.
  @Test(arguments: [250.0, 360, 1000])
  func beatsAreAtTheRateTheySay(_ rate: Double) throws {
    try withTemporaryFolder { folder in
      let interval = 0.8
      let marks = (0..<10).map {
        Annotation(sample: Int((Double($0 + 1) * interval * rate).rounded()), symbol: "N")
      }
      // R waves of 20 ms alone.
      let samples = (0..<Int(10 * rate)).map { sample in
        let distance = marks.map { abs($0.sample - sample) }.min() ?? 0
        return Float(exp(-pow(Double(distance) / rate / 0.02, 2)))
      }
      let path = try write(
        "a", samples, rate: rate, annotations: AnnotationFile(annotations: marks), to: folder)
      let beats = try RecordBeats(paths: [path], source: "").beats
      let said = try #require(beats.samplingRate)
      #expect(said == MITBIHBeats.samplingRate)
      for beat in 0..<beats.count - 1 {
        let row = beats[beat: beat]
        let next = try #require((40..<187).max { row[$0] < row[$1] })
        #expect(abs(Double(next) - interval * said) <= 1)
      }
    }
  }

  @Test func gapsFlatStretchesAndPacingAreTold() throws {
    try withTemporaryFolder { folder in
      let made = SyntheticRecording(seed: 6, beats: 20)
      var samples = made.samples[0]
      samples[made.peaks[5] + 20] = .nan
      for index in made.peaks[10]..<made.peaks[12] { samples[index] = 0.25 }
      var marks = marks(made)
      marks[15].symbol = "/"
      let path = try write(
        "a", samples, rate: 360, annotations: AnnotationFile(annotations: marks), to: folder)
      let record = try #require(
        try RecordBeats(paths: [path], source: "", patients: ["a": "p"]).records.first)
      // A beat reaches into the one after it, so that a missing sample can cost two.
      #expect(record.leftOut == 2 || record.leftOut == 3)
      #expect(record.isPaced && record.patient == "p" && record.classCounts[4] == 1)
    }
  }

  /// Annotations may count at a rate of their own, and beats are then where they say.
  @Test func annotationsCountAtTheirOwnRate() throws {
    try withTemporaryFolder { folder in
      let made = SyntheticRecording(seed: 7, beats: 20)
      let path = try write(
        "a", made.samples[0], rate: 360,
        annotations: AnnotationFile(
          annotations: marks(made, scale: 1000 / 360), samplingRate: 1000),
        to: folder)
      let found = try RecordBeats(paths: [path], source: "").beats.origins?.map(\.sample)
      for (sample, peak) in zip(try #require(found), made.peaks) {
        #expect(abs(sample - peak) <= 1)
      }
      let whole = try LabelledRecording(path: path)
      for (sample, peak) in zip(whole.annotated.peaks, made.peaks) {
        #expect(abs(sample - peak) <= 1)
      }
      #expect(whole.annotated.peaks.count == made.peaks.count && whole.frameRate == 360)
    }
  }

  /// Annotations that were cut short, marks past the record's end, and a beat there: what is there
  /// is read, and what is not is told.
  @Test func whatIsThereOfAnnotationsIsReadAndTheRestTold() throws {
    try withTemporaryFolder { folder in
      let made = SyntheticRecording(seed: 9, beats: 20)
      let end = made.samples[0].count
      func read(
        _ name: String, with more: [Annotation], isCut: Bool = false
      ) throws -> (cut: RecordBeats, whole: LabelledRecording, path: String) {
        let path = try write(
          name, made.samples[0], rate: 360,
          annotations: AnnotationFile(annotations: marks(made) + more), to: folder)
        if isCut {
          let url = URL(filePath: path + ".atr")
          try Data(contentsOf: url).dropLast(2).write(to: url)
        }
        return (
          try RecordBeats(paths: [path], source: ""),
          try LabelledRecording(path: path, tolerance: .cutShort), path
        )
      }
      let plain = try read("a", with: [])
      let cases = [
        (
          try read(
            "b",
            with: [
              Annotation(sample: end + 100, symbol: "+", aux: "(AFIB"),
              Annotation(sample: end + 900, symbol: "~"),
            ]), [String]()
        ),
        (
          try read("c", with: [Annotation(sample: end, symbol: "V")]),
          ["1 of 21 beats lie past the recording's end and are left out"]
        ),
        (try read("d", with: [], isCut: true), ["the end mark (two zero bytes) is missing"]),
      ]
      for (found, remarks) in cases {
        #expect(found.cut.beats.labels == plain.cut.beats.labels)
        #expect(found.cut.records[0].remarks == remarks && found.whole.remarks == remarks)
        #expect(found.whole.annotated.peaks == plain.whole.annotated.peaks)
        #expect(!found.whole.reference.annotations.contains { $0.sample == end })
        // Where nothing is borne, it is refused.
        #expect(throws: FileError.self) { try LabelledRecording(path: found.path) }
      }
    }
  }

  /// Annotations of another record are refused also where no header says how long the record is:
  /// beats would be cut, and zeros made up, as far as they go.
  @Test(arguments: [nil, 1e-3, 1e-300, .leastNonzeroMagnitude] as [Double?])
  func marksPastTheEndAreRefusedWithoutACount(rate: Double?) throws {
    try withTemporaryFolder { folder in
      let made = SyntheticRecording(seed: 9, beats: 20)
      let far = Annotation(sample: 2_000_000_000, symbol: "N")
      let path = try write(
        "a", made.samples[0], rate: 360,
        annotations: AnnotationFile(annotations: marks(made) + [far], samplingRate: rate),
        to: folder)
      let header = try String(contentsOfFile: path + ".hea", encoding: .utf8)
      let count = " \(made.samples[0].count)\n"
      try #require(header.contains(count))
      try header.replacing(count, with: "\n", maxReplacements: 1)
        .write(toFile: path + ".hea", atomically: false, encoding: .utf8)
      for read in [
        { _ = try RecordBeats(paths: [path], source: "") },
        { _ = try LabelledRecording(path: path) },
      ] {
        let error = #expect(throws: FileError.self) { try read() }
        #expect(error?.kind == .badData && error?.path == path + ".atr")
        #expect(
          error?.problem.contains("found \(rate == nil ? 1 : 21) of 21 past its end") == true,
          "\(error?.problem ?? "")")
      }
    }
  }

  /// A clock that ticks faster than the lead may put a beat nearer to the end than to
  /// the last sample.
  @Test func aBeatBehindTheLastSampleIsAtIt() throws {
    try withTemporaryFolder { folder in
      let made = SyntheticRecording(seed: 9, beats: 20)
      let count = made.samples[0].count
      let last = Annotation(sample: 10 * count - 1, symbol: "V")
      let path = try write(
        "a", made.samples[0], rate: 360,
        annotations: AnnotationFile(
          annotations: marks(made, scale: 10) + [last], samplingRate: 3_600),
        to: folder)
      let record = try LabelledRecording(path: path)
      #expect(record.annotated.peaks == made.peaks + [count - 1])
    }
  }

  @Test func whatLacksBeatsOrTheLeadIsNamed() throws {
    try withTemporaryFolder { folder in
      let made = SyntheticRecording(seed: 8, beats: 20)
      func record(_ name: String, lead: String, _ marks: [Annotation]) throws -> String {
        try write(
          name, made.samples[0], rate: 360, lead: lead,
          annotations: AnnotationFile(annotations: marks), to: folder)
      }
      let paths = [
        try record("a", lead: "II", marks(made)),
        try record("b", lead: "V1", marks(made)),
        try record("c", lead: "II", [Annotation(sample: 5, symbol: "+", aux: "(AFIB")]),
      ]
      let cut = try RecordBeats(paths: paths, source: "", lead: "II")
      #expect(cut.records.map(\.name) == ["a"])
      #expect(cut.withoutLead == ["b"] && cut.withoutBeats == ["c"])
      let error = #expect(throws: FileError.self) {
        try RecordBeats(paths: paths, source: "", lead: "aVF")
      }
      #expect(error?.problem.contains("aVF") == true)
    }
  }

  /// A record of which all marked beats are left out is not one whose annotations mark none.
  @Test func flatRecordsHaveMarkedBeats() throws {
    try withTemporaryFolder { folder in
      let made = SyntheticRecording(seed: 8, beats: 20)
      let path = try write(
        "a", made.samples[0].map { _ in 0.5 }, rate: 360,
        annotations: AnnotationFile(annotations: marks(made)), to: folder)
      let cut = try RecordBeats(paths: [path], source: "")
      #expect(cut.beats.labels.isEmpty && cut.withoutBeats.isEmpty)
      let record = try #require(cut.records.first)
      #expect(record.leftOut == 19 && record.classCounts == [0, 0, 0, 0, 0])
    }
  }

  /// Where marks are beats alone, a MIT-BIH record gives the beats of Kaggle's files.
  @Test(.enabled(if: RealData.mitdb != nil)) func beatsAreThoseOfKaggle() throws {
    let folder = try #require(RealData.mitdb)
    let all = try MITBIHBeats.canonical(folder: folder.path)
    for name in ["101", "208", "223"] {
      let cut = try RecordBeats(
        paths: [folder.appending(path: name).path], source: "", lead: "MLII")
      let origins = try #require(cut.beats.origins)
      var rows: [Int: Int] = [:]
      for (row, origin) in try #require(all.origins).enumerated() where origin.record == name {
        rows[origin.sample] = row
      }
      let marks = try AnnotationFile.read(path: folder.appending(path: "\(name).atr").path)
        .annotations
      let isBeat = marks.map { AnnotationCode.isBeat($0.symbol) }
      let bounded = Set(
        marks.indices.dropLast(2).filter { isBeat[$0 + 1] && isBeat[$0 + 2] }
          .map { marks[$0].sample })
      var compared = 0
      for (beat, origin) in origins.enumerated() {
        let row = try #require(rows[origin.sample])
        #expect(all.labels[row] == cut.beats.labels[beat])
        // Kaggle's are bounded by marks of rhythm and noise as well.
        guard bounded.contains(origin.sample) else { continue }
        #expect(zip(all[beat: row], cut.beats[beat: beat]).allSatisfy { abs($0 - $1) < 1e-5 })
        compared += 1
      }
      #expect(compared > 1700)
    }
  }
}
