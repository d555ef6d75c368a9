import ECGNeuralNetwork
import ECGDatasets
import ECGEvaluation
import ECGReports
import Foundation
import ECGTestSupport
import Testing

@Suite(
  .enabled(if: Samples.gnuplot != nil, "gnuplot is not installed"), .hangLimit)
struct FigureTests {
  /// The palette of Okabe and Ito, "Color Universal Design" (2008), in label order.
  static let palette = ["#0072B2", "#E69F00", "#D55E00", "#009E73", "#CC79A7"]

  private func read(_ figure: Figure) throws -> SVGText {
    let picture = try #require(Samples.gnuplot).draw(figure, as: .svg)
    let text = String(decoding: picture, as: UTF8.self)
    #expect(!text.lowercased().contains("nan"))
    return try #require(SVGText(picture), "\(figure.name) is not well-formed XML")
  }

  @Test func classDistributionNamesCountsAndShares() throws {
    let picture = try read(
      .classDistribution(
        task: .arrhythmia,
        parts: [
          ("train", [72_471, 2223, 5788, 641, 6431]), ("test", [18_118, 556, 1448, 162, 1608]),
        ], isSynthetic: false))
    for text in [
      "72,471  (82.8\u{A0}%)", "162  (0.7\u{A0}%)", "supraventricular ectopic (S)",
      "train (87,554)", "test (21,892)", "number of beats (logarithmic scale)", "10,000",
    ] { #expect(picture.texts.contains(text), "\(text) is missing") }
    #expect(picture.colors.isSuperset(of: Self.palette))
  }

  @Test func classDistributionIsLinearUpToARatioOfTwenty() throws {
    let even = try read(
      .classDistribution(
        task: .arrhythmia, parts: [("train", [20, 1, 5, 0, 7])], isSynthetic: false))
    #expect(even.texts.contains("number of beats"))
    let uneven = try read(
      .classDistribution(
        task: .arrhythmia, parts: [("train", [21, 1, 5, 0, 7])], isSynthetic: false))
    #expect(uneven.texts.contains("number of beats (logarithmic scale)"))
  }

  @Test func meanBeatsHaveUnitsAndSayWhereAClassIsEmpty() throws {
    let report = try Samples.report(train: Samples.realBeats([20, 3, 5, 0, 6]))
    let figure = try #require(report.figures.first { $0.name == "mean-beats" })
    let picture = try read(figure)
    #expect(picture.texts.contains("time after the R peak (ms)"))
    #expect(picture.texts.contains("1500"))
    #expect(picture.texts.contains("no beats"))
    #expect(picture.texts.contains("20 beats"))
    #expect(
      picture.colors.isSuperset(
        of: Self.palette.enumerated().filter { $0.offset != 3 }.map(\.element)))
    let unknownRate = Figure.meanBeats(
      task: .arrhythmia, beats: report.meanBeats, samplingRate: nil, isSynthetic: false)
    #expect(try read(unknownRate).texts.contains("time (samples)"))
  }

  @Test func sampleBeatsFollowFromTheSeed() throws {
    func picture(seed: UInt64) throws -> Data {
      let figure = Figure.sampleBeats(of: Samples.beats(), samplingRate: 120, seed: seed)
      // The caption names the seed and is no part of the picture.
      return try #require(Samples.gnuplot).draw(figure, as: .svg)
    }
    #expect(try picture(seed: 1) == picture(seed: 1))
    #expect(try picture(seed: 1) != picture(seed: 2))
  }

  @Test func trainingCurvesMarkTheBestEpochAndEachDrop() throws {
    let picture = try read(.trainingCurves(Samples.history(epochs: 6), isSynthetic: false))
    for text in ["training", "validation", "best epoch (5)", "learning rate lowered", "epoch"] {
      #expect(picture.texts.contains(text), "\(text) is missing")
    }
  }

  @Test(arguments: [0, 1, 2, 200])
  func trainingCurvesOfAnyLength(epochs: Int) throws {
    for hasValidation in [true, false] {
      let history = Samples.history(epochs: epochs, hasValidation: hasValidation)
      let curves = try read(.trainingCurves(history, isSynthetic: false))
      #expect(curves.texts.contains("validation") == (hasValidation && epochs > 0))
      #expect(try read(.learningRate(history, isSynthetic: false)).texts.contains("epoch"))
    }
  }

  @Test func trainingThatDivergedIsStillDrawn() throws {
    var history = Samples.history(epochs: 3)
    history.epochs[1].loss = .nan
    history.epochs[2].loss = .infinity
    #expect(try read(.trainingCurves(history, isSynthetic: false)).texts.contains("loss"))
  }

  @Test func confusionMatrixShowsCountsAndShares() throws {
    let evaluation = try Samples.evaluation(of: Samples.beats())
    let matrix = evaluation.confusionMatrix
    let counts = try read(.confusionMatrix(matrix, isNormalized: false, isSynthetic: false))
    let shares = try read(.confusionMatrix(matrix, isNormalized: true, isSynthetic: false))
    for (row, cells) in matrix.counts.enumerated() {
      for (column, count) in cells.enumerated() {
        #expect(counts.texts.contains(String(count)))
        let share = 100 * Double(count) / Double(matrix.supports[row])
        if count > 0 {
          #expect(shares.texts.contains(String(format: "%.1f\u{A0}%%", share)), "\(row), \(column)")
        }
      }
    }
    #expect(counts.texts.contains("true class") && counts.texts.contains("predicted class"))
  }

