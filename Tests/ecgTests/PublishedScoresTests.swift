import ECGBeats
import Foundation
import TestSupport
import Testing

/// The scores in the card of the recordings' classifier, from file to file: `ecg classify` finds and
/// classifies the beats of DS2, `ecg compare` sets them against the experts'.
@Suite(.hangLimit) struct PublishedScoresTests {
  /// Processors for which the BLAS has other kernels round otherwise, and tip a few beats.
  private static let tolerance = 0.005

  /// The line of the pretrained classifier in the card's second table, that of detected beats.
  private func published() throws -> [Double] {
    let card = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../docs/pretrained/recordings.md").standardizedFileURL
    let lines = try String(contentsOf: card, encoding: .utf8).split(separator: "\n")
      .filter { $0.hasPrefix("| **the next beat (one beat late)** |") }
    try #require(lines.count == 5)
    return lines[1].split(separator: "|").compactMap {
      Double($0.trimmingCharacters(in: .whitespaces))
    }
  }

  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
  func theCardsScoresAreThoseOfTheCommands() throws {
    let mitdb = try #require(RealData.mitdb).path
    let expected = try published()
    try #require(expected.count == 12)
    try withTemporaryFolder { url in
      let ecg = Command(folder: url)
      for record in InterPatientRecords.test {
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
      // accuracy, macro-F1, kappa, jκ, F1 of N; sensitivity, predictivity and F1 of S and V; F1 of F.
      var found = ["accuracy", "cohensKappa", "jKappaIndex"].map { total[$0] as? Double }
      found += ["N", "S", "V", "F"].map { classes[$0]?["f1"] as? Double }
      for (value, place) in zip(found, [0, 2, 3, 4, 7, 10, 11]) {
        #expect(abs(try #require(value) - expected[place]) < Self.tolerance, "column \(place)")
      }
    }
  }
}
