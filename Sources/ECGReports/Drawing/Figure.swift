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
  private let heading: String
  /// Whether the beats are made up; the title then says so.
  public var isSynthetic: Bool
  /// The title, drawn at the top.
  public var title: String { isSynthetic ? heading + " – synthetic beats" : heading }
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
    name: String, title: String, isSynthetic: Bool = false, caption: String,
    alternativeText: String, drawing script: GnuplotScript
  ) {
    self.name = name
    self.heading = Markup.cleaned(title)
    self.isSynthetic = isSynthetic
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
  /// - Parameters:
  ///   - figure: the figure.
  ///   - format: the format that it is drawn in.
  ///   - isTitled: whether its title is drawn above it; papers have theirs in the caption.
  /// - Throws: ``GnuplotError``.
  public func draw(
    _ figure: Figure, as format: Figure.Format, isTitled: Bool = true
  ) throws -> Data {
    let picture = try run(figure.terminal(for: format, isTitled: isTitled) + "\n" + figure.script)
    return format == .svg ? figure.finishing(svg: picture) : picture
  }
}

extension Figure {
  /// The rows at the top that the title takes.
  private static let titleHeight = 30

  /// The commands that set gnuplot's output format and where its rows are. Text is never
  /// "enhanced": a class named `a_b` is drawn as it is written.
  func terminal(for format: Format, isTitled: Bool = true) -> String {
    let font = "font '\(FigureStyle.fontFamily),\(FigureStyle.fontSize)'"
    let look = "noenhanced \(font) background '\(FigureStyle.paper.hex)'"
    let top = isTitled ? 0 : Self.titleHeight
    let height = height - top
    let rows = """
      titled = \(isTitled ? 1 : 0)
      heading = \(GnuplotScript.quoted(title))
      row(y) = 1 - (y - \(top)) / \(height).0
      """
    let terminal =
      switch format {
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
    return terminal + "\n" + rows
  }

  /// Puts the title and the description where screen readers look for them in an SVG file, and the
  /// colours for readers who want light on dark.
  func finishing(svg: Data) -> Data {
    var text = String(decoding: svg, as: UTF8.self)
    // gnuplot names its plots by numbers, which browsers show to those who point at them.
    text.replace(#/<title>gnuplot_plot[^<]*<\/title>/#, with: "")
    text.replace(#/rgb\(\s*(\d+),\s*(\d+),\s*(\d+)\)/#) { match in
      let parts = [match.1, match.2, match.3].map { (Double($0) ?? 0) / 255 }
      return Color(red: parts[0], green: parts[1], blue: parts[2]).hex
    }
    text.replace("\(FigureStyle.paper.hex.lowercased())", with: FigureStyle.paper.hex)
    guard let start = text.range(of: "<title>"), let end = text.range(of: "</desc>") else {
      return Data(text.utf8)
    }
    let description =
      "<title>\(Markup.escaped(title))</title>\n<desc>\(Markup.escaped(alternativeText))</desc>\n"
      + "<style>\(Self.darkStyle)</style>"
    text.replaceSubrange(start.lowerBound..<end.upperBound, with: description)
    return Data(text.utf8)
  }

  /// On paper figures stay as they are.
  private static let darkStyle: String = {
    let rules = FigureStyle.dark.map { color, becomes in
      """
      [fill="\(color.hex)"]{fill:\(becomes.hex)}[stroke="\(color.hex)"]{stroke:\(becomes.hex)}\
      [color="\(color.hex)"]{color:\(becomes.hex)}
      """
    }
    return "@media screen and (prefers-color-scheme:dark){\(rules.joined())}"
  }()
}