  @Test func scoresAndCurvesOfAClassWithoutBeats() throws {
    let evaluation = try Samples.evaluation(of: Samples.beats([20, 3, 5, 0, 6]))
    let intervals = BootstrapIntervals(evaluation.confusionMatrix, resamples: 50, seed: 1)
    let curves = try read(.precisionRecall(evaluation, isSynthetic: false))
    #expect(curves.texts.contains { $0.hasPrefix("F") && $0.hasSuffix("no beats") })
    let scores = try read(.classScores(evaluation, intervals: intervals, isSynthetic: false))
    #expect(scores.texts.contains(String(format: "%.3f", evaluation.f1.macro)))
    #expect(scores.texts.contains("mean of the classes"))
    _ = try read(.classScores(evaluation, intervals: nil, isSynthetic: false))
    _ = try read(
      .confusionMatrix(evaluation.confusionMatrix, isNormalized: true, isSynthetic: false))
  }

  @Test func reliabilityHasItsErrorsAndItsAxes() throws {
    let calibration = Calibration(try Samples.evaluation(of: Samples.beats()))
    let figure = Figure.reliability(calibration, isSynthetic: false)
    let picture = try read(figure)
    for text in [
      "confidence", "accuracy", "beats", "perfect calibration",
      String(format: "%.4f", calibration.expectedError),
      String(format: "%.4f", calibration.maximumError),
    ] { #expect(picture.texts.contains(text), "\(text) is missing") }
    let bin = try #require(calibration.bins.first { $0.beats > 0 })
    #expect(
      figure.alternativeText.contains(
        String(format: "%.2f to %.2f: %.3f of \(bin.beats)", bin.low, bin.high, bin.accuracy ?? 0)))
    let sure = try Evaluation(task: .arrhythmia, labels: [0], probabilities: [1, 0, 0, 0, 0])
    #expect(try read(.reliability(Calibration(sure), isSynthetic: false)).texts.contains("0.0000"))
  }

  @Test func abstainingHasBothScoresAndTheConfidences() throws {
    let curve = RiskCoverageCurve(try Samples.evaluation(of: Samples.beats()))
    let figure = Figure.abstaining(curve, isSynthetic: false)
    let picture = try read(figure)
    for text in [
      "accuracy", "macro-F1", "share of beats that are classified (coverage)",
      "risk-coverage curve", String(format: "%.4g", curve.area),
    ] { #expect(picture.texts.contains(text), "\(text) is missing") }
    let point = curve.point(at: 0.5)
    #expect(
      figure.alternativeText.contains(String(format: "accuracy %.3f", point.accuracy ?? 0)))
    let confidences: [Float] = [0.999, 0.97, 0.92, 0.85, 0.75, 0.6, 0.45]
    let spread = try Evaluation(
      task: .arrhythmia, labels: [0, 0, 0, 0, 1, 0, 2],
      probabilities: confidences.flatMap { [$0, 1 - $0, 0, 0, 0] })
    let drawn = try read(.abstaining(RiskCoverageCurve(spread), isSynthetic: false))
    for text in ["0.5", "0.7", "0.9", "0.99"] {
      #expect(drawn.texts.contains(text), "\(text) is missing")
    }
  }

  /// Names from files are text to gnuplot and XML, whatever is in them.
  @Test func untrustedNamesAreDrawnAsTheyAre() throws {
    let names = ["`touch x`", "a'b\"c", "<b>&", "%d %s", "x_1^{2}", "line\nplot x", "@y", "é심𝄞"]
    let task = BeatTask(name: "odd", classes: names.map { .init(symbol: $0, name: "") })
    let figure = Figure.classDistribution(
      task: task, parts: [("100 % train", Array(1...names.count))], isSynthetic: false)
    let picture = try read(figure)
    for name in names {
      let drawn = name.replacingOccurrences(of: "\n", with: " ")
      #expect(picture.texts.contains(drawn), "\(name) is not drawn as it is")
    }
    let labels = Array(0..<names.count)
    let probabilities = labels.flatMap { label in labels.map { $0 == label ? Float(1) : 0 } }
    let evaluation = try Evaluation(task: task, labels: labels, probabilities: probabilities)
    #expect(!(try read(.precisionRecall(evaluation, isSynthetic: false)).texts.isEmpty))
    #expect(!(try read(.classScores(evaluation, intervals: nil, isSynthetic: false)).texts.isEmpty))
  }

  @Test func everyFigureOfSyntheticBeatsSaysSo() throws {
    let figures = try Samples.report().figures
    #expect(figures.count == 14)
    for figure in figures {
      #expect(figure.title.contains("synthetic beats"))
      #expect(try read(figure).texts.contains(figure.title))
    }
    let real = try Samples.report(train: Samples.realBeats(), test: Samples.realBeats(seed: 2))
    #expect(real.figures.allSatisfy { !$0.title.contains("synthetic") })
  }

  @Test func everyFigureHasWordsForThoseWhoCannotSeeIt() throws {
    for figure in try Samples.report().figures {
      #expect(figure.caption.count > 20 && figure.alternativeText.count > 20)
      let svg = String(
        decoding: try #require(Samples.gnuplot).draw(figure, as: .svg), as: UTF8.self)
      #expect(svg.contains("<desc>"))
      #expect(!svg.contains("Produced by GNUPLOT"))
    }
  }
}
