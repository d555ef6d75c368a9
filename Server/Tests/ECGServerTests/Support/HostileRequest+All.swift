import Foundation

extension HostileRequest {
  private static let zeros = Array(repeating: "0", count: 187).joined(separator: ",")
  private static func beat(_ last: String) -> String {
    "{\"beats\": [[" + zeros.dropLast() + last + "]]}"
  }
  private static let head = "--a-boundary\r\nContent-Disposition: form-data; name=\"file\""
  private static let header = "x 1 360 1000\nx.dat 16 200 16 0 0 0 0 II\n"
  private static let labels = "\"samplingRate\": 360"

  static let all: [HostileRequest] =
    beats + documents + forms + recordings + costs + labelled + explanations + requests + hosts

  static let beats: [HostileRequest] = [
    .init("no JSON", beats: "beats", 400, "expected an object"),
    .init("an empty body", beats: "", 400, "found the end"),
    .init("an array", beats: "[]", 400, "expected an object"),
    .init("another key", beats: "{\"beat\": []}", 400, "expected the key \"beats\""),
    .init("a second key", beats: "{\"beats\": [], \"x\": 1}", 400, "the end of the object"),
    .init("beats that are a number", beats: "{\"beats\": 5}", 400, "an array of beats"),
    .init("a beat that is a number", beats: "{\"beats\": [5]}", 400, "an array of 187 numbers"),
    .init("too few samples", beats: "{\"beats\": [[1, 2, 3]]}", 400, "found 3"),
    .init("too many samples", beats: "{\"beats\": [[\(zeros),0]]}", 400, "found more"),
    .init("an empty beat", beats: "{\"beats\": [[]]}", 400, "found 0"),
    .init("NaN", beats: beat("NaN"), 400, "expected a number"),
    .init("infinity", beats: beat("1e999"), 400, "a number that a Float can hold"),
    .init("a word for infinity", beats: beat("-Infinity"), 400, "expected a number"),
    .init("samples beyond all proportion", beats: beat("3e37"), 422, "out of all proportion"),
    .init("null", beats: beat("null"), 400, "expected a number"),
    .init("a text for a number", beats: beat("\"0\""), 400, "expected a number"),
    .init("a number with a plus", beats: beat("+1"), 400, "expected a number"),
    .init("a number with leading zeros", beats: beat("007"), 400, "expected a number"),
    .init("a hexadecimal number", beats: beat("0x10"), 400, "a comma or the end"),
    .init("a trailing comma", beats: "{\"beats\": [[\(zeros),]]}", 400, "found more"),
    .init("half a document", beats: "{\"beats\": [[0, 1", 400, "found the end"),
    .init("something behind the document", beats: "{\"beats\": []} []", 400, "end of the document"),
    .init(
      "deep JSON", beats: String(repeating: "[", count: 500_000), 400, "expected an object"),
    .init(
      "deep JSON in a beat", beats: "{\"beats\": " + String(repeating: "[", count: 500_000), 400,
      "expected a number"),
    .init(
      "too many beats",
      beats: "{\"beats\": [" + Array(repeating: "[\(zeros)]", count: 21).joined(separator: ",")
        + "]}", 413, "20 beats at the most"),
    .init(
      "invalid UTF-8", post: "/v1/beats", "application/json", Data([0x7B, 0x22, 0xFF, 0xFE, 0x22]),
      400, "expected the key"),
    .init(
      "a body of zeros", post: "/v1/beats", "application/json", Data(count: 1000), 400,
      "expected an object"),
    .init(
      "another type", post: "/v1/beats", "text/html", Data("<p>".utf8), 415,
      "expected application/json or text/csv"),
    .init(
      "an answer that cannot be given", post: "/v1/beats", "application/json",
      Data("{\"beats\": []}".utf8), 406, "expected application/json, text/csv",
      fields: ["Accept": "image/png"]),
    .init(
      "CSV with a text", post: "/v1/beats", "text/csv", Data("a,b\n1,2\n".utf8), 400, "body"),
    .init(
      "CSV with NaN", post: "/v1/beats", "text/csv",
      Data((zeros.dropLast() + "nan\n").utf8), 400, "line 1"),
    .init(
      "CSV with rows of two lengths", post: "/v1/beats", "text/csv",
      Data((zeros + "\n1,2\n").utf8), 400, "line 2"),
    .init("CSV that is empty", post: "/v1/beats", "text/csv", Data(), 400, "body"),
    .init(
      "CSV of too many beats", post: "/v1/beats", "text/csv",
      Data(String(repeating: zeros + "\n", count: 21).utf8), 413, "20 beats at the most"),
  ]

