public import Foundation

/// A figure: what to draw, and what to say about it to those who cannot see it.
public struct Figure: Sendable {
  /// A picture's file format.
  public enum Format: String, CaseIterable, Sendable {
    /// Scalable Vector Graphics, which the report shows.
    case svg
    /// Portable Network Graphics at twice the figure's size, for slides.
    case png
    /// Portable Document Format, for papers.
    case pdf
  }

  /// The name its files have before the dot, such as `mean-beats`.
  public let name: String
  /// The title, drawn at the top.
  public let title: String
  /// What the figure shows and how to read it, in plain words.
  public let caption: String
  /// What the figure says, for readers who cannot see it.
  public let alternativeText: String
  /// Width in CSS pixels (1/96 inch).
  public let width: Int
  /// Height in CSS pixels.
  public let height: Int
  /// The commands that draw it, data included, once a terminal is set.
  let script: String

  /// The file name in `format`.
  public func fileName(as format: Format) -> String { "\(name).\(format.rawValue)" }

  init(
    name: String, caption: String, alternativeText: String, drawing script: GnuplotScript
  ) {
    self.name = name
    self.title = script.title
    self.caption = caption
    self.alternativeText = alternativeText
    self.width = script.width
    self.height = script.height
    self.script = script.text
  }
}

extension Gnuplot {
  /// Draws one figure.
  ///
  /// - Throws: ``GnuplotError``.
  public func draw(_ figure: Figure, as format: Figure.Format) throws -> Data {
    let picture = try run(figure.terminal(for: format) + "\n" + figure.script)
    return format == .svg ? figure.describing(svg: picture) : picture
  }
}

extension Figure {
  /// The command that sets gnuplot's output format. Text is never "enhanced": a class named `a_b`
  /// is drawn as it is written.
  func terminal(for format: Format) -> String {
    let font = "font '\(FigureStyle.fontFamily),\(FigureStyle.fontSize)'"
    let look = "noenhanced \(font) background '#ffffff'"
    return switch format {
    case .svg:
      // This terminal puts the numbers of an x axis lower than the others do.
      """
      set terminal svg \(look) size \(width),\(height) fixed
      set xtics offset character 0,0.5
      """
    case .png:
      """
      set terminal pngcairo \(look) size \(2 * width),\(2 * height) \
      fontscale 1.5 linewidth 2 dashlength 2 pointscale 2
      """
    case .pdf:
      """
      set terminal pdfcairo \(look) size \(Double(width) / 96)in,\(Double(height) / 96)in \
      fontscale 0.575 linewidth 1.5 dashlength 1.5 pointscale 0.9
      """
    }
  }

  /// Puts the title and the description where screen readers look for them in an SVG file.
  func describing(svg: Data) -> Data {
    var text = String(decoding: svg, as: UTF8.self)
    guard let start = text.range(of: "<title>"), let end = text.range(of: "</desc>") else {
      return svg
    }
    let description =
      "<title>\(Markup.escaped(title))</title>\n<desc>\(Markup.escaped(alternativeText))</desc>"
    text.replaceSubrange(start.lowerBound..<end.upperBound, with: description)
    return Data(text.utf8)
  }
}
