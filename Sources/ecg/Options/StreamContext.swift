import ArgumentParser
import ECGSignals

/// How far around a beat to look in a stream: never at the whole record, which has not come yet.
struct StreamContext: ExpressibleByArgument {
  let context: BeatContext

  private static let all = BeatContext.allCases.filter { $0 != .record }

  init?(argument: String) {
    guard let context = Self.all.first(where: { $0.rawValue == argument }) else { return nil }
    self.context = context
  }

  static var allValueStrings: [String] { all.map(\.rawValue) }
  static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}
