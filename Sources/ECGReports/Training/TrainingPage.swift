public import ECGNeuralNetwork
import ECGText

/// A page on a training that goes on: its curves so far, which the browser reads again every few
/// seconds until the training is over.
///
/// It is one file, to be written anew after each epoch and opened from the disk: whoever looks on
/// needs no server.
public struct TrainingPage: Sendable {
  /// How the training stands.
  public enum State: Equatable, Sendable {
    /// It goes on.
    case running
    /// It went to its end.
    case finished
    /// It ended otherwise, in words.
    case ended(String)
  }

  /// What is trained, in words.
  public var title: String
  /// The epochs so far.
  public var history: TrainingHistory
  /// The epochs at the most.
  public var epochs: Int
  /// Which network of how many it is, counted from 1.
  public var network: (number: Int, count: Int)
  /// The seconds so far.
  public var seconds: Double
  /// The seconds that an epoch takes; nil where nobody knows yet.
  public var epochSeconds: Double?
  /// Whether the beats are made up, which the page then says.
  public var isSynthetic = false
  /// How the training stands.
  public var state: State
  /// The program's version.
  public var version: String

  /// The seconds after which the browser looks again.
  static let refresh = 3

  /// Creates a page.
  public init(
    title: String, history: TrainingHistory = TrainingHistory(), epochs: Int,
    network: (number: Int, count: Int) = (1, 1), seconds: Double = 0,
    epochSeconds: Double? = nil, state: State = .running, version: String
  ) {
    (self.title, self.history, self.epochs) = (title, history, epochs)
    (self.network, self.seconds, self.state) = (network, seconds, state)
    (self.epochSeconds, self.version) = (epochSeconds, version)
  }

  /// The page as HTML.
  ///
  /// - Throws: what the template engine throws.
  public func page() throws -> String {
    let member = network.count > 1 ? "network \(network.number) of \(network.count) · " : ""
    return try ReportPage(
      title: title,
      subtitle: "\(member)epoch \(history.epochs.count) of \(epochs) · \(stateWords)",
      version: version, isSynthetic: isSynthetic, warnings: [], keyNumbers: keyNumbers,
      sections: [
        .init(
          id: "curves", heading: "Curves",
          strips: EpochChart.charts(of: history, epochs: max(epochs, history.epochs.count))
            .map(\.strip)),
        .init(id: "epochs", heading: "Epochs", tables: [table]),
      ], refresh: state == .running ? Self.refresh : nil
    ).rendered()
  }

  private var stateWords: String {
    switch state {
    case .running: "running; this page looks again every \(Self.refresh) seconds"
    case .finished: history.stopReason.map { "over: \($0)" } ?? "over"
    case .ended(let words): "over: \(words)"
    }
  }

  private var keyNumbers: [ReportPage.KeyNumber] {
    let best = history.keptEpoch
    var numbers = [
      ReportPage.KeyNumber(
        name: "validation macro-F1", value: Numerals.score(best?.validationMacroF1, places: 4),
        detail: best.map { "epoch \($0.number)" }),
      ReportPage.KeyNumber(
        name: "validation accuracy", value: Numerals.score(best?.validationAccuracy, places: 4)),
      ReportPage.KeyNumber(name: "time", value: Self.time(seconds)),
    ]
    if state == .running, let epochSeconds {
      let left = epochs - history.epochs.count + epochs * (network.count - network.number)
      numbers.append(
        .init(name: "left, at the most", value: Self.time(epochSeconds * Double(left))))
    }
    return numbers
  }

  private static func time(_ seconds: Double) -> String {
    let whole = Int(min(max(seconds, 0), 1e9).rounded())
    return whole < 120 ? "\(whole) s" : "\(whole / 60) min"
  }

  private var table: ReportPage.Table {
    let names = [
      "loss", "accuracy", "validation loss", "validation accuracy", "validation macro-F1",
      "learning rate",
    ]
    return .init(
      caption: "After each epoch, the last one first",
      columns: [.init(text: "epoch")] + names.map { .init(text: $0, isNumber: true) },
      rows: history.epochs.reversed().map { epoch in
        let values = [
          epoch.loss, epoch.accuracy, epoch.validationLoss, epoch.validationAccuracy,
          epoch.validationMacroF1, epoch.learningRate,
        ]
        return (
          name: "\(epoch.number)\(epoch.number == history.bestEpoch ? " (best)" : "")",
          cells: values.map {
            ReportPage.Cell(text: $0.map(Numerals.short) ?? "–", isNumber: true)
          }
        )
      })
  }
}
