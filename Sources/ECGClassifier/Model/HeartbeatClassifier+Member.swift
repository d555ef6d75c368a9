import ECGSafetensors
public import ECGNeuralNetwork
import ECGText
import Foundation

extension HeartbeatClassifier {
  /// One of the networks whose probabilities are averaged.
  public struct Member: Sendable {
    /// The network.
    public let network: Network
    /// How its training went.
    public let history: TrainingHistory
    /// The seed of its training.
    public let seed: UInt64

    /// Creates a member.
    public init(network: Network, history: TrainingHistory, seed: UInt64) {
      self.network = network
      self.history = history
      self.seed = seed
    }
  }
}

/// Members in a safetensors file: their tensors under `members.0.`, `members.1.` and so on, all
/// else as JSON in the metadata.
enum MemberCoding {
  private static let key = "members"

  private struct Origin: Codable {
    let seed: UInt64
    let history: TrainingHistory
  }

  /// What is stored of members.
  static func encode(
    _ members: [HeartbeatClassifier.Member]
  ) throws -> (tensors: [String: Safetensors.Tensor], metadata: [String: String]) {
    let origins = members.map { Origin(seed: $0.seed, history: $0.history) }
    return (tensors(of: members.map(\.network)), [key: try JSONEncoder.sorted().text(of: origins)])
  }

  /// The tensors of networks, told apart by their names.
  static func tensors(of networks: [Network]) -> [String: Safetensors.Tensor] {
    var tensors: [String: Safetensors.Tensor] = [:]
    for (index, network) in networks.enumerated() {
      for (name, tensor) in network.tensors { tensors[prefix(index) + name] = tensor }
    }
    return tensors
  }

  /// The network that is number `index` in a file, counted from 0.
  static func network(
    _ index: Int, of file: MetadataFile, _ architecture: Sequential
  ) throws -> Network {
    try file.network(architecture, tensors: file.tensors(under: prefix(index)))
  }

  /// Reads what ``encode(_:)`` stored.
  ///
  /// - Throws: `FileError` where tensors are missing, superfluous or make no network of that
  ///   architecture.
  static func decode(
    from file: MetadataFile, architecture: Sequential
  ) throws -> [HeartbeatClassifier.Member] {
    let origins = try file.value([Origin].self, key)
    let members = try origins.enumerated().map { index, origin in
      try file.expect(
        origin.history.epochs.map(\.number) == Array(1..<origin.history.epochs.count + 1),
        "the epochs of its history are not numbered in order")
      return HeartbeatClassifier.Member(
        network: try network(index, of: file, architecture),
        history: origin.history, seed: origin.seed)
    }
    return members
  }

  private static func prefix(_ index: Int) -> String { "members.\(index)." }
}
