import Foundation

extension BadInput {
  /// Records that are not what they should be.
  static let records: [BadInput] = [
    BadInput("no folder of records", prepare, 66, says: "records: there is no such folder"),
    BadInput("a file for a folder of records", prepare, 66, says: "expected a folder of records") {
      try $0.write("records", "100\n")
    },
    BadInput("no header", prepare, 66, says: "found 0 of them; 100, 101", "and 40 more") {
      try $0.make("records")
    },
    BadInput("a header without signals", prepare, 66, says: "100.dat: there is no such file") {
      try $0.write("records/100.hea", header())
    },
    BadInput("an empty header", prepare, 65, says: "100.hea") {
      try $0.write("records/100.hea", "")
    },
    BadInput("a header of something else", prepare, 65, says: "100.hea") {
      try $0.write("records/100.hea", "<!DOCTYPE html>\n<html></html>\n")
    },
    BadInput("truncated signals", prepare, 65, says: "100.dat") {
      try $0.write("records/100.hea", header())
      try $0.write("records/100.dat", Data(count: 7))
    },
    BadInput("a wrong checksum", prepare, 65, says: "checksum") {
      try $0.write("records/100.hea", header(checksum: 99))
      try $0.write("records/100.dat", Data(count: 20))
    },
    BadInput("an unknown signal format", prepare, 65, says: "100.hea", "format") {
      try $0.write("records/100.hea", header(format: 999))
      try $0.write("records/100.dat", Data(count: 20))
    },
    BadInput("more samples than there can be", prepare, 65, says: "100.") {
      try $0.write("records/100.hea", header(samples: "9223372036854775807"))
      try $0.write("records/100.dat", Data(count: 20))
    },
    BadInput("no annotations", prepare, 66, says: "100.atr: there is no such file") {
      try $0.write("records/100.hea", header())
      try $0.write("records/100.dat", Data(count: 20))
    },
    BadInput("an annotation past the end", prepare, 65, says: "100.atr", "sample 50") {
      try $0.write("records/100.hea", header())
      try $0.write("records/100.dat", Data(count: 20))
      // A normal beat (code 1) 50 samples after the start, then the end.
      try $0.write("records/100.atr", Data([50, 1 << 2, 0, 0]))
    },
    BadInput("truncated annotations", prepare, 65, says: "100.atr") {
      try $0.write("records/100.hea", header())
      try $0.write("records/100.dat", Data(count: 20))
      try $0.write("records/100.atr", Data([5, 1 << 2, 0]))
    },
    BadInput("a record of another database", prepare, 65, says: "100.", "version 1.0.0") {
      try $0.write("records/100.hea", header())
      try $0.write("records/100.dat", Data(count: 20))
      try $0.write("records/100.atr", Data([5, 1 << 2, 0, 0]))
    },
  ]

  private static let prepare = "prepare mitdb records --output new --threads 1"

  /// A header of one signal of ten samples, all zero.
  private static func header(
    samples: String = "10", format: Int = 16, checksum: Int = 0
  ) -> String {
    "100 1 360 \(samples)\n100.dat \(format) 200 11 0 0 \(checksum) 0 MLII\n"
  }
}
