import Foundation
import ECGTestSupport
import Testing

/// `ecg train recordings`, from records that are made up.
@Suite(.hangLimit) struct TrainRecordingsTests {
  private let quick = ["--rounds", "10", "--members", "1", "--seed", "3"]

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try ExactJSON.object(with: Data(text.utf8)) as? [String: Any])
  }

  private func inFolder(_ body: (URL, Command) throws -> Void) throws {
    try withTemporaryFolder { url in
      for (seed, name) in ["a", "b", "c", "d"].enumerated() {
        try AnnotatedSample(seed: UInt64(seed + 1)).write("data/\(name)", to: url)
      }
      try body(url, Command(folder: url))
    }
  }

  /// The model that is made is the one that is asked afterwards, the same on any number of threads.
  @Test func modelsAreMadeAndAsked() throws {
    try inFolder { url, ecg in
      let made = try ecg(
        ["train", "recordings", "data", "--output", "m.safetensors", "--threads", "2"] + quick)
      #expect(made.status == 0, "\(made.errors)")
      #expect(made.output.contains("cross-validated by patient"))
      #expect(made.errors.contains("4 records, each taken for a patient of its own"))
      let again = try ecg(
        ["train", "recordings", "data", "--output", "n.safetensors", "--threads", "1", "--json"]
          + quick)
      let document = try json(again.output)
      #expect(document["records"] as? [String] == ["a", "b", "c", "d"])
      #expect((document["crossValidation"] as? [String: Any])?["total"] != nil)
      let (first, second) = (
        try Data(contentsOf: url.appending(path: "m.safetensors")),
        try Data(contentsOf: url.appending(path: "n.safetensors"))
      )
      #expect(first == second)
      let asked = try ecg("classify", "data/a", "--model", "m.safetensors", "--json")
      #expect(asked.status == 0, "\(asked.errors)")
      let info = try ecg("model-info", "m.safetensors")
      #expect(info.status == 0, "\(info.errors)")
      #expect(info.output.contains("4 records: a, b, c, d") && info.output.contains("10 rounds"))
      let told = try json(try ecg("model-info", "m.safetensors", "--json").output)
      #expect(told["seed"] as? Int == 3 && told["records"] as? [String] == ["a", "b", "c", "d"])
      let own = try json(try ecg("model-info", "--recordings", "--json").output)
      #expect((own["records"] as? [String])?.count == 44)
      let refused = try ecg("train", "recordings", "data", "--output", "m.safetensors")
      #expect(refused.status == 73)
    }
  }

  /// In whatever order they are named, and however often.
  @Test func orderDoesNotMatter() throws {
    try inFolder { url, ecg in
      let orders = [["data/a", "data/b", "data/c"], ["data/c", "data/b.hea", "data/a", "data/c"]]
      let models = try orders.enumerated().map { number, records in
        let path = "\(number).safetensors"
        let made = try ecg(["train", "recordings"] + records + ["--output", path] + quick)
        #expect(made.status == 0, "\(made.errors)")
        return try Data(contentsOf: url.appending(path: path))
      }
      #expect(models[0] == models[1])
    }
  }

  /// What a table of patients leaves out, or names in vain, and what nothing can be
  /// learnt of, is said.
  @Test func whatIsLeftOutIsSaid() throws {
    try inFolder { url, ecg in
      func patients(_ text: String) throws {
        try Data(text.utf8).write(to: url.appending(path: "patients.csv"))
      }
      func train() throws -> Command.Outcome {
        try ecg(
          ["train", "recordings", "data", "--patients", "patients.csv"]
            + ["--output", "m.safetensors", "--force"] + quick)
      }
      try patients("record,patient\na,x\nb,y\nz,y\n")
      let some = try train()
      #expect(some.status == 0, "\(some.errors)")
      #expect(some.errors.contains("patients.csv names records that are not there: z."))
      #expect(some.errors.contains("data/c, data/d"))
      try patients("record,patient,part\na,x,test\nb,y,test\n")
      let none = try train()
      #expect(none.status == 65)
      #expect(none.errors.contains("patients.csv: expected records to train with"))
    }
  }

  /// What the options change is in the model; records and patients are those of the lists.
  @Test func optionsCount() throws {
    try inFolder { url, ecg in
      try Data("a\nb\nd\n".utf8).write(to: url.appending(path: "data/some.txt"))
      try Data("record,patient,part\na,x,train\nb,x,train\nd,y,test\n".utf8)
        .write(to: url.appending(path: "patients.csv"))
      let made = try ecg(
        ["train", "recordings", "data/some.txt", "--patients", "patients.csv", "--json"]
          + ["--recipe", "causal", "--output", "m.safetensors", "--epochs", "7"]
          + ["--members", "1", "--leaves", "4"])
      #expect(made.status == 0, "\(made.errors)")
      #expect(made.errors.contains("All records are of one patient"))
      let document = try json(made.output)
      #expect(document["records"] as? [String] == ["a", "b"] && document["patients"] as? Int == 1)
      let test = try #require(document["test"] as? [String: Any])
      #expect((test["records"] as? [[String: Any]])?.map { $0["name"] as? String } == ["d"])
      let info = try ecg("classify", "data/d", "--model", "m.safetensors")
      #expect(info.status == 0, "\(info.errors)")
      let bytes = try Data(contentsOf: url.appending(path: "m.safetensors"))
      let text = String(decoding: bytes.prefix(3000), as: UTF8.self)
      #expect(text.contains(#"\"context\":\"before\""#) && text.contains(#"\"rounds\":7"#))
      #expect(text.contains(#"\"leaves\":4"#))
    }
  }
}
