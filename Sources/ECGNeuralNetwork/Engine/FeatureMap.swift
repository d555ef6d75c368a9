import CECGKernels

/// Names one feature map of a `Program`: a value that flows between two operations.
public struct TensorID: Hashable, Sendable {
  package let index: Int

  package init(index: Int) { self.index = index }
}

/// How a feature map of several beats lies in memory: beat after beat, channels last, with rows of
/// zeros before, between and after the beats where an operation asks for them.
///
///     padding rows | L rows of beat 0 | padding rows | L rows of beat 1 | padding rows | …
///
/// The zeros are the "same" padding of convolutions. They let a convolution run over the whole
/// block as if it were one long signal.
package struct FeatureMap: Sendable {
  package var shape: Shape
  /// Zero rows between beats: at least half the kernel of each convolution that slides over the map.
  var padding: Int

  var rows: Int { shape.rows }
  var channels: Int { shape.columns }

  /// The floats from one beat's start to the next one's.
  package var stride: Int { (rows + padding) * channels }

  /// The floats before the first beat.
  package var start: Int { padding * channels }

  /// The floats that `beats` beats take, padding included.
  func count(beats: Int) -> Int { start + beats * stride }

  /// The layout as the C kernels take it.
  func layout(beats: Int) -> ck_rows {
    ck_rows(beats: beats, rows: rows, channels: channels, stride: stride)
  }
}

/// Sets the rows between and after the beats to zero.
func clearPadding(_ values: UnsafeMutablePointer<Float>, of map: FeatureMap, beats: Int) {
  guard map.padding > 0 else { return }
  for beat in 0..<beats {
    let end = map.start + beat * map.stride + map.rows * map.channels
    (values + end).update(repeating: 0, count: map.padding * map.channels)
  }
}

/// Writes `row` to each row of each beat.
func fill(
  _ values: UnsafeMutablePointer<Float>, of map: FeatureMap, beats: Int,
  with row: UnsafePointer<Float>
) {
  for beat in 0..<beats {
    let first = values + (map.start + beat * map.stride)
    for index in 0..<map.rows {
      (first + index * map.channels).update(from: row, count: map.channels)
    }
  }
}
