import ECGFiles
import ECGText

/// Holds what a person wrote against the catalogue of fields, and fills in what was left out.
///
/// The result has every field, in the catalogue's order, and keeps its lines.
enum RecipeReader {
  /// Reads a whole recipe.
  ///
  /// - Throws: ``RecipeError`` for the first field that is wrong.
  static func read(_ node: JSONNode) throws -> JSONNode {
    try read(node, RecipeCatalogue.recipe, at: "")
  }

  private static func read(_ node: JSONNode, _ group: RecipeGroup, at path: String) throws
    -> JSONNode
  {
    let members = try members(of: node, what: "an object with the fields of \(group.name)", path)
    try refuseUnknown(members, group, tag: nil, at: path)
    return JSONNode(.object(try fields(of: node, group, at: path)), line: node.line)
  }

  private static func members(
    of node: JSONNode, what: String, _ path: String
  ) throws -> [JSONNode.Member] {
    guard case .object(let members) = node.value else { throw mismatch(node, what, path) }
    return members
  }

  /// Refuses fields that the group does not have.
  private static func refuseUnknown(
    _ members: [JSONNode.Member], _ group: RecipeGroup, tag: String?, at path: String
  ) throws {
    let names = (tag.map { [$0] } ?? []) + group.fields.map(\.name)
    for member in members where !names.contains(member.name) {
      // For editors, which find the JSON Schema by it.
      if path.isEmpty, member.name == "$schema" { continue }
      let others = tag == nil ? names : Array(names.dropFirst())
      throw RecipeError(
        join(path, member.name), line: member.value.line,
        "expected "
          + (others.isEmpty
            ? "\(group.name) without fields"
            : "a field of \(group.name) (\(others.joined(separator: ", ")))")
          + ", found \(member.name)",
        remedy: ForeignFields.remedy(for: member.name, among: others)
          ?? nearest(member.name, others))
    }
  }

  private static func fields(
    of node: JSONNode, _ group: RecipeGroup, at path: String
  ) throws -> [JSONNode.Member] {
    try group.fields.map { field in
      let path = join(path, field.name)
      if let given = node[field.name] {
        return .init(field.name, try read(given, field.kind, at: path))
      }
      guard let standard = field.standard else {
        throw RecipeError(
          path, line: node.line,
          "expected \(expectation(of: field.kind)), found no \(field.name)",
          remedy: "\(field.name) of \(group.name): \(field.about.lowercasedFirst.withoutStop)")
      }
      // What is left out breaks no rule, but its own fields are to be filled in.
      return .init(field.name, try read(standard, field.kind, at: path))
    }
  }

  private static func read(
    _ node: JSONNode, _ kind: RecipeField.Kind, at path: String
  ) throws -> JSONNode {
    func expect(_ condition: Bool) throws -> JSONNode {
      guard condition else { throw mismatch(node, expectation(of: kind), path) }
      return node
    }
    switch kind {
    case .line:
      guard case .string(let text) = node.value else { return try expect(false) }
      return try expect(!text.isEmpty && text.count <= 200 && text.printable == text)
    case .flag:
      if case .bool = node.value { return node }
      return try expect(false)
    case .whole(let range):
      guard let whole = whole(node), range.contains(whole) else { return try expect(false) }
      return JSONNode(.number("\(whole)"), line: node.line)
    case .width(let range):
      if node.value == .string(BeatLayers.Output.classes) { return node }
      guard let whole = whole(node), range.contains(whole) else { return try expect(false) }
      return JSONNode(.number("\(whole)"), line: node.line)
    case .number(let range):
      guard case .number(let digits) = node.value else { return try expect(false) }
      guard Double(digits).map(range.contains) ?? false else { return try expect(false) }
      guard range.keeps(digits) else { throw mismatch(node, range.keptTitle, path) }
      return node
    case .word(let words):
      guard case .string(let word) = node.value else { return try expect(false) }
      guard words.contains(word) else {
        throw RecipeError(
          path, line: node.line, "expected \(words.listed("or")), found \"\(word.prefix(40))\"",
          remedy: nearest(word, words))
      }
      return node
    case .optional(let kind):
      return node.value == .null ? node : try read(node, kind, at: path)
    case .group(let group): return try read(node, group, at: path)
    case .variants(let variants): return try read(node, variants, at: path)
    case .layers:
      guard case .array(let layers) = node.value, !layers.isEmpty else {
        throw RecipeError(
          path, line: node.line,
          "expected a list of layers, one at least, found "
            + (node.value == .array([]) ? "an empty one" : node.found))
      }
      guard layers.count <= LayerCatalogue.mostLayers else {
        throw RecipeError(
          path, line: node.line,
          "expected at most \(LayerCatalogue.mostLayers) layers, found \(layers.count)")
      }
      return JSONNode(
        .array(
          try layers.enumerated().map {
            try read($1, LayerCatalogue.variants, at: join(path, "\($0)"))
          }), line: node.line)
    }
  }

