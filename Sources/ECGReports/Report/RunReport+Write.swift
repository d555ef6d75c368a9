import ECGFiles
import Foundation

extension RunReport {
  /// Draws the figures and writes `report.html` and `figures/` into a folder, made where missing.
  ///
  /// Whether every file may be written is checked before anything is drawn; `report.html` is
  /// written last, so a report that is there is complete.
  ///
  /// - Parameters:
  ///   - folder: the path of the folder.
  ///   - gnuplot: the program that draws; nil for a report without figures, which says how to get
  ///     them.
  ///   - formats: the formats of the files in `figures/`.
  ///   - titlesFigures: whether these have their titles in them; those of the page do in any case.
  ///   - overwrite: whether files that exist may be replaced.
  /// - Returns: the paths written, the report first.
  /// - Throws: `FileError`, ``GnuplotError``.
  @discardableResult
  public func write(
    to folder: String, gnuplot: Gnuplot?, formats: Set<Figure.Format> = [.svg],
    titlesFigures: Bool = true, overwrite: Bool
  ) throws -> [String] {
    let folder = URL(filePath: folder, directoryHint: .isDirectory)
    let report = folder.appending(path: "report.html").path
    let sections = figuresBySection
    let figures = gnuplot == nil ? [] : sections.all
    let formats = Figure.Format.allCases.filter(formats.contains)
    func path(_ figure: Figure, _ format: Figure.Format) -> String {
      folder.appending(path: "figures").appending(path: figure.fileName(as: format)).path
    }
    for path in [report] + formats.flatMap({ format in figures.map { path($0, format) } }) {
      try OutputFile.check(path: path, overwrite: overwrite)
    }

    let pictures = try gnuplot?.draw(figures, as: .svg) ?? []
    var written: [String] = []
    for format in formats {
      let drawn =
        format == .svg && titlesFigures
        ? pictures : try gnuplot?.draw(figures, as: format, isTitled: titlesFigures) ?? []
      for (figure, picture) in zip(figures, drawn) {
        let path = path(figure, format)
        try OutputFile.write(picture, to: path, overwrite: overwrite)
        written.append(path)
      }
    }
    let named = Dictionary(zip(figures.map(\.name), pictures)) { first, _ in first }
    try OutputFile.write(try page(pictures: named), to: report, overwrite: overwrite)
    return [report] + written
  }
}
