/// Names one feature map of a ``Program``: a value that flows between two operations.
public struct MapID: Hashable, Sendable {
  package let index: Int

  package init(index: Int) { self.index = index }
}

/// How a feature map of several beats lies in memory: beat after beat, channels last, with rows of
/// zeros before, between and after the beats.
///
///     padding rows | L rows of beat 0 | padding rows | L rows of beat 1 | padding rows | …
///
/// The zeros are the "same" padding of convolutions. They let a convolution run over the whole
/// block as if it were one long signal.
package struct FeatureMap: Sendable {
  package var shape: Shape
  /// Zero rows between beats: at least half the kernel of each convolution that touches the map.
  var padding: Int

  var rows: Int { shape.rows }
  var channels: Int { shape.columns }

  /// The floats from one beat's start to the next one's.
  package var stride: Int { (rows + padding) * channels }

  /// The floats before the first beat.
  package var start: Int { padding * channels }

  /// The floats that `beats` beats take, padding included.
  func count(beats: Int) -> Int { start + beats * stride }
}