  /// A whole number, also as `1e3` or `2.0`; nil for what is none.
  private static func whole(_ node: JSONNode) -> UInt64? {
    guard case .number(let digits) = node.value else { return nil }
    return UInt64(digits) ?? Double(digits).flatMap(UInt64.init(exactly:))
  }

  private static func read(
    _ node: JSONNode, _ variants: RecipeVariants, at path: String
  ) throws -> JSONNode {
    let names = variants.groups.map(\.name)
    let members = try members(
      of: node, what: "an object such as {\"\(variants.tag)\": \"\(names[0])\", …}", path)
    let tagPath = join(path, variants.tag)
    let tag = node[variants.tag] ?? variants.standard.map { JSONNode(.string($0)) }
    guard let tag, case .string(let name) = tag.value else {
      // Named by another field, as "type" or "class_name".
      let other = members.first {
        if case .string(let word) = $0.value.value { names.contains(word) } else { false }
      }
      throw RecipeError(
        tagPath, line: (tag ?? node).line,
        "expected \(names.listed("or")), found \(tag?.found ?? "no \(variants.tag)")",
        remedy: other.map { "Write \(variants.tag) for \($0.name)" } ?? "")
    }
    guard let group = variants.groups.first(where: { $0.name == name }) else {
      throw RecipeError(
        tagPath, line: tag.line, "expected \(names.listed("or")), found \"\(name.prefix(40))\"",
        remedy: remedy(for: name, variants))
    }
    try refuseUnknown(members, group, tag: variants.tag, at: path)
    let fields = try fields(of: node, group, at: path)
    return JSONNode(
      .object([.init(variants.tag, JSONNode(.string(name), line: tag.line))] + fields),
      line: node.line)
  }
}

// MARK: - Words

extension RecipeReader {
  static func join(_ path: String, _ name: String) -> String {
    path.isEmpty ? name : "\(path).\(name)"
  }

  private static func mismatch(_ node: JSONNode, _ expected: String, _ path: String) -> RecipeError
  {
    RecipeError(path, line: node.line, "expected \(expected), found \(node.found)")
  }

  /// What may stand in a field, in words.
  static func expectation(of kind: RecipeField.Kind) -> String {
    switch kind {
    case .line: "a line of text, up to 200 characters"
    case .flag: "true or false"
    case .whole(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .width(let range):
      "a whole number from \(range.lowerBound) to \(range.upperBound), or \"\(BeatLayers.Output.classes)\""
    case .number(let range): range.title
    case .word(let words): words.listed("or")
    case .optional(let kind): "\(expectation(of: kind)), or null"
    case .group(let group): "an object with the fields of \(group.name)"
    case .variants(let variants): "an object with a field \(variants.tag)"
    case .layers: "a list of layers"
    }
  }

  static func nearest(_ word: String, _ words: [String]) -> Remedy {
    NearestWord.of(word, among: words).map { "The nearest name is \($0)" } ?? ""
  }

  /// What to write for a kind that there is not: the one that others call so, or the nearest.
  private static func remedy(for name: String, _ variants: RecipeVariants) -> Remedy {
    let needless = variants.needless.first { $0.name.lowercased() == name.lowercased() }
    if let needless { return "Leave it out: \(needless.reason)" }
    let names = variants.groups.flatMap { group in
      ([group.name] + group.synonyms).map { (word: $0, name: group.name) }
    }
    guard let near = NearestWord.of(name, among: names.map(\.word)) else { return "" }
    return "The nearest name is \(names.first { $0.word == near }?.name ?? near)"
  }
}

extension String {
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
  fileprivate var withoutStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
