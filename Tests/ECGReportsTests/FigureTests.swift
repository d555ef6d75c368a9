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
        ]))
    for text in [
      "72,471  (82.8\u{A0}%)", "162  (0.7\u{A0}%)", "supraventricular ectopic (S)",
      "train (87,554)", "test (21,892)", "number of beats", "50,000",
    ] { #expect(picture.texts.contains(text), "\(text) is missing") }
    #expect(picture.colors.isSuperset(of: Self.palette))
  }

  /// The zeros that fill beats are left out, quartiles are NumPy's, and a shape ends where fewer
  /// than a quarter of the beats go on.
  @Test func meanBeatsAreThoseOfTheBeatsThatGoOn() throws {
    let task = BeatTask(name: "one", classes: [.init(symbol: "N", name: "normal")])
    let values: [Float] = [
      1, 0.2, 0.5, 0, 1, 0.4, 0, 0, 1, 0.8, 0, 0, 1, 0.6, 0, 0, 1, 0.5, 0, 0,
    ]
    let beats = BeatDataset(
      task: task, source: .csv(["x"]), samplesPerBeat: 4, values: values,
      labels: [Int](repeating: 0, count: 5))
    let mean = try #require(MeanBeat.each(of: beats).first)
    #expect(mean.count == 5 && mean.mean.count == 2)
    // numpy.percentile([0.2, 0.4, 0.8, 0.6, 0.5], [25, 75])
    for (found, expected) in [
      (mean.mean[1], 0.5), (mean.lower[1], 0.4), (mean.upper[1], 0.6), (mean.lower[0], 1),
    ] { #expect(abs(found - expected) < 1e-6) }
  }

  @Test func meanBeatsHaveUnitsAndSayWhereAClassIsEmpty() throws {
    let report = try Samples.report(train: Samples.realBeats([20, 3, 5, 0, 6]))
    let figure = try #require(report.figures.first { $0.name == "mean-beats" })
    let picture = try read(figure)
    #expect(picture.texts.contains("time after R (ms)"))
    #expect(picture.texts.contains("500"))
    #expect(picture.texts.contains("no beats"))
    #expect(picture.texts.contains("20 beats"))
    #expect(
      picture.colors.isSuperset(
        of: Self.palette.enumerated().filter { $0.offset != 3 }.map(\.element)))
    let unknownRate = Figure.meanBeats(
      task: .arrhythmia, beats: report.meanBeats, samplingRate: nil)
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
    let picture = try read(.trainingCurves(Samples.history(epochs: 6)))
    for text in ["training", "validation", "best epoch (5)", "learning rate lowered", "epoch"] {
      #expect(picture.texts.contains(text), "\(text) is missing")
    }
  }

  @Test(arguments: [0, 1, 2, 200])
  func trainingCurvesOfAnyLength(epochs: Int) throws {
    for hasValidation in [true, false] {
      let history = Samples.history(epochs: epochs, hasValidation: hasValidation)
      let curves = try read(.trainingCurves(history))
      #expect(curves.texts.contains("validation") == (hasValidation && epochs > 0))
      #expect(try read(.learningRate(history)).texts.contains("epoch"))
    }
  }

  @Test func trainingThatDivergedIsStillDrawn() throws {
    var history = Samples.history(epochs: 3)
    history.epochs[1].loss = .nan
    history.epochs[2].loss = .infinity
    #expect(try read(.trainingCurves(history)).texts.contains("loss"))
  }

  @Test func confusionMatrixShowsCountsAndShares() throws {
    let evaluation = try Samples.evaluation(of: Samples.beats())
    let matrix = evaluation.confusionMatrix
    let counts = try read(.confusionMatrix(matrix, isNormalized: false))
    let shares = try read(.confusionMatrix(matrix, isNormalized: true))
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
    let curves = try read(.precisionRecall(evaluation))
    #expect(curves.texts.contains { $0.hasPrefix("F") && $0.hasSuffix("no beats") })
    let roc = try read(.receiverOperating(evaluation))
    #expect(roc.texts.contains { $0.hasPrefix("F") && $0.hasSuffix("no beats") })
    #expect(roc.texts.contains(String(format: "N  AUC %.3f", evaluation.classes[0].rocAUC ?? 0)))
    let scores = try read(.classScores(evaluation, intervals: intervals))
    #expect(scores.texts.contains(String(format: "%.3f", evaluation.f1.macro)))
    #expect(scores.texts.contains("mean over 4 of 5 classes"))
    _ = try read(.classScores(evaluation, intervals: nil))
    _ = try read(
      .confusionMatrix(evaluation.confusionMatrix, isNormalized: true))
  }

  @Test func reliabilityHasItsErrorsAndItsAxes() throws {
    let calibration = Calibration(try Samples.evaluation(of: Samples.beats()))
    let figure = Figure.reliability(calibration)
    let picture = try read(figure)
    for text in [
      "confidence", "accuracy", "beats", "perfect calibration",
      String(
        format: "calibration error: expected %.4f, maximum %.4f", calibration.expectedError,
        calibration.maximumError),
    ] { #expect(picture.texts.contains(text), "\(text) is missing") }
    let bin = try #require(calibration.bins.first { $0.beats > 0 })
    #expect(
      figure.alternativeText.contains(
        String(format: "%.2f to %.2f: %.3f of \(bin.beats)", bin.low, bin.high, bin.accuracy ?? 0)))
    let sure = try Evaluation(task: .arrhythmia, labels: [0], probabilities: [1, 0, 0, 0, 0])
    #expect(
      try read(.reliability(Calibration(sure))).texts
        .contains("calibration error: expected 0.0000, maximum 0.0000"))
  }

  @Test func abstainingHasBothScoresAndTheConfidences() throws {
    let curve = RiskCoverageCurve(try Samples.evaluation(of: Samples.beats()))
    let figure = Figure.abstaining(curve)
    let picture = try read(figure)
    for text in [
      "accuracy", "macro-F1", "share of beats that are classified (coverage)",
      "area under the risk-coverage curve: " + String(format: "%.4g", curve.area),
    ] { #expect(picture.texts.contains(text), "\(text) is missing") }
    let point = curve.point(at: 0.5)
    #expect(
      figure.alternativeText.contains(String(format: "accuracy %.3f", point.accuracy ?? 0)))
    let confidences: [Float] = [0.999, 0.97, 0.92, 0.85, 0.75, 0.6, 0.45]
    let spread = try Evaluation(
      task: .arrhythmia, labels: [0, 0, 0, 0, 1, 0, 2],
      probabilities: confidences.flatMap { [$0, 1 - $0, 0, 0, 0] })
    let drawn = try read(.abstaining(RiskCoverageCurve(spread)))
    for text in ["0.5", "0.7", "0.9", "0.99"] {
      #expect(drawn.texts.contains(text), "\(text) is missing")
    }
  }

  /// Each record has its row; the lowest comes first, and what does not fit is named.
  @Test func recordsHaveTheirAccuracies() throws {
    let beats = Samples.realBeats([40, 10, 10, 10, 10])
    let evaluation = try Samples.evaluation(of: beats)
    let origins = beats.labels.indices.map {
      BeatOrigin(record: $0 < 40 ? "100" : "200", sample: $0, symbol: "N", samplingRate: 360)
    }
    let records = RecordAccuracy.each(of: evaluation, origins: origins)
    #expect(records.map(\.beats).reduce(0, +) == beats.count)
    let right = zip(evaluation.predictions, evaluation.labels).count { $0 == $1 }
    #expect(records.map(\.correct).reduce(0, +) == right)
    #expect(records[0].accuracy <= records[1].accuracy)
    #expect(RecordAccuracy.each(of: evaluation, origins: nil).isEmpty)
    let picture = try read(.records(records))
    for record in records {
      #expect(
        picture.texts.contains(String(format: "%.3f  of %d", record.accuracy, record.beats)))
    }
    let many = (0..<60).flatMap { record in
      RecordAccuracy.each(
        of: evaluation,
        origins: origins.map {
          BeatOrigin(record: "r\(record)", sample: $0.sample, symbol: "N", samplingRate: 360)
        })
    }
    #expect(Figure.records(many).caption.contains("The 12 records"))
  }

  /// Points of all classes, and records by number of beats.
  @Test func mapsOfBeatsNameClassesAndRecords() throws {
    let labels = (0..<60).map { $0 % 5 }
    let places = labels.indices.map { [Double($0 % 7), Double($0 % 11)] }
    let map = BeatMap(
      labels: labels, records: labels.indices.map { "r\($0 % 9)" }, components: places,
      varianceRatio: [0.6, 0.25], neighbours: places, trustworthiness: 0.987)
    let components = try read(
      .principalComponents(map, task: .arrhythmia))
    for text in ["N", "S", "V", "F", "Q", "first component (60.0\u{A0}% of the variance)"] {
      #expect(components.texts.contains(text), "\(text) is missing")
    }
    let neighbours = Figure.neighbours(map, task: .arrhythmia)
    #expect(neighbours.caption.contains("0.987"))
    #expect(try read(neighbours).colors.isSuperset(of: Self.palette))
    let records = try read(.neighboursByRecord(map))
    #expect(records.texts.contains("r0") && records.texts.contains("2 others"))
  }

  /// Without its title a picture is as much lower as that takes, and all else is there.
  @Test(arguments: Figure.Format.allCases) func titlesCanBeLeftOff(_ format: Figure.Format) throws {
    let figure = Figure.trainingCurves(Samples.history(epochs: 6))
    let gnuplot = try #require(Samples.gnuplot)
    let (titled, bare) = (
      try gnuplot.draw(figure, as: format), try gnuplot.draw(figure, as: format, isTitled: false)
    )
    #expect(titled != bare)
    guard format == .svg else { return }
    let (with, without) = (try #require(SVGText(titled)), try #require(SVGText(bare)))
    #expect(with.texts.contains(figure.title) && !without.texts.contains(figure.title))
    #expect(without.texts == with.texts.filter { $0 != figure.title })
    #expect(String(decoding: bare, as: UTF8.self).contains("height=\"\(figure.height - 30)\""))
  }

  /// Text and lines that are dark on white become light where the reader wants that, and no colour
  /// that a figure is drawn in stays as dark as the paper.
  @Test func figuresFollowDarkMode() throws {
    for figure in try Samples.report().figures {
      let svg = String(
        decoding: try #require(Samples.gnuplot).draw(figure, as: .svg), as: UTF8.self)
      #expect(svg.contains("@media screen and (prefers-color-scheme:dark)"))
      #expect(svg.contains("[fill=\"#1A1A1A\"]{fill:#E7EBEE}"))
      // All colours as the rules name them.
      #expect(!svg.contains("rgb("), "\(figure.name)")
      #expect(svg.contains("fill=\"#FFFFFF\""), "\(figure.name)")
    }
  }

  /// Names from files are text to gnuplot and XML, whatever is in them.
  @Test func untrustedNamesAreDrawnAsTheyAre() throws {
    let names = ["`touch x`", "a'b\"c", "<b>&", "%d %s", "x_1^{2}", "line\nplot x", "@y", "é심𝄞"]
    let task = BeatTask(name: "odd", classes: names.map { .init(symbol: $0, name: "") })
    let figure = Figure.classDistribution(
      task: task, parts: [("100 % train", Array(1...names.count))])
    let picture = try read(figure)
    for name in names {
      let drawn = name.replacingOccurrences(of: "\n", with: " ")
      #expect(picture.texts.contains(drawn), "\(name) is not drawn as it is")
    }
    let labels = Array(0..<names.count)
    let probabilities = labels.flatMap { label in labels.map { $0 == label ? Float(1) : 0 } }
    let evaluation = try Evaluation(task: task, labels: labels, probabilities: probabilities)
    #expect(!(try read(.precisionRecall(evaluation)).texts.isEmpty))
    #expect(!(try read(.classScores(evaluation, intervals: nil)).texts.isEmpty))
  }

  @Test func everyFigureOfSyntheticBeatsSaysSo() throws {
    let figures = try Samples.report().figures
    #expect(figures.count == 15)
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
