import Foundation

/// How many threads share work where nobody says.
public enum ThreadCount {
  /// As many as there are active cores: the default of everything that takes `threads`.
  ///
  /// Results do not depend on the number, so that all that a smaller one saves is the machine for
  /// others. A server that does several pieces of work at a time, or an app that wants to stay
  /// cool, asks for 1.
  public static var allCores: Int { ProcessInfo.processInfo.activeProcessorCount }
}
