import Foundation

/// A program of this package, which lies beside the tests.
func builtProgram(_ name: String) -> URL {
  #if os(macOS)
    Bundle(for: Anchor.self).bundleURL.deletingLastPathComponent().appending(path: name)
  #else
    Bundle.main.bundleURL.appending(path: name)
  #endif
}

private final class Anchor {}
