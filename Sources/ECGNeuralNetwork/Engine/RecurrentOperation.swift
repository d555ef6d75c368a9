import CECGKernels

/// A GRU or an LSTM along time, in one direction: `(N, L, C)` → `U` of the channels of `(N, L, …)`.
///
/// What the inputs add to the gates is one product an example for all samples; then the steps go
/// along time, each with one product for all examples. The way back goes the other way, and what
/// weights get of it is again one product an example.
struct RecurrentOperation: Operation {
  /// The kind of unit.
  enum Cell: Equatable, Sendable {
    case gru, lstm

    /// The gates, and the candidate: what has weights.
    var gates: Int { self == .gru ? 3 : 4 }

    /// What is kept of a sample for the way back: gates, and what the states add to the GRU's
    /// candidate or the LSTM's cells.
    var kept: Int { gates + 1 }
  }

  let cell: Cell
  let input: TensorID
  /// The states, of all directions side by side.
  let output: TensorID
  /// The gates of this direction: a map of `kept · U` channels that nothing else touches.
  let gates: TensorID
  /// The first of the channels of the output that are its own.
  let offset: Int
  /// `U`.
  let units: Int
  /// `C`.
  let inputs: Int
  /// Whether it goes from the last sample to the first.
  let isReverse: Bool
  /// `(C, gates · U)`, `(U, gates · U)`, and `gates · U` each.
  let inputWeights, recurrentWeights, inputBias, recurrentBias: Range<Int>

  /// `gates · U`.
  var gateWidth: Int { cell.gates * units }
  /// `kept · U`.
  var keptWidth: Int { cell.kept * units }

  var multiplications: Int { (inputs + units) * gateWidth }

  func temporaryCount(examples: Int, gradients: Bool) -> Int {
    Temporary.count(of: self, examples: examples)
  }

  /// The room that a pass takes.
  struct Temporary {
    /// The products of the states with their weights: `N × gates · U`.
    let products: UnsafeMutablePointer<Float>
    /// The gradients of states and cells that go to the step before: `N × U` each.
    let carried, carriedCells: UnsafeMutablePointer<Float>
    /// `kept · U`.
    let sums: UnsafeMutablePointer<Float>

    init(_ context: ExecutionContext, _ operation: RecurrentOperation) {
      products = context.workspace.temporary
      carried = products + context.examples * operation.gateWidth
      carriedCells = carried + context.examples * operation.units
      sums = carriedCells + context.examples * operation.units
    }

    static func count(of operation: RecurrentOperation, examples: Int) -> Int {
      examples * (operation.gateWidth + 2 * operation.units) + operation.keptWidth
    }
  }

  func forward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    addInputs(context)
    let temporary = Temporary(context, self)
    let parameters = context.parameters
    for (sample, before) in steps(of: context) {
      if let before {
        context.multiply(
          m: context.examples, n: gateWidth, k: units,
          .init(states(context, before), rowStride: context.map(output).stride),
          .init(parameters + recurrentWeights.lowerBound, rowStride: gateWidth),
          into: temporary.products, rowStride: gateWidth)
      } else {
        temporary.products.update(repeating: 0, count: context.examples * gateWidth)
      }
      var step = kernel(context, before: before)
      let run = cell == .gru ? ck_gru_step : ck_lstm_step
      run(
        &step, temporary.products, parameters + recurrentBias.lowerBound,
        keptRows(context) + sample * keptWidth, states(context, sample))
    }
  }

  /// Leaves in the gates what the inputs add to them.
  private func addInputs(_ context: ExecutionContext) {
    let (source, target) = (context.map(input), context.map(gates))
    for example in 0..<context.examples {
      let rows = keptRows(context) + example * target.stride
      for row in 0..<target.rows {
        (rows + row * keptWidth).update(
          from: context.parameters + inputBias.lowerBound, count: gateWidth)
      }
      context.multiply(
        m: source.rows, n: gateWidth, k: inputs,
        .init(context.rows(input) + example * source.stride, rowStride: inputs),
        .init(context.parameters + inputWeights.lowerBound, rowStride: gateWidth),
        into: rows, rowStride: keptWidth, accumulate: true)
    }
  }

  /// The samples in the order of the steps, each with the one of the step before.
  func steps(
    of context: ExecutionContext
  ) -> some BidirectionalCollection<(sample: Int, before: Int?)> {
    let (rows, isReverse) = (context.map(output).rows, isReverse)
    return (0..<rows).lazy.map { index in
      let sample = isReverse ? rows - 1 - index : index
      return (sample, index == 0 ? nil : isReverse ? sample + 1 : sample - 1)
    }
  }

  /// The step that follows the one at the sample `before`, as the C kernels take it.
  func kernel(_ context: ExecutionContext, before: Int?) -> ck_recurrent {
    let (states, gates) = (context.map(output), context.map(gates))
    let previous: UnsafePointer<Float>
    switch (before, cell) {
    case (nil, _): previous = context.workspace.zeros
    case (let before?, .gru): previous = UnsafePointer(self.states(context, before))
    case (let before?, .lstm):
      previous = UnsafePointer(keptRows(context) + before * keptWidth + gateWidth)
    }
    return ck_recurrent(
      examples: context.examples, units: units, previous: previous,
      previous_stride: before == nil ? 0 : cell == .gru ? states.stride : gates.stride,
      gates_stride: gates.stride, states_stride: states.stride)
  }

  /// The states of the first example at a sample.
  func states(_ context: ExecutionContext, _ sample: Int) -> UnsafeMutablePointer<Float> {
    context.rows(output) + sample * context.map(output).channels + offset
  }

  /// What is kept of the first sample of the first example.
  func keptRows(_ context: ExecutionContext) -> UnsafeMutablePointer<Float> { context.rows(gates) }
}
