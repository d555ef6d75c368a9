import CECGKernels
import ECGNeuralNetwork
import Foundation
import Testing

/// Trainings whose bits depend on nothing but network, data, configuration and seed.
@Suite struct PortableTrainingTests {
  private static let examples = (
    training: BumpProblem.examples(99, seed: 1), validation: BumpProblem.examples(60, seed: 2)
  )

  private static func trained(
    _ products: MatrixProducts, _ network: Network, threads: Int = 1
  ) throws -> TrainingState {
    let configuration = TrainingConfiguration(
      epochs: 2, batchSize: 32, shards: 4, products: products,
      optimizer: .adam(Adam(learningRate: 0.01)),
      earlyStopping: EarlyStopping(monitor: .validationLoss), seed: 5)
    return try Trainer(configuration, threads: threads).train(
      network, on: examples.training, validation: examples.validation)
  }

  /// Each operation that multiplies: both kinds of convolution, grouped ones, a recurrent layer,
  /// attention, dense layers.
  private static func network() throws -> Network {
    try Network(
      Sequential(input: BumpProblem.shape) {
        Conv1D(filters: 16, kernel: 5, bias: false)
        BatchNorm()
        LeakyReLU(0.1)
        Conv1D(filters: 20, kernel: 3)
        MaxPool1D(2)
        Conv1D(filters: 24, kernel: 4, dilation: 2)
        Conv1D(filters: 8, kernel: 3, groups: 4)
        SelfAttention(heads: 2)
        GRU(6, bidirectional: true, returnsSequences: true)
        LSTM(5, returnsSequences: true)
        AttentionPool1D(8)
        Dropout(0.1)
        Dense(3)
      }, seed: 3)
  }

  @Test(arguments: [2, 3, 5])
  func threadsDoNotChangeTheResult(_ threads: Int) throws {
    let one = try Self.trained(.portable, Self.network())
    let many = try Self.trained(.portable, Self.network(), threads: threads)
    #expect(one.result.parameters == many.result.parameters)
    #expect(one.history == many.history)
  }

  /// The library's sums go another way, to nearly the same place.
  @Test func theyAreNearTheLibrarys() throws {
    let own = try Self.trained(.portable, Self.network()).history.epochs
    let library = try Self.trained(.library, Self.network()).history.epochs
    #expect(abs(own[0].loss - library[0].loss) < 1e-3)
    #expect(own[1].loss < own[0].loss)
  }

  #if os(Linux)
    /// What an AMD EPYC with AVX-512 has computed; with AVX2 and on 64-bit ARM it is the same. The
    /// logarithms and exponentials are those of the C library, here glibc's.
    @Test(
      .enabled(
        if: ck_fuses_multiply_adds() != 0, "multiplying and adding are two roundings here"))
    func theBitsAreThoseOfOtherProcessors() throws {
      let parameters = try Self.trained(.portable, Self.network()).result.parameters
      // FNV-1a, by words.
      let hash = parameters.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
        ($0 ^ UInt64($1.bitPattern)) &* 0x100_0000_01b3
      }
      #expect(hash == 0x3fa5_7387_40a3_dddb)
    }
  #endif

  /// What was stored before there were portable products says nothing of them, and means the library.
  @Test func theLibraryGoesWithoutSaying() throws {
    var configuration = TrainingConfiguration()
    func text() throws -> String {
      String(decoding: try JSONEncoder().encode(configuration), as: UTF8.self)
    }
    #expect(configuration.products == .library)
    #expect(try !text().contains("products"))
    #expect(
      try JSONDecoder().decode(TrainingConfiguration.self, from: Data(text().utf8))
        == configuration)
    configuration.products = .portable
    #expect(try text().contains(#""products":"portable""#))
    #expect(
      try JSONDecoder().decode(TrainingConfiguration.self, from: Data(text().utf8))
        == configuration)
  }

  @Test func theKernelsOfPortableProductsNameNoLibrary() throws {
    let words = try ArithmeticKernels.description(of: .portable)
    #expect(words.hasPrefix("portable products") && !words.contains("BLAS"))
    #expect(try ArithmeticKernels.description() != words)
  }
}
