import Foundation

/// The cross-entropy between softmax of the logits and the true class.
///
/// An example of class `y` with probabilities `p` costs `−w[y] · Σ t·log p`, where `t` is 1 − ε for
/// the true class with ε / K spread over all of them. Losses are summed and divided by the number of
/// examples, as in Keras.
public struct SoftmaxCrossEntropy: Codable, Equatable, Sendable {
  /// What an example counts for, by class: `K`, or none for 1 each.
  public var classWeights: [Float]
  /// ε, the share of the target spread evenly over the classes.
  public var labelSmoothing: Float

  /// Creates a loss.
  public init(classWeights: [Float] = [], labelSmoothing: Float = 0) {
    self.classWeights = classWeights
    self.labelSmoothing = labelSmoothing
  }

  /// The loss of one example, and in place of its logits the gradient.
  ///
  /// - Parameters:
  ///   - logits: `K` logits; become the gradient of the loss times `share`.
  ///   - label: the true class.
  ///   - blend: the class of the example that this one was blended with, and its share; see ``Mixup``.
  ///   - share: what the example's loss is multiplied with, one over the number of examples.
  package func evaluate(
    _ logits: UnsafeMutableBufferPointer<Float>, label: Int,
    blend: (label: Int, share: Float)? = nil,
    share: Float
  ) -> Double {
    softmax(logits)
    let (other, otherShare) = blend ?? (label, 0)
    let weight =
      classWeights.isEmpty
      ? 1 : (1 - otherShare) * classWeights[label] + otherShare * classWeights[other]
    let sharp = 1 - labelSmoothing
    let spread = labelSmoothing / Float(logits.count)
    var loss = 0.0
    for index in logits.indices {
      var target = spread
      if index == label { target += sharp * (1 - otherShare) }
      if index == other { target += sharp * otherShare }
      if target > 0 {
        // The smallest normal number stands in for zero, so that a loss is always finite.
        loss -= Double(target) * Foundation.log(Double(max(logits[index], .leastNormalMagnitude)))
      }
      logits[index] = weight * share * (logits[index] - target)
    }
    return loss * Double(weight)
  }
}

/// Turns logits into probabilities, in place.
func softmax(_ values: UnsafeMutableBufferPointer<Float>) {
  guard let largest = values.max() else { return }
  var sum: Float = 0
  for index in values.indices {
    values[index] = Foundation.exp(values[index] - largest)
    sum += values[index]
  }
  for index in values.indices { values[index] /= sum }
}
