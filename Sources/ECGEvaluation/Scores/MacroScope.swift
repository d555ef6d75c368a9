/// What the macro averages of several evaluations of one task are over, said once for all of them.
package struct MacroScope {
  /// The symbols of the classes that each is over.
  private let classes: [[String]]
  /// `K`, the number of classes that there are.
  private let count: Int
  /// The name of the task; nil where it goes without saying.
  private let task: String?

  /// Takes the classes that each average is over.
  ///
  /// - Parameters:
  ///   - classes: their symbols, for each average.
  ///   - count: `K`, the number of classes that there are.
  ///   - task: the name of the task; nil where it goes without saying.
  package init(_ classes: [[String]], of count: Int, task: String? = nil) {
    (self.classes, self.count, self.task) = (classes, count, task)
  }

  /// A sentence; nil where all averages are over all classes.
  package var sentence: String? {
    let sizes = classes.map(\.count)
    guard let least = sizes.min(), let most = sizes.max(), least < count else { return nil }
    let mean = "The macro F1" + (task.map { " of task \($0)" } ?? "")
    if let first = classes.first, classes.allSatisfy({ $0 == first }) {
      return """
        \(mean) is over \(least) of \(count) classes (\(first.joined(separator: ", "))): no beat is of the \
        others, or taken for one of them.
        """
    }
    let range = least == most ? "\(least)" : "\(least) to \(most)"
    return """
      \(mean) is over the classes that beats are of or taken for, \(range) of \(count), and not the same for all.
      """
  }
}
