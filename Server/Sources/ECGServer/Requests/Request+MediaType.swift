import HTTPTypes
import Hummingbird

extension Request {
  /// The type of the body; nil where none is said.
  var mediaType: MediaRange? { headers[.contentType].map(MediaRange.init) }

  /// The type to answer in: of those that are offered, the one the client likes best; the first
  /// where it does not mind.
  ///
  /// - Throws: ``Problem`` where it wants none of them.
  func acceptable(of offers: [String]) throws -> String {
    guard let field = headers[.accept], let usual = offers.first else { return offers[0] }
    let ranges = MediaRange.split(field, at: ",").map(MediaRange.init)
    /// What the client thinks of a type: the most exact range that includes it counts.
    func quality(_ type: String) -> Double {
      let fitting = ranges.filter { $0.includes(type) }
      let best = fitting.first { $0.name == type } ?? fitting.first { $0.name != "*/*" }
      return (best ?? fitting.first).map { Double($0.parameters["q"] ?? "1") ?? 0 } ?? 0
    }
    var (best, highest) = (usual, 0.0)
    for offer in offers where quality(offer) > highest { (best, highest) = (offer, quality(offer)) }
    guard highest > 0 else {
      throw Problem(
        .notAcceptable, "Accept: expected \(offers.joined(separator: ", ")), found \(field).")
    }
    return best
  }

  /// Refuses a query where nothing can be asked for by one.
  ///
  /// - Throws: ``Problem``.
  func checkNoQuery() throws {
    guard let name = uri.queryParameters.first?.key else { return }
    throw Problem(.badRequest, "Query: expected none, found '\(name.prefix(32))'.")
  }

  /// Refuses a body that is compressed: it is taken as it is.
  ///
  /// - Throws: ``Problem``.
  func checkEncoding() throws {
    guard let encoding = headers[.contentEncoding], encoding.lowercased() != "identity" else {
      return
    }
    throw Problem(
      .unsupportedMediaType,
      "Content-Encoding: expected none, found \(encoding.prefix(32)); send the body as it is.")
  }

  /// Refuses a body that is not JSON.
  ///
  /// - Throws: ``Problem``.
  func checkJSON() throws {
    guard let type = mediaType, type.name != "application/json" else { return }
    throw Problem(
      .unsupportedMediaType, "Content-Type: expected application/json, found \(type.name).")
  }
}
