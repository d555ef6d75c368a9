import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What an SVG picture says: its texts and colours, read with an XML parser.
final class SVGText: NSObject, XMLParserDelegate {
  private(set) var texts: [String] = []
  private(set) var colors: Set<String> = []
  private(set) var elements: Set<String> = []
  private var current: String?

  /// Reads a picture; nil where it is not well-formed XML.
  init?(_ picture: Data) {
    super.init()
    let parser = XMLParser(data: picture)
    parser.delegate = self
    guard parser.parse() else { return nil }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String] = [:]
  ) {
    elements.insert(name)
    if name == "text" { current = "" }
    for key in ["stroke", "fill", "color"] {
      guard let value = attributes[key] else { continue }
      colors.insert(Self.hex(value))
    }
  }

  /// gnuplot writes some colours as `rgb( 0, 114, 178)`; all are returned as `#0072B2`.
  private static func hex(_ value: String) -> String {
    guard value.hasPrefix("rgb") else { return value.uppercased() }
    let parts = value.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
    return "#" + parts.map { String(format: "%02X", $0) }.joined()
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    current?.append(string)
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    guard name == "text", let text = current else { return }
    texts.append(text.trimmingCharacters(in: .whitespaces))
    current = nil
  }
}
