import ECGTestSupport
import Foundation
import Testing

/// What `ecg classify` and `ecg evaluate` say of beats that are not what the model learnt.
@Suite(.hangLimit) struct BeatInputTests {
  /// The beats with every field changed, the label as it is.
  private func beats(_ change: (Double) -> String, separator: String = ",") -> Data {
    let rows = String(decoding: Samples.beats, as: UTF8.self).split(separator: "\n").map { row in
      let fields = row.split(separator: ",")
      return
        (fields.dropLast().map { change(Double($0) ?? .nan) }
        + ["\(Int(Double(fields[fields.count - 1]) ?? -1))"])
        .joined(separator: separator)
    }
    return Data((rows.joined(separator: "\n") + "\n").utf8)
  }

  private func rows(_ outcome: Command.Outcome) -> [Substring] {
    outcome.output.split(separator: "\n")
  }

  @Test func decimalCommasGiveTheSameAnswer() throws {
    try Samples.withBeatsAndModel { url, ecg in
      try beats({ "\($0)" }).write(to: url.appending(path: "points.csv"))
      try beats({ "\($0)".replacing(".", with: ",") }, separator: ";")
        .write(to: url.appending(path: "commas.csv"))
      let points = try ecg("classify", "--model", "model.safetensors", "points.csv")
      let commas = try ecg("classify", "--model", "model.safetensors", "commas.csv")
      #expect(commas.status == 0, "\(commas.errors)")
      #expect(rows(commas).count > 100)
      #expect(commas.output == points.output)
    }
  }

  @Test("files of beats are classified one at a time, which is told")
  func severalFiles() throws {
    try Samples.withBeatsAndModel { url, ecg in
      try beats({ "\($0)" }).write(to: url.appending(path: "more.csv"))
      let several = try ecg("classify", "beats.csv", "more.csv", "--output", "out")
      #expect(several.status == 64 && several.errors.contains("one file at a time"))
      #expect(!FileManager.default.fileExists(atPath: url.appending(path: "out").path))
      // With a rate they are recordings, which these are not.
      let recordings = try ecg(
        "classify", "beats.csv", "more.csv", "--output", "out", "--rate", "125")
      #expect(recordings.status == 65 && recordings.errors.contains("2 of 2 recordings failed"))
    }
  }

  @Test func labelsAreLeftUnread() throws {
    try Samples.withBeatsAndModel { url, ecg in
      try Samples.beats(row: 3) { $0[187] = "N" }.write(to: url.appending(path: "letter.csv"))
      let letter = try ecg("classify", "--model", "model.safetensors", "letter.csv")
      #expect(letter.status == 0, "\(letter.errors)")
      let plain = try ecg("classify", "--model", "model.safetensors", "beats.csv")
      #expect(letter.output == plain.output)
    }
  }

  @Test(arguments: ["classify --model model.safetensors", "evaluate model.safetensors --data"])
  func anotherScaleIsSaid(_ command: String) throws {
    try Samples.withBeatsAndModel { url, ecg in
      try beats({ "\($0 * 255)" }).write(to: url.appending(path: "large.csv"))
      let arguments = command.split(separator: " ").map(String.init)
      let plain = try ecg(arguments + ["large.csv"])
      #expect(plain.status == 0)
      #expect(plain.errors.contains("beats have samples outside 0 \u{2026} 1"), "\(plain.errors)")
      #expect(plain.errors.contains("--rescale"))
      let rescaled = try ecg(arguments + ["large.csv", "--rescale"])
      #expect(rescaled.status == 0)
      #expect(!rescaled.errors.contains("outside 0"), "\(rescaled.errors)")
      let scaled = try ecg(arguments + ["beats.csv"])
      #expect(!scaled.errors.contains("outside 0"))
    }
  }

  @Test func labelsOfAnotherTaskAreSaid() throws {
    try Samples.withBeatsAndModel { url, ecg in
      try Samples.infarctions.write(to: url.appending(path: "ptb.csv"))
      let outcome = try ecg("evaluate", "model.safetensors", "--data", "ptb.csv")
      #expect(
        outcome.errors.contains("labels look like those of the task infarction"),
        "\(outcome.errors)")
    }
  }
}
