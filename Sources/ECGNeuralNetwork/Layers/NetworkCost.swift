/// What a network costs, counted from its layers before there is one.
public struct NetworkCost: Codable, Equatable, Sendable {
  /// The numbers that training learns.
  public let parameters: Int
  /// The running means and variances of batch normalisation.
  public let statistics: Int
  /// The multiply-adds of one example's forward pass through convolutions and dense layers;
  /// training takes about three times as many.
  public let multiplyAdds: Int
  /// The bytes that training takes for weights, gradients, the optimiser's moments and feature
  /// maps; the data come on top.
  public let trainingBytes: Int

  /// Counts.
  ///
  /// - Parameters:
  ///   - architecture: the layers.
  ///   - configuration: how they are trained.
  ///   - threads: the threads that share the training.
  /// - Throws: ``NetworkError`` where the layers do not fit together.
  public init(
    of architecture: Sequential, training configuration: TrainingConfiguration, threads: Int
  ) throws {
    let graph = try architecture.graph()
    parameters = graph.parameterCount
    statistics = graph.statisticCount
    multiplyAdds = graph.flopsPerExample / 2
    let workers = max(1, min(threads, configuration.shards))
    let maps = Workspace.floatCount(
      of: graph,
      capacity: TrainingSteps.capacity(configuration, largestBatch: configuration.batchSize),
      gradients: true)
    // Weights, two moments, and a copy for each of the average and the best epoch.
    let copies =
      3 + (configuration.averaging == nil ? 0 : 1) + (configuration.earlyStopping == nil ? 0 : 1)
    let numbers =
      workers * maps + (configuration.shards + copies) * (parameters + statistics)
    trainingBytes = numbers * MemoryLayout<Float>.stride
  }
}
