import ECGNeuralNetwork
import Foundation

/// A function of each number of a tensor by itself, as its values at some places.
///
/// Exporters write activations out in sums, products and whatever operators a version has; by what
/// they come to they are known however they are written.
struct ONNXCurve {
  /// The tensor whose numbers it takes.
  let base: String
  /// What it gives for each of ``places``.
  var values: [Double]

  /// The tensor itself.
  init(base: String) { (self.base, values) = (base, Self.places) }

  /// Close where activations bend, and far where some end.
  static let places: [Double] =
    stride(from: -8, through: 8, by: 0.25).map { $0 } + [-1e6, -90, -30, -0.01, 0.01, 30, 90, 1e6]

  /// Another function of the same tensor.
  func map(_ function: (Double) -> Double) -> ONNXCurve {
    var result = self
    result.values = values.map(function)
    return result
  }

  /// The layer that does the same; nil where there is none.
  var layer: (any Layer)? {
    func isSame(_ other: (Double) -> Double) -> Bool {
      zip(Self.places, values).allSatisfy { place, value in
        abs(value - other(place)) <= 1e-6 * max(1, abs(value))
      }
    }
    if isSame({ max(0, $0) }) { return ReLU() }
    if isSame(Self.gelu) { return GELU() }
    if isSame(Self.geluOfTanh) { return GELU(approximate: .tanh) }
    if isSame({ $0 * Self.sigmoid($0) }) { return SiLU() }
    if isSame(Self.sigmoid) { return Sigmoid() }
    if isSame(tanh) { return Tanh() }
    guard let place = Self.places.firstIndex(of: -1), 0..<1 ~= -values[place] else { return nil }
    let slope = -values[place]
    return isSame { $0 < 0 ? slope * $0 : $0 } ? LeakyReLU(Float(slope)) : nil
  }

  static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  static func gelu(_ x: Double) -> Double { x * (1 + erf(x / 2.0.squareRoot())) / 2 }

  static func geluOfTanh(_ x: Double) -> Double {
    x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x))) / 2
  }
}
