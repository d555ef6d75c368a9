import ECGTestSupport
import Foundation
import Testing

/// `ecg cross-validate` and `ecg learning-curve`.
@Suite(.hangLimit) struct StudyCommandTests {
  private func names(in url: URL) -> Set<String> {
    Set((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? [])
  }

  @Test func beatsAreCrossValidated() throws {
    try withTemporaryFolder { url in
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      let arguments = [
        "cross-validate", "fast", "--data", "beats.csv", "--epochs", "1", "--folds", "2",
        "--output", "out",
      ]
      let command = Command(folder: url)
      let outcome = try command(arguments + ["--by", "beat", "--json"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let document = try #require(
        try ExactJSON.object(with: Data(outcome.output.utf8)) as? [String: Any])
      #expect(document["beats"] as? Int == 110 && document["folds"] as? Int == 2)
      #expect(
        names(in: url.appending(path: "out")) == [
          "cross-validation.csv", "cross-validation.json", "trials",
        ])
      // Nobody knows whose beats they are.
      let byPatient = try command(arguments)
      #expect(byPatient.status == 65)
      #expect(byPatient.errors.contains("expected beats whose patients are known"))
    }
  }

  @Test func learningCurvesAreDrawn() throws {
    try withTemporaryFolder { url in
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      let outcome = try Command(folder: url)(
        "learning-curve", "fast", "--data", "beats.csv", "--epochs", "1", "--sizes", "0.5,1",
        "--output", "out")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("validation beats, the same for all"))
      let left = names(in: url.appending(path: "out"))
      #expect(left.isSuperset(of: ["learning-curve.csv", "learning-curve.json", "trials"]))
      if left.contains("learning-curve.svg") {
        let svg = try String(
          contentsOf: url.appending(path: "out/learning-curve.svg"), encoding: .utf8)
        #expect(
          ["Scores by the number of beats", "beats in training", "accuracy"].allSatisfy(
            svg.contains))
      }
    }
  }

  @Test(arguments: [
    ("cross-validate fast --folds 1", "--folds: expected a number from 2"),
    ("cross-validate fast --by heart", "--by"),
    ("cross-validate fast --by beat --by beat", "--by: expected each division once"),
    ("learning-curve fast --sizes 0.5,2", "--sizes: expected numbers above 0 and up to 1"),
    ("learning-curve fast --sizes 0.5,", "--sizes: expected numbers above 0 and up to 1"),
    (
      "cross-validate fast --epochs 1 --set epochs=2",
      "expected either --epochs or --set epochs=…, found both"
    ),
    (
      "learning-curve fast --epochs 1 --set epochs=2",
      "expected either --epochs or --set epochs=…, found both"
    ),
    ("learning-curve fast --set validation.share=0", "validation.share: expected a number above 0"),
  ]) func wrongTurnsAreTold(arguments: String, words: String) throws {
    try withTemporaryFolder { url in
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      let outcome = try Command(folder: url)(
        arguments.split(separator: " ").map(String.init)
          + ["--data", "beats.csv", "--output", "out"])
      #expect(outcome.status == 64, "\(outcome.errors)")
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
      #expect(Set(contents(of: url).keys) == ["beats.csv"])
    }
  }
}
