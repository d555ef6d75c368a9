import ECGDatasets
import ECGFiles
import Foundation
import ECGTestSupport
import Testing

/// The task of two classes, from files of exactly Kaggle's form.
@Suite(.hangLimit) struct InfarctionCommandTests {
  /// Writes `ptbdb_normal.csv` and `ptbdb_abnormal.csv`: 188 columns as `%.18e`, no header.
  private func writePair(to folder: URL) throws {
    let beats = SyntheticBeats(seed: 5, task: .infarction).dataset(counts: [40, 80])
    for (name, rows) in [("normal", 0..<40), ("abnormal", 40..<120)] {
      var file = try OutputFile(path: folder.appending(path: "ptbdb_\(name).csv").path)
      try KaggleCSVWriter().write(beats.selecting(Array(rows)), to: &file)
      try file.commit()
    }
  }

  @Test func aPairRunsWithoutAnyOtherArgument() throws {
    try withTemporaryFolder { url in
      try writePair(to: url)
      let outcome = try Command(folder: url)("run", "--task", "infarction")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("ptbdb_normal.csv and "))
      #expect(outcome.output.contains("Kaggle gives no test part for PTB"))
      let metrics = try #require(
        try ExactJSON.object(
          with: Data(contentsOf: url.appending(path: "out/metrics.json"))) as? [String: Any])
      #expect(metrics["task"] as? String == "infarction")
      let report = try String(contentsOf: url.appending(path: "out/report.html"), encoding: .utf8)
      #expect(report.contains("myocardial infarction"))

      #expect(report.contains("sensitivity: myocardial infarction found"))
      #expect(outcome.output.contains("Decision: MI from a probability of "))
      let threshold = try #require(metrics["threshold"] as? Double)

