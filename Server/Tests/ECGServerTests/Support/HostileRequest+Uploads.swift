import Foundation

/// Forms that are none, and files in them.
extension HostileRequest {
  private static let head = "--a-boundary\r\nContent-Disposition: form-data; name=\"file\""
  private static let header = "x 1 360 1000\nx.dat 16 200 16 0 0 0 0 II\n"

  static let forms: [HostileRequest] = [
    .init("a form without a boundary", form: "x", type: "multipart/form-data", 400, "boundary"),
    .init(
      "a boundary that is too long", form: "x",
      type: "multipart/form-data; boundary=" + String(repeating: "b", count: 71), 400, "boundary"),
    .init("a form without parts", form: "--a-boundary--\r\n", 400, "found none"),
    .init(
      "a form of another boundary", form: "--b\r\n\r\nx\r\n--b--", 400, "expected the boundary"),
    .init(
      "a part without an end", form: head + "; filename=\"x.hea\"\r\n\r\nabc", 400, "has no end"),
    .init("a part without a header", form: "--a-boundary\r\nabc", 400, "the header of a part"),
    .init(
      "a part that is no file", form: head + "\r\n\r\nabc\r\n--a-boundary--", 400, "files alone"),
    .init(
      "a part's header of 10 kB",
      form:
        "--a-boundary\r\nX: \(String(repeating: "y", count: 10_000))\r\n\r\nabc\r\n--a-boundary--",
      400, "the header of a part"),
    .init(
      "a file without a name", form: head + "; filename=\"\"\r\n\r\nabc\r\n--a-boundary--", 400,
      "the name of a file"),
    .init(
      "a name that is a folder", form: head + "; filename=\"../..\"\r\n\r\nabc\r\n--a-boundary--",
      400, "the name of a file"),
    .init(
      "a name with a control character",
      form: head + "; filename=\"a\u{1}b\"\r\n\r\nabc\r\n--a-boundary--", 400, "the name of a file"),
    .init("two files of one name", upload: [("x.hea", "1"), ("x.hea", "2")], 400, "two files"),
    .init(
      "too many files", upload: (0..<6).map { ("f\($0)", "x") }, 413, "5 files at the most"),
    .init(
      "an upload of another type", post: "/v1/recordings", "image/png", Data([1]), 415,
      "multipart/form-data"),
    .init(
      "an empty upload", post: "/v1/recordings", "application/octet-stream", Data(), 400,
      "an empty body"),
  ]

  static let recordings: [HostileRequest] = [
    .init("a file of noise", upload: [("x.bin", "\u{0}\u{1}\u{2}")], 422, "x.bin"),
    .init("a broken header", upload: [("x.hea", "nonsense\n")], 422, "x.hea"),
    .init("a header without its signals", upload: [("x.hea", header)], 422, "x.dat"),
    .init(
      "signals of which nothing is left", upload: [("x.hea", header), ("x.dat", "a")], 422,
      "expected 2000 bytes"),
    .init(
      "a header that names a file of the system",
      upload: [("x.hea", header.replacing("x.dat", with: "/etc/passwd"))], 422, "passwd"),
    .init(
      "a header that climbs out of its folder",
      upload: [("x.hea", header.replacing("x.dat", with: "../../../../etc/passwd"))], 422, "passwd"),
    .init(
      "a header of years of nothing",
      upload: [("x.hea", "x 1 360 40000000000\n~ 0 200 16 0 0 0 0 II\n")], 413, "72 h"),
    .init(
      "a segment that is the whole", upload: [("x.hea", "x/2 1 360 2000\nx 1000\nx 1000\n")], 422,
      "x.hea"),
    .init(
      "two recordings", upload: [("x.hea", header), ("y.hea", header)], 422, "?name="),
    .init(
      "a name that is misspelt", upload: [("x.hea", header)], query: "?name=y.hea", 422,
      "expected one of x.hea, found 'y.hea'"),
    .init(
      "no recording", upload: [("a.txt", "1"), ("b.txt", "2")], 422, "no header"),
    .init(
      "an annotator that is a path", upload: [("x.hea", header)], query: "?annotator=../x", 400,
      "annotator"),
    .init(
      "a rate that is none", upload: [("x.csv", "1\n2\n")], query: "?rate=fast", 400,
      "samples per second"),
    .init(
      "a rate that no recorder has", upload: [("x.csv", "1\n2\n")], query: "?rate=1e9", 400,
      "from 50 to 100000"),
    .init(
      "annotations that are not there",
      upload: [("x.csv", "II\n" + String(repeating: "0\n1\n", count: 900))],
      query: "?rate=360&annotator=atr", 422, "?annotator=atr"),
    .init(
      "a unit that is none", upload: [("x.csv", "II\n0\n1\n")], query: "?rate=360&unit=furlong",
      422,
      "?unit=uV"),
    .init(
      "an unknown option", upload: [("x.csv", "1\n2\n")], query: "?speed=1", 400, "found 'speed'"),
    .init(
      "a lead that is not there",
      upload: [("x.csv", "II\n" + String(repeating: "0\n1\n", count: 900))],
      query: "?rate=360&lead=V9", 422, "V9"),
  ]
}
