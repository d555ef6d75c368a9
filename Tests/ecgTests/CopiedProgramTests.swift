import ECGRecordings
import ECGTestSupport
import Foundation
import Testing

/// `ecg` copied to another folder, without what lay beside it.
@Suite(.hangLimit) struct CopiedProgramTests {
  /// A line for each subcommand, in an order in which each finds what it works on.
  private static let lines = [
    "prepare synthetic --beats 200 --output made.csv",
    "prepare csv beats.csv --output beats.safetensors",
    "prepare ptbdb ptb --output ptb-beats",
    "explore --data beats.csv --output explored",
    "train beats --data beats.csv --epochs 1 --recipe fast --output model.safetensors",
    "train beats --data beats.csv --epochs 1 --recipe fast --seed 5 --output other.safetensors",
    "ensemble model.safetensors other.safetensors --data beats.csv --output both.safetensors",
    "train recordings annotated --rounds 10 --members 1 --output recordings.safetensors",
    "recipe list",
    "recipe show fast",
    "recipe check fast",
    "recipe schema",
    "sweep fast --data beats.csv --epochs 1 --grid batchSize=32,64 --output swept",
    "cross-validate fast --data beats.csv --epochs 1 --folds 2 --by beat --output validated",
    "learning-curve fast --data beats.csv --epochs 1 --sizes 0.5,1 --output curve",
    "evaluate beats --data beats.csv --output evaluated",
    "evaluate recordings annotated --output scored",
    "evaluate patient-folds --data ptb-beats --folds 2 --epochs 1 --output folds",
    "detect annotated/a --output annotated",
    "classify annotated/a --output annotated",
    "classify data/rhythm --output recording",
    "classify beats.csv --output classified",
    "classify annotated --output results",
    "summarize results --output summary",
    "compare annotated/a.atr annotated/a.qrs --from 0",
    "compare-rhythm data/rhythm.atr recording/rhythm.blm --from 0",
    "live --rate 130 < samples",
    "run --offline --data beats.csv --epochs 1 --recipe fast --output runs/one",
    "run --offline --data beats.csv --epochs 2 --recipe fast --output runs/two",
    "runs list runs",
    "runs compare runs/one runs/two",
    "model-info model.safetensors",
    "model-info recordings.safetensors",
    "export model.safetensors --format onnx --output model.onnx",
    "import model.onnx --classes N,S,V,F,Q --scaling none --output imported.safetensors",
    "doctor",
    "--help",
    "--version",
  ]

  /// Four patients of PTB, by the table that may lie beside the records.
  private func writePTB(to folder: URL) throws {
    for name in ["h", "i", "j", "k"] {
      try SampleRecord(leads: ["ii", "V1"]).write(name, to: folder)
    }
    try Data(
      """
      record,patient,reason_for_admission
      h,p1,Healthy control
      i,p2,Myocardial infarction
      j,p3,Healthy control
      k,p4,Myocardial infarction

      """.utf8
    ).write(to: folder.appending(path: "labels.csv"))
  }

  /// Half a minute at 130 Hz.
  private static let samples = (0..<3900).map { index in
    let phase = (Double(index) / 130).remainder(dividingBy: 0.8)
    return "\(exp(-phase * phase / 0.0004) + Double(index * index % 7) / 500)\n"
  }.joined()

  @Test func everyCommandWorksWithoutTheBuildFolder() throws {
    try withTemporaryFolder { folder in
      let program = try CopiedProgram(of: Command.program, in: folder)
      #expect(try !program.looksForResources)
      try SampleRecord().write("rhythm", to: folder.appending(path: "data"))
      let rhythms = [(0, "(N"), (1000, "(AFIB")].map {
        Annotation(sample: $0, symbol: "+", aux: $1)
      }
      try AnnotationFile(annotations: rhythms)
        .write(to: folder.appending(path: "data/rhythm.atr").path)
      try writePTB(to: folder.appending(path: "ptb"))
      for (seed, name) in ["a", "b", "c", "d"].enumerated() {
        try AnnotatedSample(seed: UInt64(seed + 1)).write("annotated/\(name)", to: folder)
      }
      try Samples.beats.write(to: folder.appending(path: "beats.csv"))
      try Data(Self.samples.utf8).write(to: folder.appending(path: "samples"))
      let server = try FaultyServer(DownloadCommandTests.database(records: 1, size: 1000))
      defer { server.stop() }
      // MIT-BIH's records are the one thing that cannot be made up: without them these say what
      // they lack, and with them the second takes long.
      let records = RealData.mitdb?.path ?? "annotated"
      let mitdb = "prepare mitdb '\(records)' --output mitdb-beats"
      let interPatient = "evaluate inter-patient --data annotated"
      let lines =
        Self.lines + ["download mitdb --mirror \(server.url)", mitdb, interPatient]

      let ecg = Command(folder: folder, program: program.url)
      for subcommand in try Subcommands.all(of: ecg) {
        let words = subcommand.joined(separator: " ")
        #expect(
          lines.contains { $0 == words || $0.hasPrefix(words + " ") }, "no line for ecg \(words)")
      }
      for line in lines {
        let outcome = try ecg.shell("$ecg \(line)")
        if line == interPatient || line == mitdb && RealData.mitdb == nil {
          #expect(outcome.status == 66 && outcome.errors.contains("annotated"), "\(outcome.errors)")
        } else {
          #expect(outcome.status == 0, "\(line): \(outcome.errors)")
        }
      }
      let pages = [
        "explored/report.html", "recording/rhythm.html", "evaluated/report.html",
        "runs/one/report.html",
      ]
      for page in pages {
        let text = try String(contentsOf: folder.appending(path: page), encoding: .utf8)
        #expect(text.contains("--class-V") && text.contains("</html>"), "\(page)")
      }
    }
  }
}
