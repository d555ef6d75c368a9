public import ArgumentParser
public import ECGReports

extension Figure.Format: ExpressibleByArgument {}

/// How figures are drawn, which means the same everywhere.
struct ReportOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: "The formats of the files in figures/; the report has its figures in any case.")
  var figures: [Figure.Format] = [.svg]

  @Flag(
    inversion: .prefixedNo,
    help: "Draw titles into the files in figures/; papers have theirs in the caption.")
  var figureTitles = true

  /// gnuplot, or nil after telling the person that there will be no figures.
  func gnuplot(_ console: Console) -> Gnuplot? {
    do {
      return try Gnuplot.find()
    } catch {
      console.warn("no figures are drawn: \(error).")
      return nil
    }
  }
}
