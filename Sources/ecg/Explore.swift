import ArgumentParser
import ECGAnalysis
import ECGDatasets
import ECGFiles
import ECGReports

/// `ecg explore`.
struct Explore: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows what is in a data set.",
    discussion: """
      Shape, first rows, missing and duplicate values, class balance; with --output also \
      report.html, figures/ and inspection.json.

      \(Wording.disclaimer)
      """)

  @OptionGroup var taskOption: TaskOption
  @OptionGroup var dataOptions: DataOptions

  @Option(
    help: "The folder to write a report, figures and inspection.json to.", completion: .directory)
  var output: String?

  @OptionGroup var reportOptions: ReportOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var overwriteOption: OverwriteOption
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let console = jsonOption.console
    let folder = output.map { ReportFolder(path: $0, overwrite: overwriteOption.overwrite) }
    let reporting = Reporting(compute: compute)
    let source = try dataOptions.source(
      for: taskOption.task, threads: compute.threads, console: console)
    try folder?.check(files: ["inspection.json"])
    let parts = try source.inspectable()
    guard let first = parts.train ?? parts.test else { return }
    let inspection =
      parts.train == nil
      ? DatasetInspection(first) : DatasetInspection(train: first, test: parts.test)
    try console.answer(inspection, text: inspection.text)
    let remarks = [first.layoutRemark, first.numberingRemark, inspection.remark]
      .compactMap(\.self)
    remarks.forEach(console.warn)
    guard let folder else { return }
    var report = reporting.report(
      title: "Heartbeats: what is in the data", inspection: inspection, examples: first)
    report.warnings = remarks
    try OutputFile.write(
      JSONText(inspection).text, to: folder.file("inspection.json"),
      overwrite: overwriteOption.overwrite)
    let written = try folder.write(report, options: reportOptions, console: console)
    console.note(
      "Written: \((written + [folder.file("inspection.json")]).joined(separator: ", ")).")
  }
}
