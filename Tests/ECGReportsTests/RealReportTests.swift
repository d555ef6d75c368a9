import ECGDatasets
import ECGReports
import Foundation
import ECGTestSupport
import Testing

/// The report on the real MIT-BIH beats.
@Suite(
  .enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"),
  .enabled(if: Samples.gnuplot != nil, "gnuplot is not installed"), .hangLimit)
struct RealReportTests {
  @Test func tellsWhatIsInTheOfficialSplit() throws {
    let folder = try #require(RealData.mitdb)
    let (train, test) = try MITBIHBeats.officialSplit(folder: folder.path)
    var report = RunReport(
      title: "MIT-BIH", task: train.task, inspection: DatasetInspection(train: train, test: test),
      seed: 1, version: "0.0.0")
    report.samplingRate = 120
    report.isOfficialSplit = true
    report.examples = train
    #expect(report.figures.map(\.name) == ["class-distribution", "mean-beats", "sample-beats"])
    try withTemporaryFolder { folder in
      try report.write(to: folder.path, gnuplot: Samples.gnuplot, overwrite: false)
      let page = try String(contentsOf: folder.appending(path: "report.html"), encoding: .utf8)
      // The class totals of the Kaggle files.
      for text in ["72,471", "2,223", "5,788", "641", "6,431", "18,118", "556", "1,448", "162"] {
        #expect(page.contains(">\(text)<"), "\(text) is missing")
      }
      #expect(page.contains("every patient is in both parts"))
      #expect(!page.lowercased().contains("synthetic"))
      let beats = try #require(
        SVGText(Data(contentsOf: folder.appending(path: "figures/mean-beats.svg"))))
      #expect(beats.texts.contains("72,471 beats") && beats.texts.contains("1000"))
    }
  }
}
