import ECGRecordings
import Foundation

extension BadInput {
  /// Annotations that cannot be compared.
  static let comparisons: [BadInput] = [
    BadInput(
      "no reference", "compare a/100.atr b/100.qrs", 66, says: "a/100.atr: there is no such"),
    BadInput("no test annotations", compare, 66, says: "b/100.qrs: there is no such") {
      try $0.write("a/100.atr", annotations)
    },
    BadInput(
      "a folder without annotations", "compare a b", 66, says: "a: expected annotations .atr"
    ) {
      try $0.make("a")
      try $0.make("b")
    },
    comparison("several annotators", "compare a b", 66, says: "found qrs, xyz", "--test-annotator")
    {
      try $0.write("b/100.xyz", annotations)
    },
    comparison(
      "a record that is not there", "compare a b --records 100,101", 66, says: "101.atr",
      "--records"
    ),
    comparison("no records", "compare a b --records ,", 65, says: "expected names of records"),
    comparison(
      "a path for a record", "compare a b --records 100,../101", 65, says: "found '../101'"),
    comparison(
      "a list that is not there", "compare a b --records nosuch.txt", 66,
      says: "nosuch.txt: there is neither a record nor a file of this name"),
    comparison("truncated annotations", compare, 65, says: "b/100.qrs: byte", "end mark") {
      try $0.write("b/100.qrs", annotations.dropLast(3))
    },
    comparison("text for annotations", compare, 65, says: "b/100.qrs: byte") {
      try $0.write("b/100.qrs", "There are no annotations in this text.")
    },
    comparison("empty annotations", compare, 65, says: "b/100.qrs", "empty file") {
      try $0.write("b/100.qrs", "")
    },
    comparison("a damaged header", compare, 65, says: "a/100.hea") {
      try $0.write("a/100.hea", "100 0 nan\n")
    },
    comparison("no header", compare, 66, says: "a/100.hea: expected the record's header") {
      try FileManager.default.removeItem(at: $0.url.appending(path: "a/100.hea"))
    },
    comparison("a reference without beats", compare, 65, says: "a/100.atr", "from 0 s", "none") {
      try $0.write("a/100.atr", Data([0, 0]))
    },
    comparison(
      "no beats after the beginning", "compare a/100.atr b/100.qrs --from 30", 65,
      says: "from 30 s", "found none"
    ),
    comparison(
      "a record of less than 5 minutes", "compare a/100.atr b/100.qrs", 65, says: "a/100.hea",
      "beyond 300 s", "one of 60 s", "--from 0"
    ),
    comparison("annotations of a longer record", compare, 65, says: "b/100.qrs", "sample 99999") {
      try $0.write("b/100.qrs", encoded([100, 200, 99_999]))
    },
    comparison(
      "headers of different length", compare, 65, says: "b/100.hea", "60000 samples",
      "30000 samples"
    ) { try $0.write("b/100.hea", "100 0 1000 30000\n") },
    comparison("headers of different rate", compare, 65, says: "b/100.hea", "1000 Hz", "500 Hz") {
      try $0.write("b/100.hea", "100 0 500 60000\n")
    },
    comparison("an existing list", "\(compare) --disagreements list.csv", 73, says: "exists") {
      try $0.write("list.csv", "mine")
    },
    comparison(
      "an end before the beginning", "compare a b --from 10 --to 5", 64, says: "--to",
      "from 10.0 s to 5.0 s"
    ),
    comparison("a beginning that is no number", "compare a b --from nan", 64, says: "nan"),
    comparison("a negative beginning", "compare a b --from=-1", 64, says: "found -1.0"),
    comparison("an infinite end", "compare a b --to inf", 64, says: "inf"),
    comparison("a window that is no number", "compare a b --window nan", 64, says: "nan"),
    comparison("a negative window", "compare a b --window=-0.1", 64, says: "found -0.1"),
    comparison("an unknown map", "compare a b --map soup", 64, says: "soup", "literature"),
    comparison("one side alone", "compare a/100.atr", 64, says: "<test>"),
  ]

  private static let compare = "compare a/100.atr b/100.qrs --from 0"

  /// Three beats in the first seconds.
  private static let annotations = encoded([1000, 2000, 3000])

  private static func encoded(_ samples: [Int]) -> Data {
    let file = AnnotationFile(annotations: samples.map { Annotation(sample: $0, symbol: "N") })
    return (try? file.encoded(path: "annotations")) ?? Data()
  }

  /// Two folders in order, `a` with the reference and `b` with the test, with one thing changed.
  private static func comparison(
    _ name: String, _ command: String, _ status: Int32, says words: String...,
    change: @escaping @Sendable (Folder) throws -> Void = { _ in }
  ) -> BadInput {
    BadInput(name, command, status, words: words) {
      try $0.write("a/100.hea", "100 0 1000 60000\n")
      try $0.write("a/100.atr", annotations)
      try $0.write("b/100.qrs", annotations)
      try change($0)
    }
  }
}
