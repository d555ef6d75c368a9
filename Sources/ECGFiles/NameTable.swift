/// What belongs to files, by their names.
///
/// A name is found by its bytes or, where no file has these, as a text: what packs an archive may
/// make up letters otherwise than what wrote the name of a signal file into a header.
package struct NameTable<Value> {
  private var values: [ExactName: Value] = [:]
  private var names: [String: ExactName] = [:]

  /// A table without names.
  package init() {}

  /// Adds what belongs to a file; what was there of this name, byte for byte, is replaced.
  package mutating func add(_ value: Value, named name: String) {
    values[ExactName(name)] = value
    names[name] = ExactName(name)
  }

  /// The name, as it is in the table, by which a name is found; nil where none is.
  package func match(_ name: String) -> ExactName? {
    values[ExactName(name)] == nil ? names[name] : ExactName(name)
  }

  /// What belongs to the file of a name.
  package subscript(name: String) -> Value? { match(name).flatMap { values[$0] } }

  /// The names, in the order of their bytes.
  package var sorted: [String] { values.keys.sorted().map(\.text) }
}

extension NameTable: Sendable where Value: Sendable {}
