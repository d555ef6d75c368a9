import ECGDatasets
import ECGEvaluation
import ECGFiles
import ECGReports
import Foundation
import ECGTestSupport
import Testing

@Suite(.hangLimit) struct RunReportTests {
  /// The page of a report, drawn where gnuplot is there.
  private func page(_ report: RunReport) throws -> String {
    try withTemporaryFolder { folder in
      try report.write(to: folder.path, gnuplot: Samples.gnuplot, overwrite: false)
      return try String(contentsOf: folder.appending(path: "report.html"), encoding: .utf8)
    }
  }

  private func realReport() throws -> RunReport {
    try Samples.report(train: Samples.realBeats(), test: Samples.realBeats(seed: 2))
  }

  @Test func holdsTheNumbersAndTheSections() throws {
    let report = try realReport()
    let page = try page(report)
    let evaluation = try #require(report.evaluation)
    #expect(page.contains(String(format: "%.4f", evaluation.accuracy)))
    #expect(page.contains(String(format: "%.4f", evaluation.f1.macro)))
    for id in [
      "data", "beats", "training", "scores", "confusion", "probabilities", "explanation",
      "doubtful",
      "words", "method",
    ] {
      #expect(page.contains("<section id=\"\(id)\""), "\(id) is missing")
      #expect(page.contains("<a class=\"button\" href=\"#\(id)\">"), "\(id) is not in the contents")
    }
    for sentence in EvaluationSummary(evaluation).sentences {
      #expect(page.contains(sentence.replacingOccurrences(of: "'", with: "&#39;")))
    }
    #expect(page.contains("For research and education; not a medical device."))
    #expect(page.contains("ecg run --seed 1"))
    #expect(!page.lowercased().contains(">nan<") && !page.contains("{{"))
  }

  @Test func tagsAreBalanced() throws {
    let page = try page(realReport())
    #expect(PageCheck(page).unbalanced == nil)
  }

  @Test func needsNothingFromOutside() throws {
    for report in [try realReport(), try Samples.report()] {
      let page = try page(report)
      #expect(PageCheck(page).outside == [])
    }
  }

  @Test func ofSyntheticBeatsSaysSoAndHowToGetReal() throws {
    let synthetic = try page(Samples.report())
    #expect(synthetic.contains("<strong>Synthetic beats</strong>"))
    #expect(synthetic.contains("https://physionet.org/content/mitdb/1.0.0/"))
    #expect(synthetic.contains("– synthetic beats</title>"))
    #expect(!synthetic.contains("ODC-By"))
    let real = try page(realReport())
    #expect(!real.lowercased().contains("synthetic"))
  }

