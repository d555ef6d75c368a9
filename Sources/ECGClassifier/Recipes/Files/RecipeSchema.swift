import ECGText

/// The JSON Schema of recipe files (draft 2020-12), made from the catalogue of fields.
enum RecipeSchema {
  /// The schema.
  static var node: JSONNode {
    let recipe = object(RecipeCatalogue.recipe)
    guard case .object(let members) = recipe.value else { return recipe }
    let head: [JSONNode.Member] = [
      .init("$schema", word("https://json-schema.org/draft/2020-12/schema")),
      .init("title", word("A recipe of swift-ecg")),
    ]
    let layers = LayerCatalogue.variants.groups.map { group in
      JSONNode.Member(group.name, object(group, tag: LayerCatalogue.variants.tag))
    }
    let layer = JSONNode(
      .object([
        .init(
          "oneOf",
          JSONNode(.array(LayerCatalogue.variants.groups.map { reference($0.name) })))
      ]))
    let definitions = JSONNode(.object([.init("layer", layer)] + layers))
    return JSONNode(.object(head + members + [.init("$defs", definitions)]))
  }

  private static func word(_ text: String) -> JSONNode { JSONNode(.string(text)) }

  private static func reference(_ name: String) -> JSONNode {
    JSONNode(.object([.init("$ref", word("#/$defs/\(name)"))]))
  }

  private static func typed(_ name: String, _ rest: [JSONNode.Member] = []) -> [JSONNode.Member] {
    [.init("type", word(name))] + rest
  }

  private static func object(
    _ group: RecipeGroup, tag: String? = nil, isStandard: Bool = false
  ) -> JSONNode {
    var properties = group.fields.map { field in
      // What the field is for says more than what the object in it is.
      var members = schema(of: field.kind).filter { $0.name != "description" }
      members.append(.init("description", word(field.about)))
      if let standard = field.standard { members.append(.init("default", standard)) }
      return JSONNode.Member(field.name, JSONNode(.object(members)))
    }
    var required = group.fields.filter { $0.standard == nil }.map { word($0.name) }
    if let tag {
      properties.insert(.init(tag, JSONNode(.object([.init("const", word(group.name))]))), at: 0)
      if !isStandard { required.insert(word(tag), at: 0) }
    } else if group.name == RecipeCatalogue.recipe.name {
      properties.insert(.init("$schema", JSONNode(.object(typed("string")))), at: 0)
    }
    var members = typed("object", [.init("description", word(group.about))])
    members.append(.init("properties", JSONNode(.object(properties))))
    if !required.isEmpty { members.append(.init("required", JSONNode(.array(required)))) }
    members.append(.init("additionalProperties", JSONNode(.bool(false))))
    return JSONNode(.object(members))
  }

  private static func schema(of kind: RecipeField.Kind) -> [JSONNode.Member] {
    func number(_ name: String, _ digits: String) -> JSONNode.Member {
      .init(name, JSONNode(.number(digits)))
    }
    func whole(_ range: ClosedRange<UInt64>) -> [JSONNode.Member] {
      typed(
        "integer",
        [number("minimum", "\(range.lowerBound)"), number("maximum", "\(range.upperBound)")])
    }
    func oneOf(_ schemas: [[JSONNode.Member]]) -> [JSONNode.Member] {
      [.init("oneOf", JSONNode(.array(schemas.map { JSONNode(.object($0)) })))]
    }
    switch kind {
    case .line: return typed("string", [number("minLength", "1"), number("maxLength", "200")])
    case .flag: return typed("boolean")
    case .whole(let range): return whole(range)
    case .width(let range):
      return oneOf([whole(range), [.init("const", word(BeatLayers.Output.classes))]])
    case .number(let range):
      return typed(
        "number",
        [
          number(range.isAbove ? "exclusiveMinimum" : "minimum", NumberRange.spelt(range.lower)),
          number(range.isBelow ? "exclusiveMaximum" : "maximum", NumberRange.spelt(range.upper)),
        ])
    case .word(let words):
      return typed("string", [.init("enum", JSONNode(.array(words.map(word))))])
    case .optional(let kind): return oneOf([schema(of: kind), typed("null")])
    case .group(let group):
      guard case .object(let members) = object(group).value else { return [] }
      return members
    case .variants(let variants):
      return oneOf(
        variants.groups.map { group in
          let schema = object(
            group, tag: variants.tag, isStandard: group.name == variants.standard)
          guard case .object(let members) = schema.value else { return [] }
          return members
        })
    case .layers:
      return typed(
        "array",
        [
          .init("items", reference("layer")), number("minItems", "1"),
          number("maxItems", "\(LayerCatalogue.mostLayers)"),
        ])
    }
  }
}
