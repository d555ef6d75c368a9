import ECGNeuralNetwork
import Testing

/// What dropout draws: how many, how it scales, and what the draws depend on.
@Suite struct DropoutTests {
  private static let shape = Shape.sequence(samples: 250, channels: 40)
  private static let examples = 8
  private static let count = examples * shape.count

  private static func run(_ rate: Float, examples: Int = examples) throws -> LayerRun {
    try LayerRun([Dropout(rate)], input: shape, examples: examples)
  }

  /// Ones, of which each is dropped or scaled.
  private static func ones(examples: Int = examples) -> [Float] {
    Array(repeating: 1, count: examples * shape.count)
  }

  /// Five standard deviations of the share of `count` draws that come true with
  /// probability `share`.
  private static func tolerance(_ share: Double, _ count: Int) -> Double {
    5 * (share * (1 - share) / Double(count)).squareRoot()
  }

  /// The share of places where both or neither are dropped.
  private static func agreement(_ one: ArraySlice<Float>, _ other: ArraySlice<Float>) -> Double {
    let agreeing = zip(one, other).count { ($0 == 0) == ($1 == 0) }
    return Double(agreeing) / Double(one.count)
  }

  @Test(arguments: [Float(0.1), 0.2, 0.5, 0.9])
  func dropsItsShareAndScalesTheRest(rate: Float) throws {
    let output = try Self.run(rate)(Self.ones()).output
    let dropped = Double(output.count { $0 == 0 }) / Double(Self.count)
    #expect(abs(dropped - Double(rate)) < Self.tolerance(Double(rate), Self.count))
    let kept = output.filter { $0 != 0 }
    // What is kept makes up for what is not, so that the mean stays.
    #expect(kept.allSatisfy { abs($0 * (1 - rate) - 1) < 1e-6 })
  }

  /// Each channel and each sample loses its share, not some all and others nothing.
  @Test func everyPlaceHasItsShare() throws {
    let output = try Self.run(0.5)(Self.ones()).output
    let channels = (0..<40).map { channel in
      stride(from: channel, to: Self.count, by: 40).count { output[$0] == 0 }
    }
    let bound = Self.tolerance(0.5, Self.count / 40) * Double(Self.count / 40)
    #expect(channels.allSatisfy { abs(Double($0) - Double(Self.count / 80)) < bound })
  }

  /// Steps (streams), examples, neighbouring samples and neighbouring channels draw apart.
  @Test(arguments: [Float(0.2), 0.5])
  func drawsAreIndependent(rate: Float) throws {
    var run = try Self.run(rate)
    let output = run(Self.ones()).output
    run.stream += 1
    let next = run(Self.ones()).output
    let share = Double(rate * rate + (1 - rate) * (1 - rate))
    let size = Self.shape.count
    for (name, one, other) in [
      ("steps", output[...], next[...]),
      ("examples", output.dropLast(size), output.dropFirst(size)),
      ("samples", output.dropLast(40), output.dropFirst(40)),
      ("channels", output.dropLast(1), output.dropFirst(1)),
      ("examples of steps", output.dropLast(size), next.dropFirst(size)),
    ] {
      let agreement = Self.agreement(one, other)
      #expect(abs(agreement - share) < Self.tolerance(share, one.count), "\(name)")
    }
  }

  /// An example's draws depend on the step and on its place in the batch, not on how the
  /// batch is dealt out.
  @Test func shardsDrawWhatTheWholeBatchDraws() throws {
    let whole = try Self.run(0.3)
    let output = whole(Self.ones()).output
    #expect(whole(Self.ones()).output == output)
    var joined: [Float] = []
    for (first, examples) in [(0, 3), (3, 1), (4, 4)] {
      var shard = try Self.run(0.3, examples: examples)
      shard.firstExample = whole.firstExample + first
      joined += shard(Self.ones(examples: examples)).output
    }
    #expect(joined == output)
  }

  /// The way back drops what the way there dropped, and scales alike.
  @Test func gradientsTakeTheSameWay() throws {
    let run = try Self.run(0.4)
    let result = run(Self.ones(), outputGradient: Self.ones())
    #expect(result.inputGradient == result.output)
  }

  @Test func inferenceDropsNothing() throws {
    #expect(try Self.run(0.5)(Self.ones(), training: false).output == Self.ones())
  }
}
