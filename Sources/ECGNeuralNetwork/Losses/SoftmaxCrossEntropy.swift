import Foundation

/// The cross-entropy between softmax of the logits and the true class, or the focal loss.
///
/// An example of class `y` with probabilities `p` costs `−w[y] · Σ t · (1 − p)^γ · log p`, where
/// `t` is 1 − ε for the true class with ε / K spread over all of them. Losses are summed and
/// divided by the number of examples, as in Keras (PyTorch divides by the sum of the weights).
///
/// A blend of examples of the classes `a` and `b`, with the share `s` of the second (see
/// ``Mixup``), costs `(1 − s) · L(a) + s · L(b)`, each of them with the weight of its own class.
public struct SoftmaxCrossEntropy: Codable, Equatable, Sendable {
  /// What an example counts for, by class: `K`, or none for 1 each.
  public var classWeights: [Float]
  /// ε, the share of the target spread evenly over the classes.
  public var labelSmoothing: Float
  /// γ of the focal loss (Lin et al. 2017): examples count the less, the surer the network already
  /// is of them. 0 is plain cross-entropy; the paper takes 2.
  public var focusing: Float

  /// Creates a loss.
  public init(classWeights: [Float] = [], labelSmoothing: Float = 0, focusing: Float = 0) {
    self.classWeights = classWeights
    self.labelSmoothing = labelSmoothing
    self.focusing = focusing
  }

  func check(classes: Int) throws {
    try require(
      (0..<1).contains(labelSmoothing), "Training",
      "label smoothing is \(labelSmoothing), must be from 0 to below 1")
    try require(
      classWeights.isEmpty || classWeights.count == classes, "Training",
      "expected \(classes) class weights, found \(classWeights.count)")
    try require(
      classWeights.allSatisfy { $0 >= 0 && $0.isFinite }, "Training",
      "the class weights are \(classWeights), must be zero or more")
    try require(
      focusing >= 0 && focusing.isFinite, "Training",
      "the focal loss has a focusing of \(focusing), must be zero or more")
  }

  /// The loss of one example, and in place of its logits the gradient.
  ///
  /// - Parameters:
  ///   - logits: `K` logits; become the gradient of the loss times `share`.
  ///   - label: the true class.
  ///   - blend: the class of the example that this one was blended with, and its share;
  ///     see ``Mixup``.
  ///   - share: what the example's loss is multiplied with, one over the number of examples.
  package func evaluate(
    _ logits: UnsafeMutableBufferPointer<Float>, label: Int,
    blend: (label: Int, share: Float)? = nil,
    share: Float
  ) -> Double {
    softmax(logits)
    let (other, blendShare) = blend ?? (label, 0)
    var (weight, otherShare) = (Float(1), blendShare)
    if !classWeights.isEmpty {
      let (ownWeight, otherWeight) = (classWeights[label], classWeights[other])
      weight = (1 - blendShare) * ownWeight + blendShare * otherWeight
      // The loss is linear in the target: w[a] and w[b] in the two terms are the weight of both
      // times a target in which the heavier class has more. Where they are the same the quotient
      // would only round the share.
      if ownWeight != otherWeight, weight > 0 { otherShare = blendShare * otherWeight / weight }
    }
    let sharp = 1 - labelSmoothing
    let spread = labelSmoothing / Float(logits.count)
    func target(_ index: Int) -> Float {
      var target = spread
      if index == label { target += sharp * (1 - otherShare) }
      if index == other { target += sharp * otherShare }
      return target
    }
    let loss =
      focusing == 0
      ? crossEntropy(logits, target, factor: weight * share)
      : focal(logits, target, factor: Double(weight * share))
    return loss * Double(weight)
  }

  /// The loss before it is weighted, and in place of the probabilities the gradient.
  @inline(__always)
  private func crossEntropy(
    _ probabilities: UnsafeMutableBufferPointer<Float>, _ target: (Int) -> Float, factor: Float
  ) -> Double {
    var loss = 0.0
    for index in probabilities.indices {
      let target = target(index)
      if target > 0 { loss -= Double(target) * logarithm(probabilities[index]) }
      probabilities[index] = factor * (probabilities[index] - target)
    }
    return loss
  }

  /// The same of the focal loss.
  ///
  /// A term `f = −(1 − p)^γ · log p` has the slope `p · f′ = γ (1 − p)^(γ − 1) p log p − (1 − p)^γ`
  /// by the logarithm of `p`, and softmax makes of slopes `s` by those the gradient `s − p Σ s`.
  private func focal(
    _ probabilities: UnsafeMutableBufferPointer<Float>, _ target: (Int) -> Float, factor: Double
  ) -> Double {
    let gamma = Double(focusing)
    // What is left of 1, added up from the others: near 1 the difference has no digits left.
    func rest(_ index: Int) -> Double {
      probabilities.indices.reduce(0) { $1 == index ? $0 : $0 + Double(probabilities[$1]) }
    }
    func slope(_ index: Int) -> Double {
      let (p, rest) = (Double(probabilities[index]), rest(index))
      guard rest > 0 else { return 0 }
      return Double(target(index)) * pow(rest, gamma)
        * (gamma * p / rest * logarithm(probabilities[index]) - 1)
    }
    var (loss, sum) = (0.0, 0.0)
    for index in probabilities.indices where target(index) > 0 {
      loss -=
        Double(target(index)) * pow(rest(index), gamma) * logarithm(probabilities[index])
      sum += slope(index)
    }
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: probabilities.count) { result in
      for index in probabilities.indices {
        result[index] = Float(factor * (slope(index) - Double(probabilities[index]) * sum))
      }
      _ = probabilities.update(fromContentsOf: result)
      return loss
    }
  }

  /// The smallest normal number stands in for zero, so that a loss is always finite.
  @inline(__always)
  private func logarithm(_ probability: Float) -> Double {
    Foundation.log(Double(max(probability, .leastNormalMagnitude)))
  }

  private enum Keys: String, CodingKey { case classWeights, labelSmoothing, focusing }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    self.init(
      classWeights: try container.decode([Float].self, forKey: .classWeights),
      labelSmoothing: try container.decode(Float.self, forKey: .labelSmoothing),
      focusing: try container.decodeIfPresent(Float.self, forKey: .focusing) ?? 0)
  }

  /// Leaves out a focusing of 0, so that cross-entropy stands in files as it always has.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(classWeights, forKey: .classWeights)
    try container.encode(labelSmoothing, forKey: .labelSmoothing)
    if focusing != 0 { try container.encode(focusing, forKey: .focusing) }
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
