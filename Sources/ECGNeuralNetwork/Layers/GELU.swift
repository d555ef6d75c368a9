/// `x` times the share of a standard normal distribution below `x` (Hendrycks and Gimpel 2016). The
/// shape stays.
public struct GELU: Layer, KitLayer, Equatable {
  public static let name = "GELU"

  /// How the distribution is computed; the names are PyTorch's.
  public enum Approximation: String, CaseIterable, Codable, Sendable {
    /// As it is, from the error function, to 1e-7.
    case none
    /// By a hyperbolic tangent, which is up to 5e-4 off and what some published networks
    /// were trained with.
    case tanh
  }

  /// How the distribution is computed.
  public let approximate: Approximation

  /// Creates an activation.
  public init(approximate: Approximation = .none) { self.approximate = approximate }

  public func outputShape(for shape: Shape) -> Shape { shape }

  package var title: String { approximate == .none ? "GELU" : "\(Self.name) by tanh" }

  package func lower(into builder: inout GraphBuilder, input: TensorID) throws -> TensorID {
    builder.appendActivation(approximate == .none ? .gelu : .geluTanh, to: input)
  }
}
