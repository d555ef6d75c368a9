import Foundation

/// Holds values to the schemas of an OpenAPI document: of JSON Schema, what that document uses. A
/// keyword that is not known is a fault, so that nothing is passed over.
struct SchemaCheck {
  let document: [String: Any]

  private static let annotations: Set = ["description", "format", "example"]

  /// The part of the document that `#/a/b/c` refers to.
  func resolve(_ value: [String: Any]) -> [String: Any] {
    guard let reference = value["$ref"] as? String else { return value }
    var found: Any = document
    for part in reference.split(separator: "/").dropFirst() {
      found = (found as? [String: Any])?[String(part)] ?? [:]
    }
    return found as? [String: Any] ?? [:]
  }

  /// What is wrong with a value.
  func faults(_ value: Any, _ schema: [String: Any], at path: String = "") -> [String] {
    let schema = resolve(schema)
    if schema.isEmpty { return ["\(path): there is no such schema"] }
    var faults: [String] = []
    for (keyword, rule) in schema where !Self.annotations.contains(keyword) {
      switch keyword {
      case "type":
        let types = rule as? [String] ?? [rule as? String ?? ""]
        if !types.contains(where: { Self.isOf($0, value) }) {
          faults.append("\(path): expected \(types), found \(value)")
        }
      case "enum":
        if (rule as? [NSObject])?.contains(value as? NSObject ?? NSNull()) != true {
          faults.append("\(path): \(value) is none of \(rule)")
        }
      case "pattern":
        let text = value as? String ?? ""
        if text.range(of: rule as? String ?? "", options: .regularExpression) == nil {
          faults.append("\(path): \(text) is not of \(rule)")
        }
      case "minimum", "maximum":
        if let value = value as? Double, let bound = rule as? Double,
          keyword == "minimum" ? value < bound : value > bound
        {
          faults.append("\(path): \(value) is beyond \(bound)")
        }
      case "minItems", "maxItems":
        if let count = (value as? [Any])?.count, let bound = rule as? Int,
          keyword == "minItems" ? count < bound : count > bound
        {
          faults.append("\(path): \(count) items, beyond \(bound)")
        }
      case "items":
        for (place, item) in ((value as? [Any]) ?? []).enumerated() {
          faults += self.faults(item, rule as? [String: Any] ?? [:], at: "\(path)[\(place)]")
        }
      case "anyOf":
        let all = (rule as? [[String: Any]] ?? []).map { self.faults(value, $0, at: path) }
        if !all.contains(where: \.isEmpty) { faults += all.first ?? ["\(path): nothing will do"] }
      case "required":
        for name in rule as? [String] ?? [] where (value as? [String: Any])?[name] == nil {
          faults.append("\(path): \(name) is missing")
        }
      case "properties", "additionalProperties": break
      default: faults.append("\(path): unknown keyword \(keyword)")
      }
    }
    return faults + members(value, schema, at: path)
  }

  private func members(_ value: Any, _ schema: [String: Any], at path: String) -> [String] {
    guard let object = value as? [String: Any] else { return [] }
    let known = schema["properties"] as? [String: Any] ?? [:]
    return object.flatMap { name, member in
      if let rule = known[name] as? [String: Any] {
        return faults(member, rule, at: "\(path).\(name)")
      }
      if let rule = schema["additionalProperties"] as? [String: Any] {
        return faults(member, rule, at: "\(path).\(name)")
      }
      return schema["additionalProperties"] as? Bool == false
        ? ["\(path).\(name) is not described"] : []
    }
  }

  private static func isOf(_ type: String, _ value: Any) -> Bool {
    let isBool = (value as? NSNumber).map { CFBoolean.isOne($0) } ?? false
    switch type {
    case "null": return value is NSNull
    case "boolean": return isBool
    case "number": return !isBool && value is NSNumber
    case "integer": return !isBool && (value as? Double).map { $0 == $0.rounded() } ?? false
    case "string": return value is String
    case "array": return value is [Any]
    case "object": return value is [String: Any]
    default: return false
    }
  }
}

/// Tells truth values from numbers, which JSON's reader gives as one type.
private enum CFBoolean {
  static func isOne(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}
