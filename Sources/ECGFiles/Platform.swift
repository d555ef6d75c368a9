import Foundation

/// What the systems and processors that this runs on do differently, in one place.
///
/// The C library needs none: Foundation brings it along, whether it is Darwin, glibc or Musl. What C
/// code does differently is in its own files: `CECGBLAS` (Accelerate or OpenBLAS), `CECGKernels`
/// (`dispatch.h`), `CECGEmbedded` (`embedding.h`), `CECGMalloc`, and where `CECGFLAC` and `CECGLibcurl`
/// look for their libraries.
package enum Platform {
  /// The architecture that this was compiled for, in words.
  package static var architecture: String {
    #if arch(x86_64)
      "x86-64"
    #elseif arch(arm64)
      "arm64"
    #else
      "other architecture"
    #endif
  }

  /// What the processor calls itself, where it says so.
  package static var processor: String? {
    #if canImport(Darwin)
      var size = 0
      guard sysctlbyname("machdep.cpu.brand_string", nil, &size, nil, 0) == 0 else { return nil }
      var bytes = [UInt8](repeating: 0, count: size)
      guard sysctlbyname("machdep.cpu.brand_string", &bytes, &size, nil, 0) == 0 else { return nil }
      return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    #else
      let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
      return lines.split(separator: "\n").first { $0.hasPrefix("model name") }?
        .split(separator: ":").last?.trimmingCharacters(in: .whitespaces)
    #endif
  }

  /// Has the bytes of a file written past the system's cache of files, or the usual way.
  ///
  /// - Parameters:
  ///   - bypasses: past the cache, which wants whole sectors at aligned addresses.
  ///   - descriptor: a file open for writing.
  /// - Returns: whether the file was the other way before and is this way now.
  @discardableResult
  static func bypassCache(_ bypasses: Bool, of descriptor: Int32) -> Bool {
    #if canImport(Darwin)
      return fcntl(descriptor, F_NOCACHE, bypasses ? 1 : 0) == 0 && bypasses
    #else
      let flags = fcntl(descriptor, F_GETFL)
      guard flags >= 0, (flags & directFlag != 0) != bypasses else { return false }
      return fcntl(descriptor, F_SETFL, flags ^ directFlag) == 0
    #endif
  }

  /// `O_DIRECT` of Linux, a macro that Swift does not import; 0, for the usual way, where its value is
  /// not known.
  private static var directFlag: Int32 {
    #if arch(x86_64)
      0o40000
    #elseif arch(arm64)
      0o200000
    #else
      0
    #endif
  }

  /// Makes writing to a pipe that nobody reads any more an error, not a signal that ends the process.
  ///
  /// - Parameter descriptor: the pipe, written to by the calling thread, which is about to end: where
  ///   the signal cannot be kept from the pipe, it is kept from the thread.
  package static func ignoreBrokenPipe(_ descriptor: Int32) {
    #if canImport(Darwin)
      _ = fcntl(descriptor, F_SETNOSIGPIPE, 1)
    #else
      var signals = sigset_t()
      sigemptyset(&signals)
      sigaddset(&signals, SIGPIPE)
      pthread_sigmask(SIG_BLOCK, &signals, nil)
    #endif
  }
}