  @Test func twoClassesHaveTheirOwnScoresAndSources() throws {
    let made = SyntheticBeats(seed: 1, task: .infarction).dataset(counts: [20, 30])
    let synthetic = try page(Samples.report(train: made, test: made))
    #expect(synthetic.contains("https://physionet.org/content/ptbdb/1.0.0/"))
    #expect(!synthetic.contains("mitdb"))
    let beats = BeatDataset(
      task: made.task, source: .records(folder: "ptbdb"), values: made.values, labels: made.labels)
    let page = try page(Samples.report(train: beats, test: beats))
    for text in [
      "sensitivity: myocardial infarction found", "specificity: healthy control recognised",
      "negative predictive value", "10.13026/C28C71", "Bousseljot R", "Kachuee M",
    ] { #expect(page.contains(text), "\(text) is missing") }
    #expect(!page.contains("MIT-BIH"))
    #expect(!(try self.page(realReport())).contains("sensitivity:"))
  }

  @Test func theOfficialSplitComesWithItsCaveatAndCitations() throws {
    var report = try realReport()
    #expect(!(try page(report)).contains("every patient is in both parts"))
    report.isOfficialSplit = true
    let page = try page(report)
    #expect(page.contains("every patient is in both parts"))
    for text in ["ODC-By 1.0", "Moody GB, Mark RG", "Goldberger AL", "10.13026/C2F305"] {
      #expect(page.contains(text), "\(text) is missing")
    }
  }

  @Test func untrustedTextIsEscaped() throws {
    // A mark that combines with a quotation mark makes one Character of both.
    let evil = "<script>alert(1)</script>\"\u{301} onload='x' &amp;\u{0}\u{202E}"
    let task = BeatTask(
      name: evil, classes: (0..<5).map { .init(symbol: "\($0)\(evil)", name: evil) })
    let beats = Samples.realBeats()
    let data = BeatDataset(
      task: task, source: .csv([evil]), values: beats.values, labels: beats.labels)
    var report = try Samples.report(train: data, test: data)
    report.title = evil
    report.commandLine = evil
    report.warnings = [evil]
    report.recipe = [.init(evil, evil)]
    let page = try page(report)
    #expect(!page.contains("<script"))
    #expect(!page.unicodeScalars.contains("\u{301}") && !page.unicodeScalars.contains("\u{202E}"))
    #expect(!page.unicodeScalars.contains("\u{0}"))
    #expect(
      page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39; &amp;amp;"))
  }

  @Test func doubtfulBeatsAreNamedByRecordAndTimeOrByPlace() throws {
    var report = try realReport()
    let unknown = try page(report)
    #expect(unknown.contains("Which record and time these beats come from is not known"))
    let beat = try #require(report.wrong.first)
    #expect(unknown.contains(">\(beat.index)<") && unknown.contains(">unknown<"))
    let origin = BeatOrigin(record: "208", sample: 266_401, symbol: "F", samplingRate: 360)
    for index in report.wrong.indices { report.wrong[index].origin = origin }
    for index in report.uncertain.indices { report.uncertain[index].origin = origin }
    let known = try page(report)
    #expect(!known.contains("is not known") && !known.contains(">unknown<"))
    #expect(known.contains(">208<") && known.contains(">0:12:20.003<"))
    report.wrong = []
    #expect(try page(report).contains("Every beat was classified correctly."))
  }

  @Test(arguments: [0, 1]) func smallRunsAreReported(epochs: Int) throws {
    let train = Samples.realBeats([3, 0, 0, 0, 1])
    let page = try page(Samples.report(train: train, test: train, epochs: epochs))
    #expect(page.contains("id=\"training\"") == (epochs > 0))
    #expect(!page.contains(">nan<") && !page.contains(">inf<"))
  }

  @Test func aReportOnDataAloneHasNoScores() throws {
    let report = RunReport(
      title: "Data", task: .arrhythmia, inspection: DatasetInspection(Samples.realBeats()), seed: 1,
      version: "0.0.0")
    let page = try page(report)
    #expect(page.contains("id=\"data\"") && !page.contains("id=\"scores\""))
    #expect(page.contains("beats in all"))
  }

  @Test func withoutGnuplotThereIsAPageThatSaysHowToGetFigures() throws {
    try withTemporaryFolder { folder in
      let paths = try realReport().write(to: folder.path, gnuplot: nil, overwrite: false)
      #expect(paths == [folder.appending(path: "report.html").path])
      let page = try String(contentsOf: folder.appending(path: "report.html"), encoding: .utf8)
      #expect(page.contains("apt install gnuplot-nox") && !page.contains("<img"))
    }
  }

  @Test(.enabled(if: Samples.gnuplot != nil, "gnuplot is not installed"))
  func writesEveryFigureInEveryFormat() throws {
    try withTemporaryFolder { folder in
      let report = try realReport()
      let paths = try report.write(
        to: folder.path, gnuplot: Samples.gnuplot, formats: [.svg, .png, .pdf], overwrite: false)
      #expect(paths.count == 1 + 3 * report.figures.count)
      #expect(paths.allSatisfy { FileManager.default.fileExists(atPath: $0) })
      let files = try FileManager.default.contentsOfDirectory(
        atPath: folder.appending(path: "figures").path)
      #expect(files.count == 3 * report.figures.count)
    }
  }

  @Test func replacesNothingUnlessForced() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "report.html")
      try Data("mine".utf8).write(to: path)
      let report = try realReport()
      #expect(throws: FileError.self) {
        try report.write(to: folder.path, gnuplot: Samples.gnuplot, overwrite: false)
      }
      #expect(try String(contentsOf: path, encoding: .utf8) == "mine")
      // Nothing was drawn either.
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["report.html"])
      try report.write(to: folder.path, gnuplot: Samples.gnuplot, overwrite: true)
      #expect(try String(contentsOf: path, encoding: .utf8).contains("Test report"))
    }
  }
}
