import CECGKernels

/// Scaled dot-product attention of a sequence to itself, by heads: from queries, keys and values
/// side by side, `(N, L, 3 C)`, to `(N, L, C)`.
///
/// The shares that samples give one another, `L × L` for each head, are not kept but computed again
/// on the way back: they would take more memory than all else.
struct SelfAttentionOperation: Operation {
  /// Queries, keys and values.
  let input: TensorID
  let output: TensorID
  let heads: Int
  /// `L`.
  let rows: Int
  /// `C`.
  let channels: Int

  /// The channels of a head.
  private var width: Int { channels / heads }
  private var scale: Float { 1 / Float(width).squareRoot() }

  /// The products of a sample with all others, counted as one row of the output:
  /// scores and their use.
  var multiplications: Int { 2 * rows * channels }

  /// Shares, and on the way back their gradients.
  func temporaryCount(examples: Int, gradients: Bool) -> Int {
    (gradients ? 2 : 1) * rows * rows
  }

  func forward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    let target = context.map(output)
    for example in 0..<context.examples {
      for head in 0..<heads {
        let shares = shares(context, example, head)
        context.multiply(
          m: rows, n: width, k: rows, .init(shares, rowStride: rows),
          operand(context, .values, example, head),
          into: context.rows(output) + example * target.stride + head * width,
          rowStride: channels)
      }
    }
  }

  func backward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    guard let from = context.gradientRows(output), let to = context.gradientRows(input) else {
      return
    }
    let (source, target) = (context.map(input), context.map(output))
    let accumulates = context.mustAccumulate(input)
    for example in 0..<context.examples {
      for head in 0..<heads {
        let gradient = MatrixProduct.Operand(
          from + example * target.stride + head * width, rowStride: channels)
        func result(_ part: Part) -> UnsafeMutablePointer<Float> {
          to + example * source.stride + part.rawValue * channels + head * width
        }
        let shares = shares(context, example, head)
        let slopes = shares + rows * rows
        context.multiply(
          m: rows, n: rows, k: width, gradient,
          operand(context, .values, example, head, isTransposed: true), into: slopes,
          rowStride: rows)
        context.multiply(
          m: rows, n: width, k: rows, .init(shares, rowStride: rows, isTransposed: true), gradient,
          into: result(.values), rowStride: source.channels, accumulate: accumulates)
        ck_softmax_rows_backward(shares, rows, rows, scale, slopes)
        context.multiply(
          m: rows, n: width, k: rows, .init(slopes, rowStride: rows),
          operand(context, .keys, example, head), into: result(.queries),
          rowStride: source.channels, accumulate: accumulates)
        context.multiply(
          m: rows, n: width, k: rows, .init(slopes, rowStride: rows, isTransposed: true),
          operand(context, .queries, example, head), into: result(.keys),
          rowStride: source.channels, accumulate: accumulates)
      }
    }
  }

  /// What lies side by side in the input.
  private enum Part: Int { case queries, keys, values }

  private func operand(
    _ context: ExecutionContext, _ part: Part, _ example: Int, _ head: Int,
    isTransposed: Bool = false
  ) -> MatrixProduct.Operand {
    let map = context.map(input)
    return .init(
      context.rows(input) + example * map.stride + part.rawValue * channels + head * width,
      rowStride: map.channels, isTransposed: isTransposed)
  }

  /// The shares that the samples (rows) give to all samples (columns): softmax of the products of
  /// queries and keys over the root of a head's channels.
  private func shares(
    _ context: ExecutionContext, _ example: Int, _ head: Int
  ) -> UnsafeMutablePointer<Float> {
    let shares = context.workspace.temporary
    context.multiply(
      m: rows, n: rows, k: width, operand(context, .queries, example, head),
      operand(context, .keys, example, head, isTransposed: true), into: shares, rowStride: rows)
    ck_softmax_rows(shares, rows, rows, scale)
    return shares
  }
}
