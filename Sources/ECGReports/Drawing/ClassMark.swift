/// The shape of a class of beats in a square of 16 by 16, so that none has to be told by colour
/// alone; the same as in the viewer.
package struct ClassMark {
  /// The shape as an SVG element.
  package let shape: String
  /// The class of the page's style that gives it its colour.
  package let style: String

  private static let corners = [
    "S": "8,2 14.5,13.5 1.5,13.5", "V": "1.5,2.5 14.5,2.5 8,14",
    "F": "2.5,2.5 13.5,2.5 13.5,13.5 2.5,13.5", "Q": "8,1 15,8 8,15 1,8",
  ]

  /// The mark of the class with this letter; nil where no class has it.
  package init?(_ symbol: String) {
    if symbol == "N" {
      shape = #"<circle cx="8" cy="8" r="5"/>"#
    } else if let corners = Self.corners[symbol] {
      shape = #"<polygon points="\#(corners)"/>"#
    } else {
      return nil
    }
    style = "class-\(symbol)"
  }

  /// The mark for use in a line of text.
  package var element: String {
    #"<svg class="mark" viewBox="0 0 16 16" aria-hidden="true">\#(shape)</svg>"#
  }
}
