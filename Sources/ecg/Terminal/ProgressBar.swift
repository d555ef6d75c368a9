import ECGRecordings
import Foundation
import Synchronization

/// How far a task is, as a bar on standard error; nothing where that is not a terminal.
final class ProgressBar: Sendable {
  private static let width = 16
  private static let isVisible = Descriptor.error.isTerminal
  /// Whether a bar stands in the terminal's current line.
  private static let isDrawn = Mutex(false)

  private let title: String
  private let start = ContinuousClock.now
  private let lastDrawn = Mutex(ContinuousClock.now - .seconds(1))

  /// - Parameter title: what is being done; empty where that has just been said.
  init(_ title: String = "") {
    self.title = title
  }

  /// Shows that `share` of the task is done, 0 … 1, with a few words on how it goes.
  func show(_ share: Double, _ words: String = "") {
    guard ProgressBar.isVisible, isDue else { return }
    let share = min(max(share, 0), 1)
    let line = Self.line(
      title: title, share: share, words: words, timeLeft: timeLeft(share),
      columns: Descriptor.error.columns - 1)
    ProgressBar.isDrawn.withLock { isDrawn in
      isDrawn = true
      try? Descriptor.error.write("\r\u{1B}[2K\(line)")
    }
  }

  /// The line of at most `columns` characters: a line that wraps could not be taken away again.
  /// Where the terminal is too narrow for all, the blocks go first, then the title, then the words.
  static func line(
    title: String, share: Double, words: String, timeLeft: String, columns: Int
  ) -> String {
    let filled = Int((share * Double(width)).rounded())
    let blocks =
      String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    let percent = String(format: "%3.0f %%", share * 100)
    let lines = [
      [title, "\(blocks) \(percent)", words, timeLeft], [title, percent, words, timeLeft],
      [percent, words, timeLeft], [percent, timeLeft],
    ].map { $0.filter { !$0.isEmpty }.joined(separator: "  ") }
    return lines.first { $0.count <= columns } ?? String(percent.prefix(columns))
  }

  /// Takes the bar away, so that something else can be written in its line.
  static func clear() {
    isDrawn.withLock { isDrawn in
      guard isDrawn else { return }
      isDrawn = false
      try? Descriptor.error.write("\r\u{1B}[2K")
    }
  }

  /// Ten times a second is enough for the eye.
  private var isDue: Bool {
    lastDrawn.withLock { last in
      let now = ContinuousClock.now
      guard now - last >= .milliseconds(100) else { return false }
      last = now
      return true
    }
  }

  private func timeLeft(_ share: Double) -> String {
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    guard share > 0.02, elapsed > 1 else { return "" }
    return "\(RecordingClock.elapsed(elapsed * (1 - share) / share)) left"
  }
}
