import Foundation

/// Small requests that ask for much.
extension HostileRequest {
  private static func lines(_ count: Int, _ line: (Int) -> String) -> String {
    (0..<count).map { line($0) + "\n" }.joined()
  }

  static let costs: [HostileRequest] = [
    .init(
      "thousands of signals in thousands of segments",
      upload: [
        ("r.hea", "r/10000 5000 250 10000\n" + lines(10_000) { _ in "s 1" }),
        ("s.hea", "s 5000 250 1\n" + lines(5_000) { _ in "~ 0" }),
      ], 413, "1000 signals"),
    .init(
      "a million segments",
      upload: [("r.hea", "r/1000000 1 250 1000000\n" + lines(100_001) { _ in "s 1" })], 413,
      "100000 segments"),
    .init(
      "signals that alternate between two files",
      upload: [
        (
          "r.hea",
          "r 200 250 500\n" + lines(200) { ($0 % 2 == 0 ? "a" : "b") + ".dat 16 200 12 0 0 0" }
        ), ("a.dat", String(repeating: "a", count: 1000)),
        ("b.dat", String(repeating: "b", count: 1000)),
      ], 422, "line 4: expected the signals of one file in lines that follow one another"),
    .init(
      "signals that all lag by other times",
      upload: [
        ("r.hea", "r 200 250 500\n" + lines(200) { "a.dat 16:\($0)" }),
        ("a.dat", String(repeating: "a", count: 200_000)),
      ], 422, "64 different skews"),
    .init(
      "a day of nothing in many leads",
      upload: [("r.hea", "r 100 250 21600000\n" + lines(100) { _ in "~ 0 200 16 0 0 0 0 II" })],
      413, "samples of all signals together"),
    .init(
      "the header of a day without its signals",
      upload: [("r.hea", "r 1 250 21600000\nR.dat 16 200 12 0 0 0 0 II\n")],
      422, "R.dat: there is no such file. The header r.hea names it"),
    .init(
      "more beats than a heart has",
      upload: [
        ("r.hea", "r 1 250 5000\nr.dat 16 200 12 0 0 0 0 II\n"),
        ("r.dat", String(repeating: "\u{0}", count: 10_000)),
        ("r.atr", String(repeating: "\u{1}\u{4}", count: 100_000) + "\u{0}\u{0}"),
      ], query: "?annotator=atr", 422, "beats in a recording of 20.0 s"),
    .init(
      "labels beyond the limit, which are not decoded", "/v1/annotations",
      "{\"samplingRate\":250,\"class\":\"N\",\"sample\":[" + String(repeating: "1,", count: 500_000)
        + "1]}", 413, "1000 beats"),
    .init(
      "samples beyond the limit, which are not decoded", "/v1/explanations",
      "{\"samplingRate\":250,\"beats\":[1],\"beat\":0,\"samples\":["
        + String(repeating: "1,", count: 2_500) + "1]}", 413, "1000 samples"),
    .init(
      "CSV of thousands of blank lines", post: "/v1/beats", "text/csv",
      Data(String(repeating: "\n", count: 1_000_000).utf8), 413, "1000000 lines"),
    .init(
      "a file named as this folder", upload: [("x.hea", "x 1 360 10\n. 16\n")], 422, "found '.'"),
    .init(
      "a file named as the folder above", upload: [("x.hea", "x 1 360 10\n.. 16\n")], 422,
      "found '..'"),
    .init(
      "a segment named as the folder above", upload: [("x.hea", "x/1 1 360 10\n.. 10\n")], 422,
      "found '..'"),
    .init(
      "a file named as somebody's home", upload: [("x.hea", "x 1 360 10\n~root 16\n")], 422,
      "~root: "),
  ]

  private static func get(_ fields: String, _ path: String = "/v1/models") -> Data {
    Data("GET \(path) HTTP/1.1\r\n\(fields)\r\n".utf8)
  }

  /// Requests for other hosts, or from other sites.
  static let hosts: [HostileRequest] = [
    .init("no host", get(""), 400, "found 0"),
    .init("two hosts", get("Host: localhost\r\nHost: localhost\r\n"), 400, "found 2"),
    .init("another host", get("Host: evil.example\r\n"), 421, "found 'evil.example'"),
    .init("another host that begins alike", get("Host: localhost.evil.example\r\n"), 421, "evil"),
    .init("a host with more than a port", get("Host: localhost:80@evil\r\n"), 421, "Host"),
    .init("an empty host", get("Host:\r\n"), 421, "Host"),
    .init("an address that is not served", get("Host: 10.0.0.1:8080\r\n"), 421, "10.0.0.1"),
    .init(
      "a page of another site", get("Host: localhost\r\nOrigin: http://evil.example\r\n"), 403,
      "evil.example"),
    .init(
      "a page of another port", get("Host: localhost:1\r\nOrigin: http://localhost:2\r\n"), 403,
      "localhost:2"),
    .init("a page of nowhere", get("Host: localhost\r\nOrigin: null\r\n"), 403, "found 'null'"),
    .init(
      "a picture in a page of another site",
      get("Host: localhost\r\nSec-Fetch-Site: cross-site\r\n", "/v1/example"), 403, "cross-site"),
    .init(
      "a chunk that is larger than any body",
      Data(
        "POST /v1/beats HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n"
          .utf8), 413, "too large"),
    .init(
      "a chunk of more bytes than can be counted",
      Data(
        ("POST /v1/beats HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"
          + "fffffffffffffff;x=y\r\n").utf8), 413, "too large"),
  ]
}
