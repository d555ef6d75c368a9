import Foundation

extension BadInput {
  /// Records and options that `detect` cannot use.
  static let detection: [BadInput] = [
    BadInput("no record", "detect rhythm", 66, says: "rhythm.hea: there is no such file"),
    BadInput("an unknown lead", "detect rhythm --lead aVR", 65, says: "aVR", "found MLII, V1") {
      try SampleRecord().write("rhythm", to: $0.url)
    },
    BadInput("a record without signals", "detect empty", 65, says: "empty.hea", "signal") {
      try $0.write("empty.hea", "empty 0 360 1000\n")
    },
    BadInput("too few samples a second", "detect rhythm", 65, says: "from 50 to 100000 Hz") {
      try SampleRecord(rate: 20).write("rhythm", to: $0.url)
    },
    BadInput("existing annotations", "detect rhythm --output out", 73, says: "exists already") {
      try SampleRecord().write("rhythm", to: $0.url)
      try $0.write("out/rhythm.qrs", "mine")
    },
    BadInput("a file for the folder", "detect rhythm --output beats.csv", 73, says: "beats.csv") {
      try SampleRecord().write("rhythm", to: $0.url)
    },
    BadInput("no record named", "detect", 64, says: "<record>"),
  ]
}
