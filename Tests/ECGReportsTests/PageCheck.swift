/// What a validator would say of a page's structure, and what it asks for from elsewhere.
struct PageCheck {
  private static let void: Set = ["meta", "img", "!doctype", "br"]
  private let page: String

  init(_ page: String) { self.page = page }

  /// The first element that does not end where it should; nil where all do.
  var unbalanced: String? {
    var open: [String] = []
    for match in page.matches(of: #/<(\/?)([!a-zA-Z][a-zA-Z0-9]*)[^>]*?(\/?)>/#) {
      let name = match.2.lowercased()
      if Self.void.contains(name) || !match.3.isEmpty { continue }
      if match.1.isEmpty {
        open.append(name)
      } else if open.popLast() != name {
        return name
      }
    }
    return open.last
  }

  /// Scripts, and whatever a browser would fetch.
  var outside: [String] {
    var found = ["<script", "<link", "<iframe", "<use", "url(", "@import"].filter(page.contains)
    for match in page.matches(of: #/src="([^"]*)"/#)
    where !match.1.hasPrefix("data:image/svg+xml;base64,") {
      found.append(String(match.1))
    }
    for match in page.matches(of: #/https?:\/\/[^"<\s]*/#) {
      // A citation's address: the link itself, or its text.
      let before = page[..<match.range.lowerBound]
      if !before.hasSuffix("<a href=\""), !before.hasSuffix("<a href=\"\(match.0)\">") {
        found.append(String(match.0))
      }
    }
    return found
  }
}
