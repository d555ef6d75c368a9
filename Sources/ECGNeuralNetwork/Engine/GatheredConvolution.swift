import CECGKernels

/// A convolution with a stride, a dilation or groups: windows are copied behind one another, and
/// multiplied with the weights of each group.
///
/// A window lies in the order group, tap, channel, so that a group's part of it is one row of a
/// matrix. Windows are gathered for as many rows at a time as stay in the second cache.
struct GatheredConvolution: ConvolutionOperation {
  let convolution: Convolution
  /// The rows that are gathered together.
  private let rowsPerBlock: Int

  /// 640 kB.
  private static let floatsPerBlock = 160_000

  /// - Parameter rows: the samples of the output.
  init(convolution: Convolution, rows: Int) {
    self.convolution = convolution
    rowsPerBlock = min(rows, max(1, Self.floatsPerBlock / convolution.window))
  }

  private var groups: Int { convolution.groups }
  private var groupInputs: Int { convolution.inputChannels / groups }
  private var groupOutputs: Int { convolution.outputChannels / groups }
  private var groupWindow: Int { convolution.kernel * groupInputs }

  func temporaryCount(examples: Int, gradients: Bool) -> Int { rowsPerBlock * convolution.window }

  func forward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    let hasBias = convolution.bias != nil
    if hasBias {
      fill(
        context.values(output), of: context.map(output), examples: context.examples,
        with: bias(context))
    }
    let channels = convolution.outputChannels
    forEachBlock(of: context) { example, rows in
      let windows = UnsafePointer(gather(context, example, rows))
      let results = context.rows(output) + example * context.map(output).stride
      for group in 0..<groups {
        context.multiply(
          m: rows.count, n: groupOutputs, k: groupWindow,
          .init(windows + group * groupWindow, rowStride: convolution.window),
          .init(weights(context) + group * groupOutputs, rowStride: channels),
          into: results + rows.lowerBound * channels + group * groupOutputs, rowStride: channels,
          accumulate: hasBias)
      }
    }
  }

  func backward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    guard let outputGradient = context.gradientRows(output) else { return }
    backwardToBias(context, outputGradient: outputGradient)
    let channels = convolution.outputChannels
    let inputGradient = context.gradientRows(input)
    if let inputGradient, !context.mustAccumulate(input) {
      clearRows(inputGradient, of: context.layout(input))
    }
    var isFirst = true
    forEachBlock(of: context) { example, rows in
      let windows = gather(context, example, rows)
      let gradients = UnsafePointer(
        outputGradient + example * context.map(output).stride + rows.lowerBound * channels)
      if context.wantsWeightGradients {
        for group in 0..<groups {
          context.multiply(
            m: groupWindow, n: groupOutputs, k: rows.count,
            .init(windows + group * groupWindow, rowStride: convolution.window, isTransposed: true),
            .init(gradients + group * groupOutputs, rowStride: channels),
            into: weightGradient(context) + group * groupOutputs, rowStride: channels,
            accumulate: !isFirst)
        }
      }
      isFirst = false
      guard let inputGradient else { return }
      for group in 0..<groups {
        context.multiply(
          m: rows.count, n: groupWindow, k: groupOutputs,
          .init(gradients + group * groupOutputs, rowStride: channels),
          .init(weights(context) + group * groupOutputs, rowStride: channels, isTransposed: true),
          into: windows + group * groupWindow, rowStride: convolution.window)
      }
      forEachTap(of: rows, in: context.map(input)) { tap, row in
        guard let row else { return }
        ck_add(
          inputGradient + example * context.map(input).stride + row, windows + tap, groupInputs)
      }
    }
  }

  private func forEachBlock(
    of context: ExecutionContext, _ body: (_ example: Int, _ rows: Range<Int>) -> Void
  ) {
    let rows = context.map(output).rows
    for example in 0..<context.examples {
      for first in stride(from: 0, to: rows, by: rowsPerBlock) {
        body(example, first..<min(rows, first + rowsPerBlock))
      }
    }
  }

  /// Copies the windows of some rows of the output; zeros stand for rows that are not there.
  private func gather(
    _ context: ExecutionContext, _ example: Int, _ rows: Range<Int>
  ) -> UnsafeMutablePointer<Float> {
    let windows = context.workspace.temporary
    let source = context.rows(input) + example * context.map(input).stride
    forEachTap(of: rows, in: context.map(input)) { tap, row in
      if let row {
        (windows + tap).update(from: source + row, count: groupInputs)
      } else {
        (windows + tap).update(repeating: 0, count: groupInputs)
      }
    }
    return windows
  }

  /// Calls `body` for each tap of each group of the windows of `rows`, with where its channels lie
  /// in the windows and in the example; nil where that is outside.
  @inline(__always)
  private func forEachTap(
    of rows: Range<Int>, in map: FeatureMap, _ body: (_ tap: Int, _ source: Int?) -> Void
  ) {
    var offset = 0
    for row in rows {
      let first = row * convolution.stride - convolution.leading
      for group in 0..<groups {
        for tap in 0..<convolution.kernel {
          let source = first + tap * convolution.dilation
          let isInside = source >= 0 && source < map.rows
          body(offset, isInside ? source * map.channels + group * groupInputs : nil)
          offset += groupInputs
        }
      }
    }
  }
}
