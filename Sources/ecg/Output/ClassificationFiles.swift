import ECGAnalysis
import ECGClassifier
import ECGFiles
import ECGParallel
import ECGRecordings
import ECGReports

/// The files that are written of a classified recording.
struct ClassificationFiles {
  /// The annotations; nil where the beats are those of annotations, which are not written anew:
  /// what else somebody noted in them would be lost.
  let annotations: String?
  let document, page, list: String

  /// The suffix of the annotations.
  private static let suffix = "blm"

  /// - Parameters:
  ///   - base: the path that endings are added to.
  ///   - isLabelled: whether classes are those of annotations.
  init(base: String, isLabelled: Bool) {
    annotations = isLabelled ? nil : "\(base).\(Self.suffix)"
    (document, page, list) = ("\(base).json", "\(base).html", "\(base).\(Self.suffix).csv")
  }

  var paths: [String] { [annotations, document, page, list].compactMap { $0 } }

  /// Writes annotations, document, page and table.
  ///
  /// - Throws: `FileError`.
  func write(_ analysis: RecordingAnalysis, overwrite: Bool, threads: Int) throws {
    if let annotations {
      try analysis.classified.annotations.write(to: annotations, overwrite: overwrite)
    }
    let texts: [(path: String, text: @Sendable () throws -> String)] = [
      (document, { try JSONText(analysis.summary).text }),
      (page, { try RecordingReport(of: analysis, version: Version.current).page() }),
      (list, { BeatTable(analysis.classified).csv }),
    ]
    let made = try ParallelWork.map(texts, threads: threads) { try $0.text() }
    for (file, text) in zip(texts, made) {
      try OutputFile.write(text, to: file.path, overwrite: overwrite)
    }
  }
}
