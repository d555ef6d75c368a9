import Foundation

extension Double {
  /// A share in percent for people. What is neither nothing nor all is told as neither, whatever
  /// the decimals: `< 0.1 %`, `> 99.9 %`.
  package func percent(decimals: Int) -> String {
    let least = pow(10, -Double(decimals))
    let text = String(format: "%.\(decimals)f %%", self)
    if self > 0, text == String(format: "%.\(decimals)f %%", 0.0) {
      return String(format: "< %.\(decimals)f %%", least)
    }
    if self < 100, text == String(format: "%.\(decimals)f %%", 100.0) {
      return String(format: "> %.\(decimals)f %%", 100 - least)
    }
    return text
  }
}
