import ECGFiles
import ECGNeuralNetwork
import ECGSafetensors

/// Nodes that slide along the samples, or take all of them together.
extension ONNXImporter {
  /// What of a sliding window an operator says.
  struct Window {
    var stride: Int
    var dilation: Int
    /// Zeros before the first sample.
    var before: Int
    /// Zeros after the last.
    var after: Int

    /// - Parameter axis: the samples' axis among those that windows slide along.
    init(
      _ importer: ONNXImporter, _ node: ONNXNodeProto, _ input: ImportedMap, axis: Int, size: Int
    ) throws {
      let count = input.axes.count - 2
      func along(_ name: String, _ usual: Int) throws -> [Int] {
        let values = try importer.integers(node, name) ?? Array(repeating: usual, count: count)
        guard values.count == count, values.allSatisfy({ 1...4096 ~= $0 }) else {
          throw importer.refused(
            node, "expected \(count) \(name) from 1 to 4096, found \(values)", "Export it again")
        }
        return values
      }
      stride = try along("strides", 1)[axis]
      dilation = try along("dilations", 1)[axis]
      let reach = (size - 1) * dilation
      switch importer.text(node, "auto_pad", else: "NOTSET") {
      case "SAME_UPPER", "SAME_LOWER":
        let length = input.samples
        let total = max(0, ((length + stride - 1) / stride - 1) * stride + reach + 1 - length)
        before = total / 2
        if importer.text(node, "auto_pad", else: "") == "SAME_LOWER" { before = total - before }
        after = total - before
      case "VALID": (before, after) = (0, 0)
      default:
        let pads = try importer.integers(node, "pads") ?? Array(repeating: 0, count: 2 * count)
        let others = pads.indices.filter { $0 % max(1, count) != axis }
        guard pads.count == 2 * count, pads.allSatisfy({ 0...4096 ~= $0 }),
          others.allSatisfy({ pads[$0] == 0 })
        else {
          throw importer.refused(
            node, "expected pads beside the samples alone, found \(pads)", "Export it again")
        }
        (before, after) = (pads[axis], pads[axis + count])
      }
      before += input.zeros.before
      after += input.zeros.after
    }
  }

  /// The index of the samples among the axes of what windows slide along: after batch and channels.
  func slidingAxis(_ node: ONNXNodeProto, of input: ImportedMap) throws -> Int {
    guard case .sequence = input.shape, input.axes.count > 2, input.axes[0] == .batch,
      input.isColumns(input.axes[1]), let axis = input.axes.firstIndex(of: .samples),
      input.axes.indices.allSatisfy({ $0 < 2 || $0 == axis || input.axes[$0] == .one })
    else {
      throw refused(
        node,
        "expected a sequence with its channels before its samples, found axes \(Self.words(input.axes))",
        "Export a network that takes beats as (N, 1, L) or (N, L, 1), samples along the convolutions"
      )
    }
    return axis
  }

  /// Axes in words.
  static func words(_ axes: [ImportedMap.Axis]) -> String {
    axes.map { "\($0)" }.joined(separator: ", ")
  }

  /// The largest, or the mean, of samples in a row.
  mutating func pooling(_ node: ONNXNodeProto, of input: ImportedMap) throws -> ImportedMap {
    let sliding = try slidingAxis(node, of: input)
    let kernel = try integers(node, "kernel_shape") ?? []
    guard kernel.count == input.axes.count - 2, kernel.allSatisfy({ 1...(1 << 20) ~= $0 }),
      kernel.indices.allSatisfy({ $0 == sliding - 2 || kernel[$0] == 1 })
    else {
      throw refused(
        node, "expected a window along the samples alone, found \(kernel)",
        "Export a network with poolings in one dimension")
    }
    let size = kernel[sliding - 2]
    let window = try Window(self, node, input, axis: sliding - 2, size: size)
    let (length, step) = (input.shape.rows, window.stride)
    let span = length + window.before + window.after - size
    guard window.dilation == 1,
      try integer(node, "ceil_mode", else: 0) == 0 || span.isMultiple(of: step)
    else {
      throw refused(
        node, "expected windows without gaps in them that end with the samples, found others",
        "Train it with poolings without dilation and ceil_mode")
    }
    // Side by side from the first sample on: zeros after the last that make no window
    // more do nothing.
    let isPlain =
      step == size && window.before == 0 && span >= 0 && span / step + 1 == length / size
    let pool: any Layer
    switch (node.opType, isPlain) {
    case ("MaxPool", true): pool = MaxPool1D(size)
    case ("MaxPool", false):
      pool = StridedMaxPool1D(size, stride: step, before: window.before, after: window.after)
    case (_, true): pool = AveragePool1D(size)
    case (_, false): return try means(node, of: input, window, size: size)
    }
    return try appending(layer(pool), to: input, at: node)
  }

