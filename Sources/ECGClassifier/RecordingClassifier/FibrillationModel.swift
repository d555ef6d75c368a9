import ECGParallel
import ECGSignals
import Foundation

/// Tells how probable atrial fibrillation or flutter is, from `AtrialEvidence`: a logistic
/// regression, which did better in new patients than trees on the same numbers.
///
/// What a number counts for depends on how fast the heart is: from some 110 beats a minute on the P
/// waves lie on the T waves before, which are alike in fibrillation too, and the intervals have to
/// tell it. So each number stands there twice, as it is and as far as the heart is fast.
package struct FibrillationModel: Codable, Equatable, Sendable {
  /// What each term is less by and divided by before it is weighed: `T`.
  package let means: [Double]
  package let scales: [Double]
  /// What each counts for: `T`.
  package let weights: [Double]
  package let bias: Double

  /// The numbers of a beat that are weighed by themselves; how fast the heart is comes after them.
  private static let numbers = AtrialEvidence.count - 1
  /// `T`, the terms that are weighed: the numbers as they are, as far as the heart is fast,
  /// and how fast it is.
  static let terms = 2 * numbers + 1
  /// The paces (``AtrialBeat/pace(_:)``) of a slow and of a fast heart: at intervals of
  /// 0.75 s and of 0.42 s.
  private static let (slow, fast) = (-log(0.75), -log(0.42))
  /// No term counts as further from its mean than so many times its scale.
  private static let limit = 4.0

  /// Writes the terms of a beat: `T`.
  ///
  /// - Parameter numbers: those of the evidence: `D`.
  static func write(_ numbers: UnsafeBufferPointer<Double>, to terms: inout [Double]) {
    let share = min(max((numbers[Self.numbers] - slow) / (fast - slow), 0), 1)
    for index in 0..<Self.numbers {
      terms[index] = numbers[index]
      terms[Self.numbers + index] = share * numbers[index]
    }
    terms[2 * Self.numbers] = share
  }

  /// Brings terms to the scale on which they are weighed.
  func scale(_ terms: inout [Double]) {
    for index in weights.indices {
      let value = (terms[index] - means[index]) / scales[index]
      terms[index] = min(max(value, -Self.limit), Self.limit)
    }
  }

  /// The log-odds of fibrillation.
  ///
  /// - Parameter terms: scaled.
  func score(_ terms: [Double]) -> Double {
    weights.indices.reduce(bias) { $0 + weights[$1] * terms[$1] }
  }

  static func logistic(_ score: Double) -> Double { 1 / (1 + exp(-score)) }

  /// The probability of fibrillation or flutter at each beat; 0 where too little is known: `N`.
  ///
  /// - Parameters:
  ///   - isVentricular: which beats are taken for ventricular ones: `N`.
  ///   - threads: the threads that share the work; the result does not depend on it.
  func probabilities(
    _ evidence: AtrialEvidence, _ window: AtrialEvidence.Window, isVentricular: [Bool], threads: Int
  ) -> [Float] {
    ParallelWork.mapRanges(isVentricular.count, threads: threads) { range in
      var result = [Float](repeating: 0, count: range.count)
      var terms = [Double](repeating: 0, count: Self.terms)
      evidence.forEachBeat(window, isVentricular: isVentricular, in: range) { beat, numbers in
        Self.write(numbers, to: &terms)
        scale(&terms)
        result[beat - range.lowerBound] = Float(Self.logistic(score(terms)))
      }
      return result
    }.flatMap(\.self)
  }

  /// The probability at a beat with these numbers: `D`.
  func probability(of numbers: [Double]) -> Float {
    var terms = [Double](repeating: 0, count: Self.terms)
    numbers.withUnsafeBufferPointer { Self.write($0, to: &terms) }
    scale(&terms)
    return Float(Self.logistic(score(terms)))
  }

  /// Whether it can be asked for anything: a file may hold all kinds of numbers.
  package var isValid: Bool {
    [means, scales, weights].allSatisfy {
      $0.count == Self.terms && $0.allSatisfy(\.isFinite)
    } && bias.isFinite && scales.allSatisfy { $0 > 0 }
  }
}
