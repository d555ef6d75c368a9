public import ArgumentParser
public import ECGClassifier
import ECGFiles

extension Transfer.Freezing: ExpressibleByArgument {}

/// What a network begins with.
struct TransferOptions: ParsableArguments {
  /// What stands for the model that comes with the program; a file called so is `./pretrained`.
  static let pretrained = "pretrained"

  @Option(
    help: """
      A trained model whose convolutions come along, while the dense layers are new: a file, or \
      \(TransferOptions.pretrained) for the pretrained model.
      """, completion: .file(extensions: ["safetensors"]))
  var from: String?

  @Option(
    help: """
      With --from, what stays as it is: the convolutions, or none, where they are trained on at a tenth of \
      the learning rate. (default: none)
      """)
  var freeze: Transfer.Freezing?

  func validate() throws {
    guard from != nil || freeze == nil else { throw ValidationError("--freeze goes with --from") }
  }

  /// The model to begin with; nil where none was named.
  ///
  /// - Throws: `FileError` where it cannot be read or begun with.
  var source: TransferSource? {
    get throws { try from.map { try Self.source($0, freezing: freeze ?? .none) } }
  }

  /// The model that `--from` names.
  ///
  /// - Throws: `FileError` where it cannot be read or begun with.
  static func source(_ name: String, freezing: Transfer.Freezing) throws -> TransferSource {
    let model = try model(name)
    return try checking(name) { try TransferSource(model, freezing: freezing) }
  }

  /// The model of that name.
  ///
  /// - Throws: `FileError` where it cannot be read.
  static func model(_ name: String) throws -> HeartbeatClassifier {
    try name == pretrained
      ? HeartbeatClassifier.pretrained() : HeartbeatClassifier.load(path: name)
  }

  /// Runs work that may find the model unfit.
  ///
  /// - Throws: `FileError` where it does, and what the work throws otherwise.
  static func checking<Result>(_ name: String?, _ work: () throws -> Result) throws -> Result {
    do {
      return try work()
    } catch let error as TransferError {
      throw FileError(
        .badData, path: name ?? pretrained, error.description, remedy: error.remedy)
    }
  }
}
