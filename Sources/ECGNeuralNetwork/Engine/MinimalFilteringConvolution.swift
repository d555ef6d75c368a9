import CECGKernels

/// A convolution by minimal filtering (Winograd 1980; Lavin and Gray 2016): fewer multiplications
/// for some more additions, and still matrix products.
///
/// Outputs are computed in tiles of `9 − K`. The window of a tile, 8 inputs, and the weights are
/// each transformed to 8 values, of which the products give the tile, transformed back: 8 products
/// where 5 taps take 20 for as many outputs. For each of the 8 values there is one matrix product
/// `(tiles × Cin) · (Cin × Cout)`. Gradients go back through the same matrices transposed. The
/// transforms, their points and their sources are in `minimal_filtering.c`.
///
/// The rounding error is about five times that of the plain sum: under 1e-6 of the outputs' size
/// for 128 channels, under 2e-6 for gradients.
struct MinimalFilteringConvolution: ConvolutionOperation {
  let convolution: Convolution
  /// Outputs in a tile.
  private let tile: Int
  /// Tiles in an example.
  private let tiles: Int
  /// Examples that are transformed and multiplied together.
  private let examplesPerBlock: Int
  /// Whether the transformed weights are packed, for inference alone.
  private var isPacked = false

  private static let points = Int(ck_points)
  /// Transformed weights are kept for each thread, up to 32 MB a layer.
  private static let largestTransform = 1 << 23
  /// 640 kB.
  private static let floatsPerBlock = 160_000

  /// Whether this is the way to compute `convolution`.
  ///
  /// Transforms cost by the channel, products by the channel and filter: with few of them, or where
  /// a sequence is shorter than a tile, there is nothing to gain.
  static func pays(for convolution: Convolution, rows: Int) -> Bool {
    (3...7).contains(convolution.kernel) && convolution.inputChannels >= 16
      && convolution.outputChannels >= 16 && rows >= 9 - convolution.kernel
      && points * convolution.inputChannels * convolution.outputChannels <= largestTransform
  }

  init(convolution: Convolution, rows: Int) {
    self.convolution = convolution
    tile = 9 - convolution.kernel
    tiles = (rows + tile - 1) / tile
    // Transformed windows and products are to stay in the second cache together.
    let floatsPerExample =
      Self.points * tiles * (convolution.inputChannels + convolution.outputChannels)
    examplesPerBlock = max(1, Self.floatsPerBlock / floatsPerExample)
  }

  private var tapCount: Int { convolution.inputChannels * convolution.outputChannels }

  /// The numbers of a tap, or a point, that is packed.
  private var packedCount: Int {
    PackedProduct.count(depth: convolution.inputChannels, columns: convolution.outputChannels)
  }

  var packed: any Operation {
    var packed = self
    packed.isPacked = true
    return packed
  }

  /// Room for the transformed weights; for gradients also for their transposes and gradient.
  func scratchCount(gradients: Bool) -> Int {
    isPacked ? Self.points * packedCount : (gradients ? 3 : 1) * Self.points * tapCount
  }

  /// Room for the transformed windows and the products, and before them for the packed weights.
  func temporaryCount(examples: Int, gradients: Bool) -> Int {
    max(
      Self.points * tiles * min(examples, examplesPerBlock)
        * (convolution.inputChannels + convolution.outputChannels),
      isPacked ? convolution.kernel * packedCount : 0)
  }

  func prepare(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    if isPacked {
      preparePacked(context, scratch)
      return
    }
    let scratch = Scratch(scratch, tapCount: tapCount)
    ck_filter_weights(weights(context), convolution.kernel, tapCount, scratch.weights)
    if context.workspace.hasGradients {
      ck_transpose(
        scratch.weights, Self.points, convolution.inputChannels, convolution.outputChannels,
        scratch.transposedWeights)
    }
  }

  /// Packs the taps, of which the transform then leaves points that are packed: it does the
  /// same to each number.
  private func preparePacked(_ context: ExecutionContext, _ points: UnsafeMutablePointer<Float>) {
    let taps = context.workspace.temporary
    for tap in 0..<convolution.kernel {
      ck_pack(
        weights(context) + tap * tapCount, convolution.inputChannels, convolution.outputChannels,
        taps + tap * packedCount)
    }
    ck_filter_weights(taps, convolution.kernel, packedCount, points)
  }

