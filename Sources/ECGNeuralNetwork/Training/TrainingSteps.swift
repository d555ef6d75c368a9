import ECGParallel
import ECGRandom

/// The memory and the workers that training steps run with.
///
/// A class, since it owns memory: feature maps and gradients are allocated once, not at each step.
// `@unchecked`, since the compiler cannot see what keeps it safe: each worker writes to a workspace
// and to shards of its own, and all are joined before the calling thread, and it alone, adds them
// up and sends sums on.
final class TrainingSteps: @unchecked Sendable {
  private let graph: Graph
  private let configuration: TrainingConfiguration
  private let inputs: BatchInputs
  private let threads: Int
  private let workspaces: [Workspace]
  /// The shards that this process computes, all of them where it is alone, and which of a
  /// batch's they are.
  private let shards: [Shard]
  private let ownShards: Range<Int>
  /// What adds up the shards of all processes; nil where this one is alone.
  private let sharedSums: SharedSums?
  /// What the optimiser adds up: the shards' gradients, or the one sum of those of all processes.
  private let gradients: [UnsafePointer<Float>?]
  /// Pieces of the parameters that are updated by one worker each.
  private let pieces: [(range: Range<Int>, decays: Bool, rateFactor: Float)]
  /// What of the graph stays as it is.
  private let frozen: Graph.Prefix

  /// What the computation of one shard leaves.
  private final class Shard {
    let gradients: UnsafeMutablePointer<Float>
    let statistics: UnsafeMutablePointer<Float>
    var count = 0
    var loss = 0.0
    var correct = 0

    init(_ graph: Graph) {
      gradients = .allocate(capacity: max(1, graph.parameterCount))
      gradients.initialize(repeating: 0, count: max(1, graph.parameterCount))
      statistics = .allocate(capacity: max(1, graph.statisticCount))
      statistics.initialize(repeating: 0, count: max(1, graph.statisticCount))
    }

    deinit {
      gradients.deallocate()
      statistics.deallocate()
    }
  }

  /// The most examples that a shard of a batch can have.
  static func capacity(_ configuration: TrainingConfiguration, largestBatch: Int) -> Int {
    max(
      (largestBatch + configuration.shards - 1) / configuration.shards,
      min(largestBatch, 2 * TrainingConfiguration.smallestShard - 1))
  }

  init(
    graph: Graph, configuration: TrainingConfiguration, threads: Int, largestBatch: Int,
    augmentation: TrainingObserver.Augmentation?, group: (any ProcessGroup)? = nil
  ) {
    self.graph = graph
    self.configuration = configuration
    inputs = BatchInputs(graph: graph, configuration: configuration, augmentation: augmentation)
    // Shards beyond the parts of the largest batch would only add zeros, parameter by parameter.
    let shardCount = configuration.parts(ofBatch: largestBatch)
    ownShards = group?.share(of: shardCount) ?? 0..<shardCount
    sharedSums = group.map { SharedSums(graph, group: $0) }
    self.threads = max(1, min(threads, ownShards.count))
    let capacity = Self.capacity(configuration, largestBatch: largestBatch)
    workspaces = (0..<self.threads).map { _ in
      Workspace(
        graph: graph, capacity: capacity, gradients: true, products: configuration.products)
    }
    shards = ownShards.map { _ in Shard(graph) }
    gradients =
      sharedSums.map { [UnsafePointer($0.gradients)] }
      ?? shards.map { UnsafePointer($0.gradients) }
    let trunk = configuration.trunk
    let trunkParameters = trunk?.prefix(of: graph).parameters ?? 0
    let frozen = trunk?.frozen(of: graph) ?? .init()
    self.frozen = frozen
    pieces = graph.parameters.flatMap { parameter in
      let range = parameter.range
      let isTrunk = range.lowerBound < trunkParameters
      let start = range.lowerBound < frozen.parameters ? range.upperBound : range.lowerBound
      return stride(from: start, to: range.upperBound, by: 8192).map {
        (
          $0..<min($0 + 8192, range.upperBound), parameter.decays,
          isTrunk ? trunk?.rateFactor ?? 1 : 1
        )
      }
    }
  }

  /// One step of the optimiser on the examples that `batch` lists.
  ///
  /// - Parameter isCancelled: whether this process was asked to end.
  /// - Returns: the sum of the weighted losses, the number of examples classified correctly, and
  ///   how many processes were asked to end.
  /// - Throws: what sending to other processes throws.
  func step(
    _ batch: ArraySlice<Int>, of examples: Examples, learningRate: Float,
    state: inout TrainingState, isCancelled: Bool
  ) throws -> SharedSums.Counts {
    state.progress.step += 1
    let number = state.progress.step
    computeGradients(batch, of: examples, network: state.network, step: number)
    func addCounts(_ counts: inout SharedSums.Counts) {
      for shard in shards {
        counts.loss += shard.loss
        counts.correct += shard.correct
      }
      counts.cancelled += isCancelled ? 1 : 0
    }
    var counts = SharedSums.Counts()
    if let sharedSums {
      let parts = shards.map {
        (UnsafePointer($0.gradients), UnsafePointer($0.statistics), $0.count)
      }
      counts = try sharedSums.add(parts, counts: addCounts)
    } else {
      addCounts(&counts)
    }
    update(&state, learningRate: learningRate, batchCount: batch.count)
    return counts
  }

