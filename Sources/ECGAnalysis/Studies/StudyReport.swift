/// Where a study, which takes minutes, tells how far it is.
public struct StudyReport: Sendable {
  /// Called with a sentence where something new begins.
  public var note: @Sendable (_ sentence: String) -> Void
  /// Called with what is being done, the share of it that is done, and a few words on how it goes.
  public var progress: @Sendable (_ title: String, _ share: Double, _ words: String) -> Void
  /// Called when something that had progress is over.
  public var end: @Sendable () -> Void

  /// Asked often; true ends the study at a place from which it can go on.
  public var isCancelled: @Sendable () -> Bool

  /// A report; without arguments one that nobody hears.
  public init(
    note: @escaping @Sendable (_ sentence: String) -> Void = { _ in },
    progress: @escaping @Sendable (_ title: String, _ share: Double, _ words: String) -> Void = {
      _, _, _ in
    },
    end: @escaping @Sendable () -> Void = {},
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    (self.note, self.progress, self.end, self.isCancelled) = (note, progress, end, isCancelled)
  }
}
