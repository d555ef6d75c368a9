import ECGTestSupport
import Foundation
import Testing

/// Folders of annotated records of any database, as beats and as recordings.
@Suite(.hangLimit) struct AnnotatedFolderTests {
  private func inFolder(_ body: (URL, Command) throws -> Void) throws {
    try withTemporaryFolder { url in
      for (seed, name) in ["one/a", "one/b", "one/c", "two/d"].enumerated() {
        try AnnotatedSample(seed: UInt64(seed + 1)).write(name, to: url)
      }
      try body(url, Command(folder: url))
    }
  }

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try ExactJSON.object(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func foldersAreExploredTrainedOnAndScored() throws {
    try inFolder { url, ecg in
      let data = ["--data", "one", "--data", "two"]
      let explored = try ecg(["explore", "--json"] + data)
      #expect(explored.status == 0, "\(explored.errors)")
      #expect(
        explored.errors.contains("Found 4 records, each taken for a patient of its own")
          && explored.errors.contains("; 360 Hz; lead II; 596 marked"))
      let parts = try json(explored.output)
      #expect(parts["train"] != nil && parts["test"] != nil)
      let trained = try ecg(
        ["train", "beats", "--epochs", "1", "--recipe", "fast", "--output", "m.safetensors"] + data)
      #expect(trained.status == 0, "\(trained.errors)")
      // The model knows the training part, so that the other one is scored.
      let known = try ecg(["evaluate", "m.safetensors"] + data)
      #expect(known.status == 0, "\(known.errors)")
      #expect(!known.errors.contains("All beats are scored"))
      let fresh = try ecg(["evaluate", "beats", "--json"] + data)
      #expect(fresh.status == 0 && fresh.errors.contains("All beats are scored"))
      let run = try ecg(
        ["run", "--offline", "--epochs", "1", "--recipe", "fast", "--output", "out"] + data)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.contains("Patients with about a fifth of the beats"))
    }
  }

  @Test func tablesOfPatientsAndLeadsCount() throws {
    try inFolder { url, ecg in
      try Data("record,patient,part\na,x,train\nb,y,test\n".utf8)
        .write(to: url.appending(path: "patients.csv"))
      let scored = try ecg(
        "evaluate", "--data", "one", "--patients", "patients.csv", "--lead", "V1", "--json")
      #expect(scored.status == 0, "\(scored.errors)")
      #expect(scored.errors.contains("lead V1") && scored.errors.contains("one/c"))
      #expect(try json(scored.output)["beats"] as? Int == 149)
      let lost = try ecg("evaluate", "--data", "one", "--lead", "aVF")
      #expect(lost.status == 65 && lost.errors.contains("no lead 'aVF'"))
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      let pointless = try ecg("evaluate", "--data", "beats.csv", "--lead", "II")
      #expect(
        pointless.status == 64 && pointless.errors.contains("--lead is for annotated records"))
    }
  }

  @Test func recordingsAreScoredRecordByRecord() throws {
    try inFolder { url, ecg in
      let scored = try ecg("evaluate", "recordings", "one", "two/d", "--output", "out")
      #expect(scored.status == 0, "\(scored.errors)")
      #expect(scored.errors.contains("Found 4 records, each taken for a patient of its own"))
      #expect(scored.errors.contains("; 360 Hz; lead II+V1"))
      let names = scored.output.split(separator: "\n").prefix(6).map { $0.prefix { $0 != " " } }
      #expect(names == ["record", "a", "b", "c", "d", "all"])
      let table = try String(contentsOf: url.appending(path: "out/recordings.csv"), encoding: .utf8)
      #expect(table.hasPrefix("record,beats,accuracy,macro_f1,kappa,jkappa,n_se"))
      #expect(table.split(separator: "\n").count == 6 && table.contains("\nall,600,"))
      let document = try json(
        String(contentsOf: url.appending(path: "out/recordings.json"), encoding: .utf8))
      #expect((document["records"] as? [Any])?.count == 4)
      let refused = try ecg("evaluate", "recordings", "one", "--output", "out")
      #expect(refused.status == 73)
      try Data("record,patient,part\na,x,train\nb,y,test\n".utf8)
        .write(to: url.appending(path: "patients.csv"))
      let some = try ecg("evaluate", "recordings", "one", "--patients", "patients.csv")
      #expect(some.status == 0 && some.output.contains("\nb ") && !some.output.contains("\na "))
      let made = try ecg(
        "train", "recordings", "--data", "one", "--rounds", "3", "--members", "1", "--output",
        "r.safetensors")
      #expect(made.status == 0, "\(made.errors)")
      let known = try ecg("evaluate", "recordings", "one", "two", "--model", "r.safetensors")
      #expect(known.errors.contains("flatter it: a, b, c."))
    }
  }
}
