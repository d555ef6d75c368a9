import Foundation

/// A time as it is written in messages.
func seconds(_ value: Double) -> String { "\(number(value)) s" }

/// A number as it is written in messages: without decimals where it is whole.
func number(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e15
    ? String(Int(value)) : String(format: "%.3f", value)
}
