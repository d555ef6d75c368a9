/// The first and second derivative of the loss by a score.
///
/// Single precision for an example, as LightGBM has it; sums are in double.
typealias Derivatives = SIMD2<Float>
/// A sum of derivatives: first, second.
typealias DerivativeSum = SIMD2<Double>
