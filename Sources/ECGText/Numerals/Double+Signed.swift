import Foundation

extension Double {
  /// A difference for people, with its sign: `+0.10`. What rounds to nothing has none.
  package func signed(decimals: Int) -> String {
    let text = String(format: "%+.\(decimals)f", self)
    return text.allSatisfy("+-0.".contains) ? String(text.dropFirst()) : text
  }
}
