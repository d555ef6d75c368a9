extension RecordingFile {
  /// The name of a signal, or its number, from 1, where it has none.
  ///
  /// - Parameters:
  ///   - signal: an index into ``signals``.
  ///   - word: what stands before a number, with a space.
  package func leadName(_ signal: Int, orNumberAfter word: String = "") -> String {
    let name = signals[signal].name
    return name.isEmpty ? "\(word)\(signal + 1)" : name
  }
}
