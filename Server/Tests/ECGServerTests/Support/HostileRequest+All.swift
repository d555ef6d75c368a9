import Foundation

extension HostileRequest {
  private static let zeros = Array(repeating: "0", count: 187).joined(separator: ",")
  private static func beat(_ last: String) -> String {
    "{\"beats\": [[" + zeros.dropLast() + last + "]]}"
  }
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
}
