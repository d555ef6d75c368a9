import ECGText

/// Changes single fields of a recipe, as `--set optimizer.learningRate=1e-3` does.
enum RecipeSettings {
  /// The recipe with a field set. Whether it makes sense is seen when the recipe is read.
  ///
  /// - Parameters:
  ///   - path: the field, with dots: `layers.0.filters`.
  ///   - text: the value as JSON; what is none is taken for a word.
  /// - Throws: ``RecipeError`` where the path leads to nothing.
  static func set(_ path: String, to text: String, in node: JSONNode) throws -> JSONNode {
    let value = (try? JSONParser.parse(text.utf8))?.withoutLines ?? JSONNode(.string(text))
    let names = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    return try set(names[...], to: value, in: node, path: path)
  }

  private static func set(
    _ names: ArraySlice<String>, to value: JSONNode, in node: JSONNode, path: String
  ) throws -> JSONNode {
    guard let name = names.first else { return value }
    let rest = names.dropFirst()
    var result = node
    switch node.value {
    case .array(var elements):
      guard let index = Int(name), elements.indices.contains(index) else {
        throw RecipeError(
          path, line: nil,
          elements.isEmpty
            ? "expected an element of the list, found an empty one"
            : "expected the number of an element, from 0 to \(elements.count - 1), found \(name)")
      }
      elements[index] = try set(rest, to: value, in: elements[index], path: path)
      result.value = .array(elements)
    case .object(var members):
      if rest.isEmpty, case .string(let word) = value.value {
        members = kept(members, tag: name, word)
      }
      if let index = members.firstIndex(where: { $0.name == name }) {
        members[index].value = try set(rest, to: value, in: members[index].value, path: path)
      } else {
        let new = try set(rest, to: value, in: JSONNode(.object([])), path: path)
        members.append(.init(name, new))
      }
      result.value = .object(members)
    case .null:
      result = JSONNode(
        .object([.init(name, try set(rest, to: value, in: JSONNode(.object([])), path: path))]))
    default:
      let parent = path.split(separator: ".").dropLast(names.count).joined(separator: ".")
      throw RecipeError(
        path, line: nil,
        "expected a field with fields of its own, found \(parent), which is \(node.found)")
    }
    return result
  }

  /// The fields that another kind of schedule, optimiser or layer has as well; the others
  /// go with the kind.
  private static func kept(
    _ members: [JSONNode.Member], tag: String, _ kind: String
  ) -> [JSONNode.Member] {
    let groups = RecipeCatalogue.allVariants.filter { $0.tag == tag }.flatMap(\.groups)
    guard let group = groups.first(where: { $0.name == kind }) else { return members }
    let names = group.fields.map(\.name) + [tag]
    return members.filter { names.contains($0.name) }
  }
}