  static let documents: [HostileRequest] = [
    .init("labels that are no JSON", "/v1/summaries", "]", 400, "valid JSON"),
    .init(
      "labels in deep JSON", "/v1/summaries", String(repeating: "[", count: 100_000), 400,
      "valid JSON"),
    .init("labels without samples", "/v1/summaries", "{\(labels)}", 400, "the key 'sample'"),
    .init(
      "samples that are texts", "/v1/annotations",
      "{\(labels), \"sample\": [\"1\"], \"class\": \"N\"}",
      400, "a whole number"),
    .init(
      "JSON under another name", post: "/v1/summaries", "text/csv", Data("{}".utf8), 415,
      "expected application/json"),
  ]

  static let labelled: [HostileRequest] = [
    .init(
      "fewer classes than beats", "/v1/annotations",
      "{\(labels), \"sample\": [1, 2], \"class\": \"N\"}", 400, "as many classes"),
    .init(
      "a class there is not", "/v1/annotations", "{\(labels), \"sample\": [1], \"class\": \"X\"}",
      400, "found 'X'"),
    .init(
      "beats out of order", "/v1/annotations",
      "{\(labels), \"sample\": [2, 1], \"class\": \"NN\"}", 400, "ascending"),
    .init(
      "a beat before the beginning", "/v1/annotations",
      "{\(labels), \"sample\": [-1], \"class\": \"N\"}", 400, "from 0 to 1099511627776"),
    .init(
      "a beat at the end of time", "/v1/annotations",
      "{\(labels), \"sample\": [9223372036854775807], \"class\": \"N\"}", 400,
      "from 0 to 1099511627776"),
    .init(
      "a number no integer holds", "/v1/annotations",
      "{\(labels), \"sample\": [1e300], \"class\": \"N\"}", 400, "numbers in range"),
    .init(
      "a rate of zero", "/v1/summaries",
      "{\"samplingRate\": 0, \"sample\": [1], \"class\": \"N\"}", 400, "1 to 100000 Hz"),
    .init(
      "unusable stretches that overlap", "/v1/summaries",
      "{\(labels), \"sample\": [1], \"class\": \"N\", \"unusable\": [[1, 3], [2, 4]]}",
      400, "unusable"),
    .init(
      "gaps that are no pairs", "/v1/summaries",
      "{\(labels), \"sample\": [1], \"class\": \"N\", \"gaps\": [[1]]}", 400, "gaps"),
    .init(
      "stretches after the end of time", "/v1/annotations",
      #"{\#(labels), "sample": [], "class": "", "unusable": [[1e300, 2e300]]}"#, 400, "unusable"),
    .init(
      "a duration of eternity", "/v1/annotations",
      #"{\#(labels), "sample": [], "class": "", "duration": 1e300}"#, 400, "duration"),
    .init(
      "a note after the end of time", "/v1/annotations",
      #"{\#(labels), "sample": [], "class": "", "notes": [{"sample": 9223372036854775807, "text": "x"}]}"#,
      400, "notes"),
    .init(
      "more notes than anybody makes", "/v1/summaries",
      #"{\#(labels), "sample": [1], "class": "N", "notes": ["#
        + Array(repeating: "{}", count: 200_000).joined(separator: ",") + "]}", 413,
      "200000 rhythms and notes"),
    .init(
      "half a sample", "/v1/summaries", "{\(labels), \"sample\": [1, 2.5], \"class\": \"NN\"}", 400,
      "whole where things are counted"),
    .init(
      "a rhythm without an end", "/v1/summaries",
      #"{\#(labels), "sample": [1], "class": "N", "rhythms": [{"rhythm": "B3", "start": 0}]}"#, 400,
      "rhythms[0]: expected the key 'end'"),
    .init(
      "a misspelt key of labels", "/v1/summaries",
      #"{\#(labels), "sample": [1], "class": "N", "unusuable": [[1, 2]]}"#, 400,
      "found 'unusuable'"),
    .init(
      "a misspelt key of a rhythm", "/v1/summaries",
      #"{\#(labels), "sample": [1], "class": "N", "rhythms": [{"rhythm": "VT", "start": 0, "end": 1, "stop": 2}]}"#,
      400, "rhythms[0]: expected rhythm, start, end, found 'stop'"),
    .init(
      "a duration that ends before the last beat", "/v1/summaries",
      #"{\#(labels), "sample": [1000000], "class": "N", "duration": 1}"#, 400, "the last beat"),
    .init(
      "a compressed body", post: "/v1/summaries", "application/json", Data([0x1F, 0x8B, 8]), 415,
      "Content-Encoding: expected none, found gzip", fields: ["Content-Encoding": "gzip"]),
    .init(
      "a query where there is none", "/v1/summaries?lead=II",
      #"{\#(labels), "sample": [1], "class": "N"}"#, 400, "Query: expected none, found 'lead'"),
    .init(
      "a parameter that comes twice", upload: [("a.csv", "x")], query: "?lead=II&lead=V1", 400,
      "found 'lead' twice"),
    .init(
      "a text too long for an annotation", "/v1/annotations",
      "{\(labels), \"sample\": [1], \"class\": \"N\", \"aux\": [\"\(String(repeating: "x", count: 300))\"]}",
      422, "255"),
  ]

  static let explanations: [HostileRequest] = [
    .init(
      "a beat that is not there", "/v1/explanations",
      "{\(labels), \"samples\": [0, 0], \"beats\": [1], \"beat\": 1}", 400, "one of 1 beats"),
    .init(
      "beats beyond the samples", "/v1/explanations",
      "{\(labels), \"samples\": [0, 0], \"beats\": [2], \"beat\": 0}", 400, "within the 2 samples"),
    .init(
      "a class to explain that there is not", "/v1/explanations",
      "{\(labels), \"samples\": [0, 0, 1, 0], \"beats\": [1], \"beat\": 0, \"class\": \"Z\"}", 400,
      "found 'Z'"),
    .init(
      "a misspelt key of a beat to explain", "/v1/explanations",
      "{\(labels), \"samples\": [0, 0], \"beats\": [1], \"beat\": 0, \"klass\": \"V\"}", 400,
      "found 'klass'"),
    .init(
      "samples that a Float cannot hold", "/v1/explanations",
      "{\(labels), \"samples\": [1e300, 0], \"beats\": [1], \"beat\": 0}", 400, "numbers in range"),
  ]

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

  private static func request(_ text: String) -> Data { Data(text.utf8) }

  static let requests: [HostileRequest] = [
    .init(
      "a path that is not there", request("GET /v2 HTTP/1.1\r\nHost: localhost\r\n\r\n"), 404,
      "openapi"),
    .init(
      "a path out of the folder",
      request("GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n"), 404,
      "nothing here"),
    .init(
      "an escaped path out of the folder",
      request("GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n"), 404,
      "nothing here"),
    .init(
      "a file of the program",
      request("GET /Resources/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"),
      404, "nothing here"),
    .init(
      "another method", request("DELETE /v1/beats HTTP/1.1\r\nHost: localhost\r\n\r\n"), 405, "POST"
    ),
    .init(
      "reading what is posted", request("GET /v1/beats HTTP/1.1\r\nHost: localhost\r\n\r\n"), 405,
      "POST"),
    .init("no HTTP", request("hello\r\n\r\n"), 400, "no valid HTTP"),
    .init(
      "the beginning of TLS", Data([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x0D, 0x0A]), 400,
      "no valid HTTP"),
    .init(
      "a header of 40 kB",
      request(
        "GET /health HTTP/1.1\r\nHost: localhost\r\nX: \(String(repeating: "y", count: 40_000))\r\n\r\n"
      ),
      431, "too long"),
    .init(
      "a flood of header fields",
      request(
        "GET /health HTTP/1.1\r\nHost: localhost\r\n"
          + (0..<1000).map { "X\($0): y\r\n" }.joined() + "\r\n"), 431, "too many"),
    .init(
      "a length that is no number",
      request("POST /v1/beats HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n"), 400,
      "no valid HTTP"),
    .init(
      "two lengths",
      request(
        "POST /v1/beats HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}"
      ),
      400, "no valid HTTP"),
    .init(
      "a length and chunks",
      request(
        "POST /v1/beats HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}"
      ), 400, "no valid HTTP"),
    .init(
      "a body that is said to be too large",
      request("POST /v1/beats HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n"),
      413,
      "too large"),
    .init(
      "chunks without end",
      request(
        "POST /v1/beats HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
          + String(repeating: "10000\r\n\(String(repeating: " ", count: 65_536))\r\n", count: 24)),
      413, "too large"),
    .init(
      "a chunk that is none",
      request(
        "POST /v1/beats HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"),
      400, "no valid HTTP"),
  ]
}