  /// Means of windows that overlap or reach beyond the ends: a convolution of each channel by
  /// itself whose taps are all alike.
  private mutating func means(
    _ node: ONNXNodeProto, of input: ImportedMap, _ window: Window, size: Int
  ) throws -> ImportedMap {
    let (samples, channels) = (input.shape.rows, input.shape.columns)
    let last = (samples + window.before + window.after - size) / window.stride * window.stride
    let reachesZeros = window.before > 0 || last + size > samples
    guard try !reachesZeros || integer(node, "count_include_pad", else: 0) != 0 else {
      throw refused(
        node,
        """
        expected means of \(size) samples each, found fewer at the ends: pads \(window.before) and \
        \(window.after) that do not count
        """, "Train it with means without padding, or with padding that counts")
    }
    guard let fit = Fit(window, kernel: size, samples: samples) else {
      throw refused(
        node,
        """
        expected means of windows that follow closely and begin with the samples, found size \(size), stride \
        \(window.stride), pads \(window.before) and \(window.after)
        """, "Train it with means whose stride is at most their size")
    }
    let taps = Array(repeating: 1 / Float(size), count: size * channels)
    return try convolution(
      fit,
      Conv1D(
        filters: channels, kernel: fit.kernel, stride: window.stride, groups: channels, bias: false),
      ["weight": fit.widened(.init(shape: [size, 1, channels], values: taps))], to: input, at: node)
  }

  /// The mean, or the largest, of all samples.
  mutating func globalPooling(
    _ node: ONNXNodeProto, of input: ImportedMap
  ) throws -> ImportedMap {
    // Which axis it pools goes by the place of that axis alone.
    let axis = try slidingAxis(node, of: input)
    let result =
      node.opType == "GlobalAveragePool"
      ? try average(node, of: input) : try largest(node, of: input)
    return pooled(result, [axis], keeping: true)
  }

  /// A reduction of the samples; that of any other axis is refused.
  mutating func reduction(_ node: ONNXNodeProto, of input: ImportedMap) throws -> ImportedMap {
    let axes = try (axes(node) ?? []).map { try normalized($0, of: input.axes.count, at: node) }
    guard case .sequence = input.shape, !input.axes.contains(.units),
      axes.contains(where: { input.axes[$0] == .samples }),
      axes.allSatisfy({ [.samples, .one].contains(input.axes[$0]) })
    else {
      throw refused(
        node, "expected all samples to be taken together, found axes \(axes)",
        "Only global poolings over the samples can be imported")
    }
    let result =
      node.opType == "ReduceMean" ? try average(node, of: input) : try largest(node, of: input)
    return pooled(result, axes, keeping: try integer(node, "keepdims", else: 1) != 0)
  }

  private mutating func average(
    _ node: ONNXNodeProto, of input: ImportedMap
  ) throws -> ImportedMap {
    try appending(layer(GlobalAveragePool1D()), to: input, at: node)
  }

  /// The largest of all samples: a pooling as long as the sequence.
  private mutating func largest(
    _ node: ONNXNodeProto, of input: ImportedMap
  ) throws -> ImportedMap {
    let result = try appending(layer(MaxPool1D(input.shape.rows)), to: input, at: node)
    return try appending(layer(Flatten()), to: result, at: node)
  }

  /// A map whose samples have become one number for each channel.
  private func pooled(_ map: ImportedMap, _ axes: [Int], keeping: Bool) -> ImportedMap {
    var result = map
    result.order = nil
    result.axes = map.axes.indices.compactMap {
      if axes.contains($0) { return keeping ? .one : nil }
      return map.axes[$0] == .channels ? .features : map.axes[$0]
    }
    // One channel may have stood as an axis of size 1.
    if !result.axes.contains(.features), let axis = result.axes.firstIndex(of: .one) {
      result.axes[axis] = .features
    }
    return result
  }
}
