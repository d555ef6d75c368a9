/// Numbers behind one another that several threads may write to, each in places of its own.
///
/// A class, because it owns what it points to.
final class Memory<Number: BitwiseCopyable>: @unchecked Sendable {
  // `@unchecked`: who writes where is settled by those who share out the work.

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
