import ECGEvaluation
import ECGSignals
import Foundation

/// Where the ventricles flutter or fibrillate: as annotations mark it, and as it is found in the
/// signal where these do not say what else there is.
package struct ToldFlutter: Sendable {
  /// In seconds, ascending.
  package let stretches: [Range<Double>]
  /// Whether annotations were asked: they mark some, or all rhythms.
  package let isMarked: Bool
  /// Whether some of it is found alone.
  package let isFound: Bool
  /// That the signal has some that nobody marked: where the annotations tell another rhythm it is
  /// left to them; nil where it has not.
  package let remark: String?

  /// What is found at the ends of what is marked counts from so many seconds on, a block that it is
  /// told by: a shorter rest says that its ends were seen elsewhere, and no more.
  private static let leastBesideMarked = 5.0

  /// Joins what is marked and what is found.
  ///
  /// - Parameters:
  ///   - marked: what annotations mark, in seconds, ascending.
  ///   - found: what is found in the signal, in seconds, ascending.
  ///   - isTold: whether the annotations tell the rhythm, against which what is found counts
  ///     for nothing.
  package init(marked: [Range<Double>], found: [Range<Double>], isTold: Bool) {
    let others = found.flatMap { stretch in
      SignalQuality.parts(of: stretch, without: marked)
        .filter { $0 == stretch || $0.upperBound - $0.lowerBound >= Self.leastBesideMarked }
    }
    isMarked = isTold || !marked.isEmpty
    let seconds = TimeStretches(others).duration
    guard !isTold else {
      (stretches, isFound) = (marked, false)
      remark =
        seconds > 0
        ? String(
          format: "for %.0f s the signal is a wave as in flutter or fibrillation of the "
            + "ventricles, which the annotations do not mark: it is told as they do", seconds) : nil
      return
    }
    isFound = !others.isEmpty
    remark = SignalQuality.flutterRemark(for: seconds)
    stretches = TimeStretches(marked + others).stretches
  }
}
