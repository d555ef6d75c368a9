import ECGReports

/// The folder a command leaves its findings in.
struct ReportFolder {
  /// The folder's path.
  let path: String
  /// Whether files that exist may be replaced.
  let overwrite: Bool

  /// The path of a file in the folder.
  func file(_ name: String) -> String { OutputPaths.path(of: name, in: path) }

  /// Checks, before any work is done, that a report, its figures and `files` can be written.
  ///
  /// - Throws: `FileError` of kind `cannotWrite`.
  func check(files: [String]) throws {
    let plan = OutputPlan(overwrite: overwrite)
    try plan.check(files: (files + ["report.html"]).map(file))
    try plan.check(folder: file("figures"))
  }

  /// Draws and writes a report.
  ///
  /// - Returns: the paths to tell the person of.
  func write(_ report: RunReport, options: ReportOptions, console: Console) throws -> [String] {
    let gnuplot = options.gnuplot(console)
    try report.write(
      to: path, gnuplot: gnuplot, formats: Set(options.figures),
      titlesFigures: options.figureTitles, overwrite: overwrite)
    return [file("report.html")] + (gnuplot == nil ? [] : [file("figures")])
  }
}
