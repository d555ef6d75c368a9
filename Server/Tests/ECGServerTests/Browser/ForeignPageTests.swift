import ECGTestSupport
import Foundation
import Testing

/// What pages of other sites can do, in a real browser, with a server on the machine of
/// who looks at them.
@Suite(.serialized, .waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"))
struct ForeignPageTests {
  /// The name of a site that leads to this machine.
  private static let foreign = "evil.test"
  /// Where an empty page lies, on any site.
  private static let page = "/empty"

  private let server: ServerProcess
  private let browser: Chromium

  init() throws {
    server = try ServerProcess()
    browser = try Chromium(leading: [Self.foreign])
    browser.answer = { request in
      guard request.url.path() == Self.page else { return nil }
      return Chromium.Answer(
        fields: ["Content-Type": "text/html"], body: Data("<!doctype html><title>x</title>".utf8))
    }
  }

  private var address: String { "http://127.0.0.1:\(server.port)" }

  /// What the server has answered: `method route status` and how often.
  private func answered() throws -> [String: Int] {
    // An empty page of the server's own, which asks for nothing by itself.
    try browser.open("\(address)\(Self.page)")
    let text = try browser.evaluate("fetch('/metrics').then((answer) => answer.text())")
    let lines = try #require(text as? String).matches(
      of: /ecg_requests_total\{method="(\w+)",route="([^"]+)",status="(\d+)"\} (\d+)/)
    return Dictionary(
      uniqueKeysWithValues: lines.map { ("\($0.1) \($0.2) \($0.3)", Int($0.4) ?? 0) })
  }

  /// The page asks for what costs, without being let read the answer or with: by all
  /// ways a page has.
  @Test("a page of another site gets no work done and reads nothing")
  func otherOrigin() throws {
    try browser.open("http://\(Self.foreign)\(Self.page)")
    let ways = [
      // A simple request, which browsers send without asking before.
      "fetch('\(address)/v1/beats', { method: 'POST', mode: 'no-cors', body: '{\"beats\":[]}' })",
      "fetch('\(address)/v1/beats', { method: 'POST', body: '{\"beats\":[]}' })",
      "fetch('\(address)/v1/beats', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' })",
      "fetch('\(address)/v1/models')",
    ]
    var outcomes: [String] = []
    for way in ways {
      let outcome = "\(way).then((answer) => `${answer.type} ${answer.status}`, () => 'refused')"
      outcomes.append(try #require(try browser.evaluate(outcome) as? String))
    }
    #expect(outcomes == ["opaque 0", "refused", "refused", "refused"])
    let picture = """
      new Promise((done) => {
        const picture = new Image();
        picture.onload = () => done("shown");
        picture.onerror = () => done("refused");
        picture.src = "\(address)/v1/example";
      })
      """
    #expect(try browser.evaluate(picture) as? String == "refused")
    let socket = """
      new Promise((done) => {
        const socket = new WebSocket("ws://127.0.0.1:\(server.port)/v1/live");
        socket.onopen = () => done("open");
        socket.onerror = () => done("refused");
      })
      """
    #expect(try browser.evaluate(socket) as? String == "refused")
    let frame = """
      new Promise((done) => {
        const frame = document.createElement("iframe");
        frame.onload = () => {
          // What it may not look into is there; what was refused is an empty page or an error of the browser's.
          done(frame.contentDocument === null ? "closed" : "readable");
        };
        frame.src = "\(address)/";
        document.body.append(frame);
      })
      """
    #expect(try browser.evaluate(frame) as? String == "closed")
    let answered = try answered()
    #expect(answered["POST /v1/beats 403"] ?? 0 >= 2, "\(answered)")
    #expect(answered["GET /v1/models 403"] == 1, "\(answered)")
    #expect(answered["GET /v1/example 403"] == 1, "\(answered)")
    #expect(
      answered.keys.allSatisfy { !$0.hasSuffix(" 200") || !$0.contains("/v1/") }, "\(answered)")
  }

  /// The page's own name leads to this machine, so that for the browser it asks its own server.
  @Test("a name that leads to this machine is not the server's")
  func rebinding() throws {
    try browser.open("http://\(Self.foreign):\(server.port)\(Self.page)")
    for (path, method) in [
      ("/", "GET"), ("/v1/models", "GET"), ("/health", "GET"), ("/v1/beats", "POST"),
    ] {
      let asked = "fetch('\(path)', { method: '\(method)' }).then((answer) => answer.status)"
      #expect(try browser.evaluate(asked) as? Int == 421, "\(method) \(path)")
    }
    let socket = """
      new Promise((done) => {
        const socket = new WebSocket(`ws://${location.host}/v1/live`);
        socket.onopen = () => done("open");
        socket.onerror = () => done("refused");
      })
      """
    #expect(try browser.evaluate(socket) as? String == "refused")
    let answered = try answered()
    #expect(
      answered.keys.allSatisfy { !$0.hasSuffix(" 200") || !$0.contains("/v1/") }, "\(answered)")
  }
}
