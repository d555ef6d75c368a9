import ECGTestSupport
import Foundation
import Testing

/// Beats of another length than Kaggle's: `--samples`.
@Suite(.hangLimit) struct BeatLengthTests {
  /// The beats without the last of their samples, 180 of them and a label.
  private static let shorter: Data = {
    let rows = String(decoding: Samples.beats, as: UTF8.self).split(separator: "\n").map { row in
      let fields = row.split(separator: ",")
      return (fields.prefix(180) + fields.suffix(1)).joined(separator: ",")
    }
    return Data((rows.joined(separator: "\n") + "\n").utf8)
  }()

  private func inFolder(_ body: (Command) throws -> Void) throws {
    try withTemporaryFolder { url in
      try Self.shorter.write(to: url.appending(path: "short.csv"))
      try body(Command(folder: url))
    }
  }

  @Test("they are trained on, scored and classified where their length is said")
  func trained() throws {
    try inFolder { ecg in
      let trained = try ecg(
        "train", "beats", "--data", "short.csv", "--samples", "180", "--recipe", "fast", "--epochs",
        "1", "--output", "m.safetensors")
      #expect(trained.status == 0, "\(trained.errors)")
      let info = try ecg("model-info", "m.safetensors", "--json")
      #expect(info.output.contains("\"samplesPerBeat\" : 180"))
      let scored = try ecg("evaluate", "m.safetensors", "--data", "short.csv")
      #expect(scored.status == 0 && scored.output.contains("macro average"), "\(scored.errors)")
      let classified = try ecg("classify", "--model", "m.safetensors", "short.csv")
      #expect(classified.status == 0, "\(classified.errors)")
      #expect(classified.output.split(separator: "\n").count > 100)
    }
  }

  @Test("a file of another length is refused with the way out")
  func refused() throws {
    try inFolder { ecg in
      let train = ["train", "beats", "--data", "short.csv", "--output", "m.safetensors"]
      let unsaid = try ecg(train)
      #expect(unsaid.status == 65)
      #expect(unsaid.errors.contains("expected 187 samples and a label, found 181 columns"))
      #expect(unsaid.errors.contains("say so, as in --samples 250"))
      let wrong = try ecg(train + ["--samples", "181"])
      #expect(wrong.status == 65)
      #expect(wrong.errors.contains("expected 181 samples and a label, found 181 columns"))
      // A model takes its own length, which nobody chooses.
      let model = try ecg("evaluate", "--data", "short.csv")
      #expect(model.status == 65)
      #expect(model.errors.contains("takes beats of 187 samples alone"))
      #expect(!model.errors.contains("--samples"))
      // Nor is there a choice where beats have a patient.
      let folds = try ecg("evaluate", "patient-folds", "--data", "short.csv")
      #expect(folds.status == 65 && folds.errors.contains("expected 187 samples and a label"))
      #expect(!folds.errors.contains("--samples"))
    }
  }

  @Test("prepared beats keep their length")
  func prepared() throws {
    try inFolder { ecg in
      let unsaid = try ecg("prepare", "csv", "short.csv", "--output", "short.safetensors")
      #expect(unsaid.status == 65 && unsaid.errors.contains("--samples"))
      let prepared = try ecg(
        "prepare", "csv", "short.csv", "--samples", "180", "--output", "short.safetensors")
      #expect(prepared.status == 0, "\(prepared.errors)")
      let shown = try ecg("explore", "--data", "short.safetensors", "--json")
      #expect(shown.output.contains("\"samplesPerBeat\" : 180"), "\(shown.output)")
    }
  }

  @Test("beats that are cut from records have one length")
  func records() throws {
    try withTemporaryFolder { url in
      try AnnotatedSample(seed: 1).write("records/a", to: url)
      let train = ["train", "beats", "--data", "records", "--output", "m.safetensors"]
      let refused = try Command(folder: url)(train + ["--samples", "180"])
      #expect(refused.status == 64)
      #expect(refused.errors.contains("--samples is for files of beats, found records"))
    }
  }
}
