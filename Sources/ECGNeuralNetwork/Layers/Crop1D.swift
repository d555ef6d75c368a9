/// Leaves out samples at the ends: `(N, L, C)` → `(N, L − before − after, C)`.
///
/// Behind a ``Conv1D`` of stride 1 it leaves what a convolution with fewer zeros around the
/// samples gives; without any (`valid` in Keras, PyTorch's padding of 0) that is
/// `dilation · (kernel − 1)` samples less.
public struct Crop1D: Layer, KitLayer, Equatable {
  public static let name = "Crop1D"
  /// The first samples, which are left out.
  public let before: Int
  /// The last samples, which are left out.
  public let after: Int

  /// Creates a cropping layer.
  public init(before: Int = 0, after: Int = 0) {
    self.before = before
    self.after = after
  }

  public func outputShape(for shape: Shape) throws -> Shape {
    let (samples, channels) = try shape.sequence(for: Self.name)
    try require(before, "before", in: 0...Limits.numbers, Self.name)
    try require(after, "after", in: 0...Limits.numbers, Self.name)
    try require(
      samples > before + after, Self.name,
      "expected more than \(before + after) samples, found \(samples) in \(shape)")
    return .sequence(samples: samples - before - after, channels: channels)
  }

  package var title: String { "\(Self.name) \(before), \(after)" }

  package func lower(into builder: inout GraphBuilder, input: TensorID) throws -> TensorID {
    let shape = try outputShape(for: builder.shape(of: input))
    if before == 0 && after == 0 { return input }
    return builder.append(
      CropOperation(input: input, output: builder.addMap(shape), before: before))
  }
}
