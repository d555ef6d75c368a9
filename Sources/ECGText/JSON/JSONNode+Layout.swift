extension JSONNode {
  /// The value as JSON text for people: what fits into a line stands in one, lists of objects have
  /// a line for each.
  ///
  /// - Parameters:
  ///   - width: the characters that a line should not exceed.
  ///   - comments: what stands above the members of the outermost object, by their names, as
  ///     JSON5's comments.
  package func laidOut(width: Int = 100, comments: [String: String] = [:]) -> String {
    var text = ""
    append(to: &text, indent: 0, used: 0, width: width, comments: comments)
    return text
  }

  private var isListOfObjects: Bool {
    guard case .array(let elements) = value else { return false }
    return elements.contains { if case .object = $0.value { true } else { false } }
  }

  /// Whether there is a list of objects in it, however deep.
  private var holdsListOfObjects: Bool {
    switch value {
    case .object(let members): members.contains { $0.value.holdsListOfObjects }
    case .array: isListOfObjects
    default: false
    }
  }

  private func append(
    to text: inout String, indent: Int, used: Int, width: Int, comments: [String: String] = [:]
  ) {
    let line = self.text
    if comments.isEmpty, used + line.count < width, !holdsListOfObjects {
      text += line
      return
    }
    let margin = String(repeating: " ", count: indent + 2)
    switch value {
    case .array(let elements) where !elements.isEmpty:
      text += "["
      for (index, element) in elements.enumerated() {
        text += (index == 0 ? "\n" : ",\n") + margin
        element.append(to: &text, indent: indent + 2, used: indent + 2, width: width)
      }
      text += "\n" + margin.dropLast(2) + "]"
    case .object(let members) where !members.isEmpty:
      text += "{"
      for (index, member) in members.enumerated() {
        text += index == 0 ? "\n" : ",\n"
        if let comment = comments[member.name] { text += "\(margin)// \(comment)\n" }
        let name = JSONNode(.string(member.name)).text + ": "
        text += margin + name
        member.value.append(
          to: &text, indent: indent + 2, used: indent + 2 + name.count, width: width)
      }
      text += "\n" + margin.dropLast(2) + "}"
    default: text += line
    }
  }
}