      let command = Command(folder: url)
      let model = "out/model.safetensors"
      let evaluation = try command("evaluate", model, "--json")
      #expect(evaluation.status == 0, "\(evaluation.errors)")
      #expect(evaluation.output.contains("\"MI\""))
      let scores = try ExactJSON.object(with: Data(evaluation.output.utf8))
      let binary = (scores as? [String: Any])?["binary"] as? [String: Any]
      #expect(binary?["threshold"] as? Double == threshold)
      #expect(try command("model-info", model).output.contains("Decision"))
      let classified = try command("classify", "--model", model, "ptbdb_abnormal.csv")
      #expect(classified.output.hasPrefix("class,N,MI\n"))
      #expect(classified.output.split(separator: "\n").count == 81)
    }
  }

  @Test func exploreAndSyntheticBeatsKnowTheTask() throws {
    try withTemporaryFolder { url in
      let command = Command(folder: url)
      let made = try command(
        "prepare", "synthetic", "--task", "infarction", "--beats", "60", "--output", "beats.csv")
      #expect(made.status == 0, "\(made.errors)")
      let explored = try command("explore", "--task", "infarction", "--data", "beats.csv")
      #expect(explored.status == 0, "\(explored.errors)")
      #expect(explored.output.contains("MI"))
      // Labels of the other task do not go.
      try writePair(to: url)
      #expect(try command("train", "--output", "m.safetensors").status == 65)
    }
  }

  @Test(.enabled(if: RealData.existing("ptbdb") != nil, "ECG_DATA is not set"))
  func recordsBecomeFilesOfKagglesForm() throws {
    try withTemporaryFolder { url in
      let folder = try #require(RealData.existing("ptbdb")).path
      let command = Command(folder: url)
      let outcome = try command("prepare", "ptbdb", folder, "--output", "data")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.errors.contains("5 of Hypertrophy"))
      let names = ["ptbdb_normal", "ptbdb_abnormal"]
      for (label, name) in names.enumerated() {
        let rows = try String(
          contentsOf: url.appending(path: "data/\(name).csv"), encoding: .utf8
        ).split(separator: "\n")
        #expect(rows.allSatisfy { $0.split(separator: ",").count == 188 })
        let ending = ",\(label).000000000000000000e+00"
        #expect(rows.allSatisfy { $0.hasSuffix(ending) })
        let origins = try String(
          contentsOf: url.appending(path: "data/\(name)_provenance.csv"), encoding: .utf8
        ).split(separator: "\n")
        #expect(origins.count == rows.count + 1)
        #expect(origins[0] == "row,record,patient,diagnosis,sample")
      }
      #expect(try command("prepare", "ptbdb", folder, "--output", "data").status == 73)
      #expect(
        try command("prepare", "ptbdb", folder, "--output", "x", "--lead", "V9").status == 65)
      let explored = try command("explore", "--task", "infarction")
      #expect(explored.status == 0, "\(explored.errors)")
      // Their patients are known.
      let trained = try command(
        "run", "--task", "infarction", "--epochs", "1", "--from", "pretrained", "--freeze",
        "convolutions")
      #expect(trained.status == 0, "\(trained.errors)")
      #expect(trained.output.contains("none of them has beats in both parts"))
      #expect(trained.errors.contains("Begins with convolutions of recipe default, seed 1"))
    }
  }

  @Test(.enabled(if: RealData.existing("ptbdb") != nil, "ECG_DATA is not set"))
  func patientsAreCrossValidated() throws {
    try withTemporaryFolder { url in
      let folder = try #require(RealData.existing("ptbdb")).path
      let arguments =
        "evaluate patient-folds --data '\(folder)' --folds 3 --epochs 1 --output"
      let command = Command(folder: url)
      let outcome = try command.shell("$ecg \(arguments) out")
      #expect(outcome.status == 0, "\(outcome.errors)")
      if MPI.launcher != nil {
        let shared = try command.shell("\(MPI.setting)\nmpirun -n 2 $ecg \(arguments) shared --mpi")
        #expect(shared.status == 0 && shared.output == outcome.output, "\(shared.errors)")
        for name in ["patient-folds.csv", "patient-folds.json"] {
          #expect(
            try Data(contentsOf: url.appending(path: "shared/\(name)"))
              == Data(contentsOf: url.appending(path: "out/\(name)")))
        }
      }
      for words in ["Split by patient, scored by beat: 563", "fine-tuned", "are few", "ROC-AUC"] {
        #expect(outcome.output.contains(words))
      }
      let report = try String(contentsOf: url.appending(path: "out/report.html"), encoding: .utf8)
      #expect(report.contains("id=\"patients\"") && report.contains("fine-tuned"))
      #expect(report.contains("PTB Diagnostic ECG Database") && !report.contains("MIT-BIH"))
      let rows = try String(
        contentsOf: url.appending(path: "out/patient-folds.csv"), encoding: .utf8
      ).split(separator: "\n")
      #expect(rows.count == 1 + 6 * 27)
      let json =
        try ExactJSON.object(
          with: Data(contentsOf: url.appending(path: "out/patient-folds.json"))) as? [String: Any]
      #expect((json?["lines"] as? [Any])?.count == 6)
    }
  }

  /// Each process trains some of the networks: other options in one of them would mix two
  /// studies in one table.
  @Test(
    .needsMPI,
    arguments: [
      ("--epochs", "1", "2", "recipe"), ("--seed", "1", "2", "seed"),
      ("--folds", "2", "3", "number of folds"),
    ])
  func processesWithOtherOptionsAreRefused(
    _ option: String, _ first: String, _ other: String, _ what: String
  ) throws {
    try withTemporaryFolder { url in
      try writePair(to: url)
      for (name, count) in [("normal", 40), ("abnormal", 80)] {
        let rows = (0..<count).map { "\($0),r\(name)\($0 % 5),\(name)\($0 % 5),x,\($0)" }
        let text = (["row,record,patient,diagnosis,sample"] + rows).joined(separator: "\n") + "\n"
        try Data(text.utf8).write(to: url.appending(path: "ptbdb_\(name)_provenance.csv"))
      }
      let outcome = try Command(folder: url).shell(
        """
        \(MPI.setting)
        mpirun -n 2 sh -c 'value=\(first); [ "${OMPI_COMM_WORLD_RANK:-$PMI_RANK}" = 0 ] || value=\(other)
          exec '"$ecg"' evaluate patient-folds --data . --mpi \(option) $value'
        """)
      #expect(outcome.status == 65, "\(outcome.errors)")
      #expect(
        outcome.errors.contains("process 1: expected the same \(what) as process 0 has"),
        "\(outcome.errors)")
    }
  }
}
