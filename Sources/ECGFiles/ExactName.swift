/// A name or path of a file as the system has it: two are the same where their bytes are.
///
/// As texts names are the same whose letters are made up otherwise, such as é in one scalar or in
/// two. To most file systems, and in archives, they are those of two files: kept by texts, one
/// would take the other's place.
package struct ExactName: Hashable, Comparable, Sendable {
  /// The name.
  package let text: String

  /// Takes a name.
  package init(_ text: String) { self.text = text }

  package static func == (first: ExactName, second: ExactName) -> Bool {
    first.text.utf8.elementsEqual(second.text.utf8)
  }

  package static func < (first: ExactName, second: ExactName) -> Bool {
    first.text.utf8.lexicographicallyPrecedes(second.text.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
