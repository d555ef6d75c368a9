package import Testing

extension Trait where Self == TimeLimitTrait {
  /// Ends a test that hangs, not one that is slow: all tests begin together and share the cores, so
  /// that the time of each is nearly that of all, on a machine that others use too.
  package static var hangLimit: Self { .timeLimit(.minutes(120)) }
}
