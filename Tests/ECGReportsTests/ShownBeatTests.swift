import ECGDatasets
import ECGReports
import Foundation
import ECGTestSupport
import Testing

/// Beats that are drawn for their own sake.
@Suite(
  .enabled(if: Samples.gnuplot != nil, "gnuplot is not installed"), .hangLimit)
struct ShownBeatTests {
  private func read(_ figure: Figure) throws -> SVGText {
    let picture = try #require(Samples.gnuplot).draw(figure, as: .svg)
    #expect(!String(decoding: picture, as: UTF8.self).lowercased().contains("nan"))
    return try #require(SVGText(picture), "\(figure.name) is not well-formed XML")
  }

  private func beat(_ index: Int, shares: [Float] = [], prediction: Int = 2) -> ShownBeat {
    ShownBeat(
      index: index, samples: (0..<187).map { Float($0 % 20) / 20 + 0.01 }, label: 0,
      labelProbability: 0.01, prediction: prediction, confidence: 0.987, shares: shares,
      origin: BeatOrigin(record: "208", sample: 360 * 61, symbol: "N", samplingRate: 360))
  }

  private func figure(_ beats: [ShownBeat]) -> Figure {
    .doubtfulBeats(.wrong, task: .arrhythmia, beats: beats, samplingRate: 120)
  }

  @Test func doubtfulBeatsSayWhatTheyWereTakenForAndWhereTheyAre() throws {
    let picture = try read(figure([beat(1), beat(2)]))
    #expect(picture.texts.contains("N as V, 0.987"))
    #expect(picture.texts.contains("208 at 0:01:01.000"))
    #expect(picture.texts.contains("time after the R peak (ms)"))
    #expect(!picture.texts.contains("adds to them"))
    #expect(figure([beat(1)]).alternativeText.contains("N as V, 0.987, 208 at 0:01:01.000"))
    var unknown = beat(21_003)
    unknown.origin = nil
    #expect(try read(figure([unknown])).texts.contains("beat 21,003"))
  }

  /// Both colours where both are there, none where nothing decides.
  @Test func colorsFollowTheShares() throws {
    // The key has both colours too; so a beat that nothing decided is the measure.
    func strokes(_ shares: [Float]) throws -> (adding: Int, taking: Int) {
      let figure = figure([beat(1, shares: shares)])
      #expect(try read(figure).texts.contains("adds to them"))
      let picture = try #require(Samples.gnuplot).draw(figure, as: .svg)
      let text = String(decoding: picture, as: UTF8.self)
      return (
        text.matches(of: #/stroke='#D55E00'/#).count,
        text.matches(of: #/stroke='#0072B2'/#).count
      )
    }
    let none = try strokes([Float](repeating: 0, count: 187))
    let adding = try strokes((0..<187).map { $0 > 80 && $0 < 100 ? 1 : 0 })
    let both = try strokes((0..<187).map { $0 < 90 ? 1 : -1 })
    #expect(adding.adding > none.adding && adding.taking == none.taking)
    #expect(both.adding > none.adding && both.taking > none.taking)
    #expect(none.adding > 0 && none.taking > 0)
  }

  @Test func explainedBeatsHaveARowForEachClass() throws {
    let beats = [beat(1, shares: (0..<187).map { Float($0 == 60 ? 1 : 0) })]
    let figure = Figure.explainedBeats(
      task: .arrhythmia, beats: beats, samplingRate: 120)
    let picture = try read(figure)
    for kind in BeatTask.arrhythmia.classes {
      #expect(picture.texts.contains("\(kind.name) (\(kind.symbol))"))
    }
    #expect(picture.texts.contains("no beats") && picture.texts.contains("0.987"))
    // Sample 60 at 120 Hz.
    #expect(figure.alternativeText.contains("V at 500 ms"))
  }

  @Test func classifiedBeatsNeedNoLabels() throws {
    var unlabelled = beat(7, shares: (0..<187).map { Float($0) })
    (unlabelled.label, unlabelled.origin) = (nil, nil)
    var figure = Figure.classifiedBeats(task: .arrhythmia, beats: [unlabelled], samplingRate: nil)
    figure.isSynthetic = true
    let picture = try read(figure)
    #expect(picture.texts.contains("V, 0.987") && picture.texts.contains("beat 7"))
    #expect(picture.texts.contains("time (samples)"))
    #expect(picture.texts.contains { $0.contains("synthetic beats") })
  }

  /// Beats of nothing, of a single sample, and flat ones.
  @Test func oddBeatsAreDrawn() throws {
    var odd = beat(1, shares: [1])
    for samples in [[], [1], [Float](repeating: 0, count: 187)] as [[Float]] {
      odd.samples = samples
      odd.shares = samples.map { _ in 1 }
      #expect(try read(figure([odd])).texts.contains("N as V, 0.987"))
    }
  }
}
