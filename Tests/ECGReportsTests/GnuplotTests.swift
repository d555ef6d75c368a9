import ECGReports
import Foundation
import ECGTestSupport
import Testing

@Suite struct GnuplotTests {
  @Test func isNotFoundOnAnEmptySearchPath() throws {
    #expect(throws: GnuplotError.notInstalled) { try Gnuplot.find(searchPath: "") }
    try withTemporaryFolder { folder -> Void in
      #expect(throws: GnuplotError.notInstalled) { try Gnuplot.find(searchPath: folder.path) }
    }
    let message = GnuplotError.notInstalled.description
    #expect(message.contains("apt install gnuplot-nox") && message.contains("brew install gnuplot"))
  }

  @Test func aFileThatIsNoProgramIsPassedOver() throws {
    try withTemporaryFolder { folder in
      try Data("text".utf8).write(to: folder.appending(path: "gnuplot"))
      #expect(throws: GnuplotError.notInstalled) { try Gnuplot.find(searchPath: folder.path) }
    }
  }

  @Test(.enabled(if: Samples.gnuplot != nil, "gnuplot is not installed"))
  func saysWhatGnuplotComplainedAbout() throws {
    let gnuplot = try #require(Samples.gnuplot)
    do {
      _ = try gnuplot.run("set terminal svg\nplot missing_function(x)")
      Issue.record("a broken script was drawn")
    } catch let error as GnuplotError {
      #expect(error.description.contains("undefined function: missing_function"))
    }
  }

  /// Far more than the pipes hold goes in and comes out; and a program that stops reading early is
  /// an error, not the end of this process.
  @Test(.enabled(if: Samples.gnuplot != nil, "gnuplot is not installed"), .hangLimit)
  func movesMoreThanThePipesHold() throws {
    let gnuplot = try #require(Samples.gnuplot)
    let rows = (0..<100_000).map { "\($0) \(sin(Double($0)))" }.joined(separator: "\n")
    let data = "$data << EOD\n\(rows)\nEOD\n"
    let picture = try gnuplot.run("set terminal svg\n\(data)plot $data with points")
    #expect(picture.count > 1_000_000)
    #expect(throws: GnuplotError.self) { try gnuplot.run("exit status 3\n" + data) }
  }

  @Test(.enabled(if: Samples.gnuplot != nil, "gnuplot is not installed"), .hangLimit)
  func drawsEveryFormat() throws {
    let gnuplot = try #require(Samples.gnuplot)
    let figure = Figure.learningRate(Samples.history(epochs: 5))
    #expect(try gnuplot.draw(figure, as: .png).starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(try gnuplot.draw(figure, as: .pdf).starts(with: Data("%PDF-".utf8)))
    #expect(try gnuplot.draw(figure, as: .svg).starts(with: Data("<?xml".utf8)))
  }

  @Test(.enabled(if: Samples.gnuplot != nil, "gnuplot is not installed"), .hangLimit)
  func keepsTheOrderOfFiguresDrawnTogether() throws {
    let gnuplot = try #require(Samples.gnuplot)
    let figures = try Samples.report().figures
    let pictures = try gnuplot.draw(figures, as: .svg)
    #expect(pictures.count == figures.count)
    for (figure, picture) in zip(figures, pictures) {
      #expect(String(decoding: picture, as: UTF8.self).contains("<title>\(figure.title)</title>"))
    }
  }
}
