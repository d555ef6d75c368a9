import Foundation

extension BadInput {
  /// Beats that are not what they should be.
  static let beats: [BadInput] = [
    BadInput("a missing file", "\(train) --data none.csv", 66, says: "none.csv", "no such file"),
    BadInput(
      "a folder for a file", "classify --model model.safetensors folder", 66,
      says: "folder: expected a file, found a folder"
    ) { try $0.make("folder") },
    BadInput(
      "a folder without data", "\(train) --data folder", 66, says: "folder: expected",
      "found neither"
    ) { try $0.make("folder") },
    BadInput("no data anywhere", train, 66, says: "found neither", "physionet.org", "--data"),
    BadInput("an empty file", "\(train) --data bad.csv", 65, says: "bad.csv", "found an empty file")
    {
      try $0.write("bad.csv", "")
    },
    BadInput("a header alone", "\(train) --data bad.csv", 65, says: "found a header alone") {
      try $0.write("bad.csv", (0..<188).map { "c\($0)" }.joined(separator: ",") + "\n")
    },
    BadInput("a binary file", "\(train) --data bad.csv", 65, says: "byte 0", "expected CSV text") {
      try $0.write("bad.csv", Data([0, 1, 2, 3, 255, 254]))
    },
    changed("a ragged row", says: "line 4: expected 188 columns, found 187") { $0.removeLast() },
    changed("text in a number", says: "line 4: column 8", "found \"abc\"") { $0[7] = "abc" },
    changed("not a number", says: "line 4: column 8", "found \"nan\"") { $0[7] = "nan" },
    changed("an infinite value", says: "line 4: column 8", "found \"inf\"") { $0[7] = "inf" },
    changed("label 7", says: "line 4: column 188", "found \"7\"") { $0[187] = "7" },
    changed("label 1.5", says: "line 4: column 188", "found \"1.5\"") { $0[187] = "1.5" },
    changed("label −1", says: "line 4: column 188", "found \"-1\"") { $0[187] = "-1" },
    BadInput(
      "the wrong number of columns", "\(train) --data bad.csv", 65,
      says: "expected 187 samples and a label, found 4 columns"
    ) { try $0.write("bad.csv", "0.1,0.2,0.3,0\n0.2,0.1,0.3,1\n") },
    BadInput(
      "beats of another length than the model's", "classify --model model.safetensors bad.csv", 65,
      says: "expected 187 samples, with or without a label, found 3 columns", "wants its rate"
    ) { try $0.write("bad.csv", "0.1,0.2,0.3\n") },
    BadInput(
      "a model for beats", "\(train) --data model.safetensors", 65,
      says: "model.safetensors: expected beats, found a safetensors file of something else"),
    BadInput(
      "half a file of beats", "\(train) --data bad.safetensors", 65,
      says: "bad.safetensors: byte 0", "write it again"
    ) { try $0.write("bad.safetensors", Data([100, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x22])) },
    BadInput(
      "text in the numbers to be mapped", "prepare csv bad.csv --output new.safetensors", 65,
      says: "bad.csv: line 4: column 8", "found \"abc\""
    ) { try $0.write("bad.csv", Samples.beats(row: 4) { $0[7] = "abc" }) },
    BadInput(
      "PTB beats", "\(train) --data folder", 65, says: "ptbdb_normal.csv", "found those of PTB"
    ) {
      try $0.write("folder/ptbdb_normal.csv", Samples.beats)
      try $0.write("folder/ptbdb_abnormal.csv", Samples.beats)
    },
    BadInput(
      "test beats alone to train with", "\(train) --data folder", 66, says: "found test beats alone"
    ) { try $0.write("folder/mitbih_test.csv", Samples.beats) },
  ]

  static let train = "train --output new.safetensors"

  /// Beats with one row changed.
  private static func changed(
    _ name: String, says words: String..., change: @escaping @Sendable (inout [String]) -> Void
  ) -> BadInput {
    BadInput(name, "\(train) --data bad.csv", 65, words: words) {
      try $0.write("bad.csv", Samples.beats(row: 4, change))
    }
  }
}
