/// Numbers behind one another that several threads may write to, each in places of its own.
///
/// A class, because it owns what it points to.
// `@unchecked`: the compiler cannot see that no two threads write to the same place. Those who
// share out the work settle it: `Workers.run` gives each task rows or a feature of its own, and
// waits for all of them.
final class Memory<Number: BitwiseCopyable>: @unchecked Sendable {
  let start: UnsafeMutablePointer<Number>
  let count: Int

  /// Allocates room for `count` numbers, all of them `value`.
  init(repeating value: Number, count: Int) {
    self.count = count
    start = .allocate(capacity: max(count, 1))
    start.initialize(repeating: value, count: count)
  }

  deinit { start.deallocate() }
}