  private func computeGradients(
    _ batch: ArraySlice<Int>, of examples: Examples, network: Network, step: Int
  ) {
    let parts = configuration.parts(ofBatch: batch.count)
    network.parameters.withUnsafeBufferPointer { parameters in
      network.statistics.withUnsafeBufferPointer { statistics in
        nonisolated(unsafe) let (parameters, statistics) = (parameters, statistics)
        Workers.run(threads) { worker in
          for (index, shard) in zip(self.ownShards, self.shards)
          where index % self.threads == worker {
            // Shards past the parts get nothing.
            let first = batch.startIndex + batch.count * min(index, parts) / parts
            let last = batch.startIndex + batch.count * min(index + 1, parts) / parts
            self.compute(
              shard, batch[first..<last], batch: batch, of: examples,
              workspace: self.workspaces[worker], parameters: parameters, statistics: statistics,
              step: step)
          }
        }
      }
    }
  }

  private func compute(
    _ shard: Shard, _ indices: ArraySlice<Int>, batch: ArraySlice<Int>, of examples: Examples,
    workspace: Workspace, parameters: UnsafeBufferPointer<Float>,
    statistics: UnsafeBufferPointer<Float>, step: Int
  ) {
    shard.count = indices.count
    shard.loss = 0
    shard.correct = 0
    guard !indices.isEmpty, let parameters = parameters.baseAddress else {
      shard.gradients.update(repeating: 0, count: graph.parameterCount)
      return
    }
    let firstExample = indices.startIndex - batch.startIndex
    inputs.load(indices, batch: batch, of: examples, into: workspace, step: step)
    var streams = SeededGenerator(seed: configuration.seed, stream: 2, step)
    let context = ExecutionContext(
      workspace: workspace, examples: indices.count,
      mode: .training(stream: streams.next(), firstExample: firstExample), weightsVersion: step,
      parameters: parameters, statistics: statistics.baseAddress ?? UnsafePointer(shard.statistics),
      gradients: shard.gradients, batchStatistics: shard.statistics,
      frozenOperations: frozen.operations)
    workspace.forward(context)
    evaluateLoss(shard, indices, batch: batch, of: examples, context: context, step: step)
    workspace.backward(context)
  }

  /// Leaves the loss's gradient in the output map's.
  private func evaluateLoss(
    _ shard: Shard, _ indices: ArraySlice<Int>, batch: ArraySlice<Int>, of examples: Examples,
    context: ExecutionContext, step: Int
  ) {
    let classes = graph.maps[graph.output.index].shape.columns
    let share = 1 / Float(batch.count)
    guard let gradient = context.gradient(graph.output) else { return }
    gradient.update(from: context.values(graph.output), count: indices.count * classes)
    for (position, index) in indices.enumerated() {
      let row = UnsafeMutableBufferPointer(start: gradient + position * classes, count: classes)
      let label = examples.label(index)
      shard.correct += largestIndex(row) == label ? 1 : 0
      let example = indices.startIndex - batch.startIndex + position
      let blend = inputs.blend(example, of: batch, step: step)
      shard.loss += configuration.loss.evaluate(
        row, label: label, blend: blend.map { (examples.label($0.partner), $0.share) },
        share: share)
    }
  }

  private func update(_ state: inout TrainingState, learningRate: Float, batchCount: Int) {
    let number = state.progress.step
    let optimizer = configuration.optimizer
    let (gradients, pieces, threads) = (gradients, pieces, threads)
    state.network.parameters.withUnsafeMutableBufferPointer { parameters in
      state.firstMoments.withUnsafeMutableBufferPointer { first in
        state.secondMoments.withUnsafeMutableBufferPointer { second in
          guard let parameters = parameters.baseAddress, let first = first.baseAddress,
            let second = second.baseAddress
          else { return }
          nonisolated(unsafe) let step = Optimizer.Step(
            parameters: parameters, firstMoments: first, secondMoments: second,
            gradients: gradients, number: number, learningRate: learningRate)
          Workers.run(threads) { worker in
            for index in stride(from: worker, to: pieces.count, by: threads) {
              let piece = pieces[index]
              optimizer.apply(
                step, to: piece.range, decays: piece.decays, rateFactor: piece.rateFactor)
            }
          }
        }
      }
    }
    updateStatistics(&state.network.statistics, batchCount: batchCount)
  }

  /// Moves the running statistics towards the mean of the shards' statistics.
  private func updateStatistics(_ statistics: inout [Float], batchCount: Int) {
    for statistic in graph.statistics where statistic.range.lowerBound >= frozen.statistics {
      for index in statistic.range {
        let sum =
          sharedSums?.statistics[index]
          ?? shards.reduce(Float(0)) {
            $1.count == 0 ? $0 : $0 + $1.statistics[index] * Float($1.count)
          }
        statistics[index] += statistic.momentum * (sum / Float(batchCount) - statistics[index])
      }
    }
  }
}
