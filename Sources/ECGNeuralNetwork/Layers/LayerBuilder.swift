/// Lets layers be listed one a line, with `if` and `for` where a network needs them.
@resultBuilder
public enum LayerBuilder {
  /// A layer in a line of its own.
  public static func buildExpression(_ layer: any Layer) -> [any Layer] { [layer] }
  /// Several layers, such as a block that a function makes.
  public static func buildExpression(_ layers: [any Layer]) -> [any Layer] { layers }
  /// The layers of all lines, in order.
  public static func buildBlock(_ parts: [any Layer]...) -> [any Layer] { parts.flatMap { $0 } }
  /// The layers under `if`, where its condition holds.
  public static func buildOptional(_ part: [any Layer]?) -> [any Layer] { part ?? [] }
  /// The layers under `if` with an `else`.
  public static func buildEither(first part: [any Layer]) -> [any Layer] { part }
  /// The layers under `else`.
  public static func buildEither(second part: [any Layer]) -> [any Layer] { part }
  /// The layers of each turn of a `for`, in order.
  public static func buildArray(_ parts: [[any Layer]]) -> [any Layer] { parts.flatMap { $0 } }
}
