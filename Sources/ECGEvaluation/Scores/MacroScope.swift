/// What the macro averages of several evaluations are over, said once for all of them.
package struct MacroScope {
  /// The symbols of the classes that each is over.
  private let classes: [[String]]
  /// `K`, the number of classes that there are.
  private let count: Int

  /// Takes the classes that each average is over.
  ///
  /// - Parameter count: `K`, the number of classes that there are.
  package init(_ classes: [[String]], of count: Int) {
    (self.classes, self.count) = (classes, count)
  }

  /// A sentence; nil where all averages are over all classes.
  package var sentence: String? {
    let sizes = classes.map(\.count)
    guard let least = sizes.min(), let most = sizes.max(), least < count else { return nil }
    if let first = classes.first, classes.allSatisfy({ $0 == first }) {
      return """
        The macro F1 is over \(least) of \(count) classes (\(first.joined(separator: ", "))): no beat is of the \
        others, or taken for one of them.
        """
    }
    let range = least == most ? "\(least)" : "\(least) to \(most)"
    return """
      The macro F1 is over the classes that beats are of or taken for, \(range) of \(count), and not the same for all.
      """
  }
}
