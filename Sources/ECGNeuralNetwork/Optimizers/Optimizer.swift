/// How weights follow their gradients.
///
/// In files it is an object with the fields of the optimiser and a word for it, `kind`; where that
/// is left out it is Adam.
public enum Optimizer: Equatable, Sendable {
  /// A step for each weight by the size of its own gradients.
  case adam(Adam)
  /// Gradient descent, with or without momentum.
  case sgd(SGD)

  /// The learning rate that schedules scale.
  public var learningRate: Float {
    get {
      switch self {
      case .adam(let adam): adam.learningRate
      case .sgd(let sgd): sgd.learningRate
      }
    }
    set {
      switch self {
      case .adam(var adam):
        adam.learningRate = newValue
        self = .adam(adam)
      case .sgd(var sgd):
        sgd.learningRate = newValue
        self = .sgd(sgd)
      }
    }
  }

  /// The weight decay, as the optimiser means it.
  public var weightDecay: Float {
    get {
      switch self {
      case .adam(let adam): adam.weightDecay
      case .sgd(let sgd): sgd.weightDecay
      }
    }
    set {
      switch self {
      case .adam(var adam):
        adam.weightDecay = newValue
        self = .adam(adam)
      case .sgd(var sgd):
        sgd.weightDecay = newValue
        self = .sgd(sgd)
      }
    }
  }

  /// The optimiser in a reader's terms, such as `SGD with Nesterov momentum 0.9`.
  public var title: String {
    switch self {
    case .adam: "Adam"
    case .sgd(let sgd): sgd.title
    }
  }

  func check() throws {
    try require(
      learningRate > 0 && learningRate.isFinite, "Training",
      "the learning rate is \(learningRate), must be positive")
    switch self {
    case .adam(let adam): try adam.check()
    case .sgd(let sgd): try sgd.check()
    }
  }

  /// Updates the parameters in `range`.
  ///
  /// - Parameter rateFactor: what the learning rate is multiplied with for them.
  func apply(_ step: Step, to range: Range<Int>, decays: Bool, rateFactor: Float = 1) {
    switch self {
    case .adam(let adam): adam.apply(step, to: range, decays: decays, rateFactor: rateFactor)
    case .sgd(let sgd): sgd.apply(step, to: range, decays: decays, rateFactor: rateFactor)
    }
  }

  /// What one step does to some of the parameters.
  package struct Step {
    let parameters: UnsafeMutablePointer<Float>
    let firstMoments: UnsafeMutablePointer<Float>
    let secondMoments: UnsafeMutablePointer<Float>
    /// The gradients to be added up, in this order, as the C kernels take them.
    let gradients: [UnsafePointer<Float>?]
    /// The step, counted from 1.
    let number: Int
    let learningRate: Float

    package init(
      parameters: UnsafeMutablePointer<Float>, firstMoments: UnsafeMutablePointer<Float>,
      secondMoments: UnsafeMutablePointer<Float>, gradients: [UnsafePointer<Float>?],
      number: Int, learningRate: Float
    ) {
      self.parameters = parameters
      self.firstMoments = firstMoments
      self.secondMoments = secondMoments
      self.gradients = gradients
      self.number = number
      self.learningRate = learningRate
    }
  }
}

extension Optimizer: Codable {
  private enum Keys: String, CodingKey { case kind }

  /// The words that files know optimisers by.
  private enum Kind: String, Codable { case adam, sgd }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    switch try container.decodeIfPresent(Kind.self, forKey: .kind) ?? .adam {
    case .adam: self = .adam(try Adam(from: decoder))
    case .sgd: self = .sgd(try SGD(from: decoder))
    }
  }

  /// Adam goes without the word, as it did before there was another.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .adam(let adam): try adam.encode(to: encoder)
    case .sgd(let sgd):
      var container = encoder.container(keyedBy: Keys.self)
      try container.encode(Kind.sgd, forKey: .kind)
      try sgd.encode(to: encoder)
    }
  }
}