  func forward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    forEachBlock(of: context) { block in
      transformWindows(context, block)
      for point in 0..<Self.points { multiply(context, block, point, weights: scratch) }
      var tiling = tiling(context, output, block)
      ck_filter_outputs(
        block.products, &tiling, bias(context),
        context.rows(output) + block.first * context.map(output).stride
      )
    }
  }

  /// The product at a point.
  private func multiply(
    _ context: ExecutionContext, _ block: Block, _ point: Int,
    weights: UnsafeMutablePointer<Float>
  ) {
    let (inputs, outputs) = (convolution.inputChannels, convolution.outputChannels)
    let windows = MatrixProduct.Operand(block.window(point), rowStride: inputs)
    if isPacked {
      PackedProduct.multiply(
        rows: block.rows, columns: outputs, depth: inputs, windows,
        weights: weights + point * packedCount, into: block.product(point), rowStride: outputs)
    } else {
      context.multiply(
        m: block.rows, n: outputs, k: inputs, windows,
        .init(weights + point * tapCount, rowStride: outputs), into: block.product(point),
        rowStride: outputs)
    }
  }

  func backward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    guard let outputGradient = context.gradientRows(output) else { return }
    let scratch = Scratch(scratch, tapCount: tapCount)
    let inputGradient = context.gradientRows(input)
    let accumulates = inputGradient != nil && context.mustAccumulate(input)
    forEachBlock(of: context) { block in
      if context.wantsWeightGradients { transformWindows(context, block) }
      var outputTiling = tiling(context, output, block)
      ck_filter_outputs_adjoint(
        outputGradient + block.first * context.map(output).stride, &outputTiling, block.products)
      if context.wantsWeightGradients {
        addWeightGradient(context, block, to: scratch.weightGradient)
      }
      guard let inputGradient else { return }
      let rows = inputGradient + block.first * context.map(input).stride
      if !accumulates {
        rows.update(repeating: 0, count: block.examples * context.map(input).stride)
      }
      // The windows have done their part and make room for their gradients.
      for point in 0..<Self.points {
        context.multiply(
          m: block.rows, n: convolution.inputChannels, k: convolution.outputChannels,
          .init(block.product(point), rowStride: convolution.outputChannels),
          .init(
            scratch.transposedWeights + point * tapCount, rowStride: convolution.inputChannels),
          into: block.window(point), rowStride: convolution.inputChannels)
      }
      var inputTiling = tiling(context, input, block)
      ck_filter_windows_adjoint(block.windows, &inputTiling, rows)
    }
    if context.wantsWeightGradients {
      ck_filter_weights_adjoint(
        scratch.weightGradient, convolution.kernel, tapCount, weightGradient(context))
    }
    backwardToBias(context, outputGradient: outputGradient)
  }

  /// The weights' gradient at each point: windows, transposed, times the gradients of the products.
  private func addWeightGradient(
    _ context: ExecutionContext, _ block: Block, to gradient: UnsafeMutablePointer<Float>
  ) {
    for point in 0..<Self.points {
      context.multiply(
        m: convolution.inputChannels, n: convolution.outputChannels, k: block.rows,
        .init(
          block.window(point), rowStride: convolution.inputChannels, isTransposed: true),
        .init(block.product(point), rowStride: convolution.outputChannels),
        into: gradient + point * tapCount, rowStride: convolution.outputChannels,
        accumulate: block.first > 0)
    }
  }

  private func transformWindows(_ context: ExecutionContext, _ block: Block) {
    var tiling = tiling(context, input, block)
    ck_filter_windows(
      context.rows(input) + block.first * context.map(input).stride, &tiling, block.windows)
  }
}

extension MinimalFilteringConvolution {
  /// What lives from the preparation on.
  private struct Scratch {
    /// 8 × Cin × Cout.
    let weights: UnsafeMutablePointer<Float>
    /// 8 × Cout × Cin.
    let transposedWeights: UnsafeMutablePointer<Float>
    /// 8 × Cin × Cout.
    let weightGradient: UnsafeMutablePointer<Float>

    init(_ start: UnsafeMutablePointer<Float>, tapCount: Int) {
      weights = start
      transposedWeights = start + points * tapCount
      weightGradient = start + 2 * points * tapCount
    }
  }

  /// Some examples of a pass, and where their transforms are.
  private struct Block {
    let first: Int
    let examples: Int
    /// Tiles of all its examples: the rows of its matrices.
    let rows: Int
    /// 8 × rows × Cin.
    let windows: UnsafeMutablePointer<Float>
    /// 8 × rows × Cout.
    let products: UnsafeMutablePointer<Float>
    let inputChannels: Int
    let outputChannels: Int

    func window(_ point: Int) -> UnsafeMutablePointer<Float> {
      windows + point * rows * inputChannels
    }

    func product(_ point: Int) -> UnsafeMutablePointer<Float> {
      products + point * rows * outputChannels
    }
  }

  private func forEachBlock(of context: ExecutionContext, _ body: (Block) -> Void) {
    for first in stride(from: 0, to: context.examples, by: examplesPerBlock) {
      let examples = min(examplesPerBlock, context.examples - first)
      let windows = context.workspace.temporary
      body(
        Block(
          first: first, examples: examples, rows: examples * tiles, windows: windows,
          products: windows + Self.points * examples * tiles * convolution.inputChannels,
          inputChannels: convolution.inputChannels, outputChannels: convolution.outputChannels))
    }
  }

  private func tiling(_ context: ExecutionContext, _ id: TensorID, _ block: Block) -> ck_tiling {
    ck_tiling(
      map: context.map(id).layout(examples: block.examples), tile: tile, tiles: tiles,
      leading: convolution.leading, zeros: context.workspace.zeros, waste: context.workspace.waste)
  }
}
