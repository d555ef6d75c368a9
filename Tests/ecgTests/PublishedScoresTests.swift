import ECGClassifier
import ECGTestSupport
import Foundation
import Testing

/// The scores in the card of the recordings' classifier, and the way from file to file:
/// `ecg classify` finds and classifies beats, `ecg compare` sets them against the experts'.
@Suite(.hangLimit) struct PublishedScoresTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../docs/pretrained").standardizedFileURL

  /// The card's first table is what `ecg evaluate inter-patient` wrote.
  @Test func theCardTellsWhatWasMeasured() throws {
    let rows = try String(
      contentsOf: Self.folder.appending(path: "recordings.csv"), encoding: .utf8
    )
    .split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    func scores(_ head: [String]) throws -> [Substring] {
      try #require(rows.first { $0.prefix(5).elementsEqual(head, by: ==) })
    }
    let card = try String(contentsOf: Self.folder.appending(path: "recordings.md"), encoding: .utf8)
    let contexts = [
      "(causal)": "before", "(one beat late)": "after", "(online)": "families",
      "the whole record": "record",
    ]
    let lines = card.split(separator: "\n").filter {
      $0.hasPrefix("| one, ") || $0.hasPrefix("| both, ")
    }
    #expect(lines.count == 16)
    for line in lines {
      let context = try #require(contexts.first { line.contains($0.key) }?.value)
      let leads = line.hasPrefix("| one") ? "one" : "all"
      let beats = line.contains("annotated") ? "annotated" : "detected"
      var expected: [Double] = []
      for part in ["44 records cross-validated", "DS2"] {
        let all = try scores([context, leads, beats, part, "all"])
        // Accuracy, jκ, F1 of S and of V.
        expected += try [5, 8, 14, 17].map { try #require(Double(all[$0])) }
        expected.append(
          try #require(Double(try scores([context, leads, beats, part, "all but 232"])[14])))
      }
      let told = line.split(separator: "|").compactMap {
        Double($0.trimmingCharacters(in: .whitespaces))
      }
      #expect(told.count == expected.count)
      for (told, expected) in zip(told, expected) { #expect(abs(told - expected) <= 0.0005001) }
    }
  }

  /// The card is of the file that is part of the program.
  @Test func theCardIsOfTheEmbeddedFile() throws {
    let card = try String(contentsOf: Self.folder.appending(path: "recordings.md"), encoding: .utf8)
    let told = try #require(card.firstMatch(of: /\| File \| ([0-9,]+) bytes/)?.1)
    #expect(Int(told.filter { $0 != "," }) == RecordingClassifier.pretrainedFile.count)
  }

  /// Records that the classifier has learnt from: whatever falls short here has lost its way
  /// between the files.
  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
  func filesAreClassifiedAsTheyWereLearnt() throws {
    let mitdb = try #require(RealData.mitdb).path
    try withTemporaryFolder { url in
      let ecg = Command(folder: url)
      for record in ["119", "209", "232", "233"] {
        let outcome = try ecg("classify", "\(mitdb)/\(record)", "--output", "out")
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
      let outcome = try ecg(
        "compare", mitdb, "out", "--test-annotator", "blm", "--map", "literature", "--from", "0",
        "--json")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let document = try ExactJSON.object(with: Data(outcome.output.utf8))
      let total = try #require((document as? [String: Any])?["total"] as? [String: Any])
      let classes = try #require(total["classes"] as? [String: [String: Any]])
      for symbol in ["N", "S", "V"] {
        #expect(try #require(classes[symbol]?["f1"] as? Double) > 0.9, "\(symbol)")
      }
    }
  }
}
