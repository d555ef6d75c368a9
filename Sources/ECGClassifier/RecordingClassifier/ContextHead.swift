package import ECGSignals
import Foundation

/// What makes probabilities of the joined answers of trees, at one context.
///
/// In fibrillation and flutter there are no supraventricular extrasystoles: an early normal beat is
/// a normal beat. So what trees take for S goes to N, as far as fibrillation is more probable than
/// not. Then a temperature makes the probabilities as sure as they are right.
package struct ContextHead: Codable, Equatable, Sendable {
  /// nil where the records that were learnt from do not tell where there is fibrillation.
  package let fibrillation: FibrillationModel?
  /// See ``TemperatureScaling``.
  package let temperature: Double

  private static let normal = AAMIClass.normal.label
  private static let supraventricular = AAMIClass.supraventricular.label
  private static let ventricular = AAMIClass.ventricular.label
  /// The least probability whose logarithm is taken.
  private static let least = 1e-12

  /// Creates a head.
  package init(fibrillation: FibrillationModel?, temperature: Double) {
    (self.fibrillation, self.temperature) = (fibrillation, temperature)
  }

  /// Changes nothing.
  package static let none = ContextHead(fibrillation: nil, temperature: 1)

  /// Whether it can be asked for anything: a file may hold all kinds of numbers.
  var isValid: Bool {
    temperature > 0 && temperature.isFinite && fibrillation?.isValid != false
  }

  /// The beats that are more probably ventricular than all else together.
  ///
  /// - Parameter logs: `N × K` logarithms of probabilities.
  static func isVentricular(_ logs: [Double], classes: Int) -> [Bool] {
    stride(from: 0, to: logs.count, by: classes).map { start in
      let row = logs[start..<start + classes].map { exp($0) }
      return row[ventricular] > 0.5 * row.reduce(0, +)
    }
  }

  /// Takes supraventricular beats for normal ones as far as fibrillation is more probable than not.
  ///
  /// - Parameters:
  ///   - logs: `N × K` logarithms of probabilities, which are changed.
  ///   - threads: the threads that share the work; the result does not depend on it.
  /// - Returns: the probability of fibrillation at each beat.
  func applyFibrillation(
    to logs: inout [Double], classes: Int, _ evidence: AtrialEvidence, _ context: BeatContext,
    threads: Int
  ) -> [Float] {
    guard let fibrillation else { return Array(repeating: 0, count: logs.count / classes) }
    let found = fibrillation.probabilities(
      evidence, context.window, isVentricular: Self.isVentricular(logs, classes: classes),
      threads: threads)
    for (beat, probability) in found.enumerated() {
      Self.apply(probability, to: &logs, at: beat * classes)
    }
    return found
  }

  private static func apply(_ probability: Float, to logs: inout [Double], at start: Int) {
    // Where it is as probable as not, salvos of extrasystoles are so, too.
    let share = 2 * Double(probability) - 1
    guard share > 0 else { return }
    let (normal, early) = (start + normal, start + supraventricular)
    let moved = exp(logs[early]) * share
    logs[normal] = log(exp(logs[normal]) + moved)
    logs[early] = log(max(exp(logs[early]) - moved, least))
  }

  /// The probabilities of one beat after those that the evidence has seen.
  ///
  /// - Parameters:
  ///   - logs: `K` logarithms of its probabilities.
  ///   - beat: what it adds to the evidence.
  func probabilities(
    of logs: [Double], _ beat: AtrialBeat, _ evidence: inout TrailingEvidence
  ) -> BeatProbabilities {
    var logs = logs
    let isVentricular = Self.isVentricular(logs, classes: logs.count)[0]
    let numbers = evidence.take(beat, isVentricular: isVentricular)
    let found = numbers.flatMap { fibrillation?.probability(of: $0) } ?? 0
    Self.apply(found, to: &logs, at: 0)
    var probabilities: [Float] = []
    TemperatureScaling(temperature: temperature).apply(
      to: &logs, classes: logs.count, appendingTo: &probabilities)
    return BeatProbabilities(classes: probabilities, fibrillation: [found])
  }

  /// The probabilities of beats.
  ///
  /// - Parameters:
  ///   - logs: `N × K` logarithms of probabilities, which are changed on the way.
  ///   - threads: the threads that share the work; the result does not depend on it.
  package func probabilities(
    of logs: inout [Double], classes: Int, _ evidence: AtrialEvidence, _ context: BeatContext,
    threads: Int = 1
  ) -> BeatProbabilities {
    let found = applyFibrillation(
      to: &logs, classes: classes, evidence, context, threads: threads)
    var probabilities: [Float] = []
    probabilities.reserveCapacity(logs.count)
    TemperatureScaling(temperature: temperature).apply(
      to: &logs, classes: classes, appendingTo: &probabilities)
    return BeatProbabilities(classes: probabilities, fibrillation: found)
  }
}

/// What a classifier of recordings says of beats.
package struct BeatProbabilities: Sendable {
  /// The probability of each class: `N × K`.
  package let classes: [Float]
  /// The probability of atrial fibrillation or flutter at each beat: `N`.
  package let fibrillation: [Float]
}

extension BeatContext {
  /// The beats that tell whether there is fibrillation.
  var window: AtrialEvidence.Window { self == .record ? .centred : .trailing }
}
