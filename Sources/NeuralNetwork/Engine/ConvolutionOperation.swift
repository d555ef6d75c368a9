/// A "same" convolution along time: `K` taps, `Cin` to `Cout` channels, stride 1.
///
/// Weights are `(K, Cin, Cout)`, so that a window of `K` rows of the input, which lies in memory as
/// `K·Cin` numbers in a row, times the weights as a `(K·Cin) × Cout` matrix, is one row of output.
///
/// Windows overlap, and BLAS takes no matrix whose rows overlap; but every `K`-th window does not
/// overlap its next. So the rows are dealt into `K` classes by their remainder, and each class is
/// one product with a row stride of `K` rows. Nothing is copied, and each output is written once.
/// The products run over the padding rows as well, whose results are then set back to zero.
struct ConvolutionOperation: Operation {
  let input: MapID
  let output: MapID
  let kernel: Int
  let inputChannels: Int
  let outputChannels: Int
  /// Where the weights lie among the parameters.
  let weights: Range<Int>
  /// Where the bias lies among the parameters.
  let bias: Range<Int>?

  var sharedPadding: Int? { kernel / 2 }

  /// Taps before the centre: `(K − 1) / 2`, as in Keras and PyTorch for an even kernel.
  private var leading: Int { (kernel - 1) / 2 }

  func forward(_ pass: Pass, scratch: UnsafeMutablePointer<Float>) {
    let map = pass.map(output)
    let values = pass.values(output)
    if let bias {
      fill(values, of: map, beats: pass.beats, with: pass.parameters + bias.lowerBound)
    }
    convolve(
      UnsafePointer(pass.values(input)), map: pass.map(input), beats: pass.beats,
      weights: pass.parameters + weights.lowerBound, leading: leading,
      from: inputChannels, to: outputChannels, into: values, accumulate: bias != nil)
    clearPadding(values, of: map, beats: pass.beats)
  }

  func backward(_ pass: Pass, scratch: UnsafeMutablePointer<Float>) {
    guard let outputGradient = pass.gradient(output) else { return }
    weightGradient(pass, outputGradient: outputGradient)
    if let bias {
      sumRows(
        outputGradient, of: pass.map(output), beats: pass.beats,
        into: pass.gradients + bias.lowerBound)
    }
    guard let inputGradient = pass.gradient(input) else { return }
    // The gradient of a convolution is one with the taps in reverse and each tap transposed.
    let reversed = pass.workspace.spare
    reverseTaps(pass.parameters + weights.lowerBound, into: reversed)
    convolve(
      UnsafePointer(outputGradient), map: pass.map(output), beats: pass.beats,
      weights: UnsafePointer(reversed), leading: kernel - 1 - leading,
      from: outputChannels, to: inputChannels, into: inputGradient,
      accumulate: pass.mustAccumulate(input))
    clearPadding(inputGradient, of: pass.map(input), beats: pass.beats)
  }

  /// Slides windows of `kernel` rows over a block: one product for each remainder class of rows.
  private func convolve(
    _ source: UnsafePointer<Float>, map: FeatureMap, beats: Int,
    weights: UnsafePointer<Float>, leading: Int, from sourceChannels: Int, to channels: Int,
    into result: UnsafeMutablePointer<Float>, accumulate: Bool
  ) {
    let rows = beats * (map.rows + map.padding) - map.padding
    for remainder in 0..<min(kernel, rows) {
      let first = map.padding + remainder
      MatrixProduct.multiply(
        m: (rows - remainder + kernel - 1) / kernel, n: channels, k: kernel * sourceChannels,
        .init(source + (first - leading) * sourceChannels, rowStride: kernel * sourceChannels),
        .init(weights, rowStride: channels),
        into: result + first * channels, rowStride: kernel * channels, accumulate: accumulate)
    }
  }

  /// The weights' gradient: windows of the input, transposed, times the output's gradient.
  private func weightGradient(_ pass: Pass, outputGradient: UnsafeMutablePointer<Float>) {
    let map = pass.map(input)
    let rows = pass.beats * (map.rows + map.padding) - map.padding
    let source = UnsafePointer(pass.values(input))
    for remainder in 0..<min(kernel, rows) {
      let first = map.padding + remainder
      MatrixProduct.multiply(
        m: kernel * inputChannels, n: outputChannels,
        k: (rows - remainder + kernel - 1) / kernel,
        .init(
          source + (first - leading) * inputChannels, rowStride: kernel * inputChannels,
          isTransposed: true),
        .init(outputGradient + first * outputChannels, rowStride: kernel * outputChannels),
        into: pass.gradients + weights.lowerBound, rowStride: outputChannels,
        accumulate: remainder > 0)
    }
  }

  /// Turns `(K, Cin, Cout)` into `(K reversed, Cout, Cin)`.
  private func reverseTaps(
    _ weights: UnsafePointer<Float>, into reversed: UnsafeMutablePointer<Float>
  ) {
    let tap = inputChannels * outputChannels
    for k in 0..<kernel {
      let source = weights + k * tap
      let target = reversed + (kernel - 1 - k) * tap
      for i in 0..<inputChannels {
        for o in 0..<outputChannels {
          target[o &* inputChannels &+ i] = source[i &* outputChannels &+ o]
        }
      }
    }
  }
}

/// Writes `row` to each row of each beat.
func fill(
  _ values: UnsafeMutablePointer<Float>, of map: FeatureMap, beats: Int,
  with row: UnsafePointer<Float>
) {
  forEachRow(of: map, beats: beats) { (values + $0).update(from: row, count: map.channels) }
}

/// Sets the rows between and after the beats to zero.
func clearPadding(_ values: UnsafeMutablePointer<Float>, of map: FeatureMap, beats: Int) {
  for beat in 0..<beats {
    let end = map.start + beat * map.stride + map.rows * map.channels
    (values + end).update(repeating: 0, count: map.padding * map.channels)
  }
}

/// Sums a map's rows over all beats, column by column.
func sumRows(
  _ values: UnsafeMutablePointer<Float>, of map: FeatureMap, beats: Int,
  into sums: UnsafeMutablePointer<Float>
) {
  sums.update(repeating: 0, count: map.channels)
  forEachRow(of: map, beats: beats) { row in
    forEachGroup(of: map.channels) { c, count in
      let sum = sums.lanes(at: c, count: count) + values.lanes(at: row + c, count: count)
      sums.store(sum, at: c, count: count)
    }
  }
}

/// Calls `body` with the offset of each row of each beat.
@inline(__always)
func forEachRow(of map: FeatureMap, beats: Int, _ body: (_ offset: Int) -> Void) {
  for beat in 0..<beats {
    var offset = map.start + beat * map.stride
    for _ in 0..<map.rows {
      body(offset)
      offset &+= map.channels
    }
  }
}
