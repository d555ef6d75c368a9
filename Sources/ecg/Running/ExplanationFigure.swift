import ArgumentParser
import ECGDatasets
import ECGClassifier
import ECGFiles
import ECGReports
import Foundation
import ECGNeuralNetwork

/// The file in which `classify` draws beats coloured by which part of them decided.
struct ExplanationFigure {
  /// The most beats that are drawn.
  static let mostBeats = 20

  private let path: String
  private let format: Figure.Format
  private let gnuplot: Gnuplot

  /// - Throws: `ValidationError` where the name's ending is no format, `GnuplotError` where
  ///   nothing can be drawn.
  init(path: String) throws {
    self.path = path
    format = try Self.format(of: path)
    gnuplot = try Gnuplot.find()
  }

  /// The format that a file's name asks for.
  static func format(of path: String) throws -> Figure.Format {
    guard let format = Figure.Format(rawValue: URL(filePath: path).pathExtension.lowercased())
    else {
      let endings = Figure.Format.allCases.map { ".\($0.rawValue)" }.joined(separator: ", ")
      throw ValidationError(
        "--figure: expected a name that ends in one of \(endings), found \(path)")
    }
    return format
  }

  /// Draws the first beats.
  ///
  /// - Parameters:
  ///   - probabilities: `N × K`.
  ///   - attributions: `N`.
  /// - Throws: `GnuplotError`, `FileError`.
  func write(
    _ beats: BeatDataset, by model: HeartbeatClassifier, probabilities: [Float],
    attributions: [IntegratedGradients.Attribution], overwrite: Bool
  ) throws {
    let shown = attributions.prefix(Self.mostBeats).enumerated().map { index, attribution in
      ShownBeat(
        index: index, samples: beats[beat: index], prediction: attribution.target,
        confidence: probabilities[index * model.task.classes.count + attribution.target],
        shares: attribution.shares)
    }
    var figure = Figure.classifiedBeats(
      task: model.task, beats: shown, samplingRate: beats.samplingRate)
    figure.isSynthetic = beats.isSynthetic || model.isSynthetic
    try OutputFile.write(try gnuplot.draw(figure, as: format), to: path, overwrite: overwrite)
  }
}
