import CECGKernels

/// Names one feature map of a ``Graph``: a value that flows between two operations.
package struct TensorID: Hashable, Sendable {
  package let index: Int

  package init(index: Int) { self.index = index }
}

/// How a feature map of several examples lies in memory: example after example, channels last, with
/// rows of zeros before, between and after the examples where an operation asks for them.
///
///     padding rows | L rows of example 0 | padding rows | L rows of example 1 | padding rows | …
///
/// The zeros are the "same" padding of convolutions. They let a convolution run over the whole
/// block as if it were one long signal.
package struct FeatureMap: Sendable {
  package var shape: Shape
  /// Zero rows between examples: at least half the kernel of each convolution that
  /// slides over the map.
  var padding: Int

  var rows: Int { shape.rows }
  var channels: Int { shape.columns }

  /// The floats from one example's start to the next one's.
  package var stride: Int { (rows + padding) * channels }

  /// The floats before the first example.
  package var start: Int { padding * channels }

  /// The floats that `examples` examples take, padding included.
  func count(examples: Int) -> Int { start + examples * stride }

  /// The layout as the C kernels take it.
  func layout(examples: Int) -> ck_rows {
    ck_rows(examples: examples, rows: rows, channels: channels, stride: stride)
  }
}

/// Sets the rows between and after the examples to zero.
func clearPadding(_ values: UnsafeMutablePointer<Float>, of map: FeatureMap, examples: Int) {
  guard map.padding > 0 else { return }
  for example in 0..<examples {
    let end = map.start + example * map.stride + map.rows * map.channels
    (values + end).update(repeating: 0, count: map.padding * map.channels)
  }
}

/// Writes `row` to each row of each example.
func fill(
  _ values: UnsafeMutablePointer<Float>, of map: FeatureMap, examples: Int,
  with row: UnsafePointer<Float>
) {
  for example in 0..<examples {
    let first = values + (map.start + example * map.stride)
    for index in 0..<map.rows {
      (first + index * map.channels).update(from: row, count: map.channels)
    }
  }
}
