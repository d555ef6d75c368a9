package import Foundation

/// What the systems and processors that this runs on do differently, in one place.
///
/// The C library needs none: Foundation brings it along, whether it is Darwin, glibc or Musl. What
/// C code does differently is in its own files: `CECGBLAS` (Accelerate or OpenBLAS), `CECGKernels`
/// (`dispatch.h`), `CECGEmbedded` (`embedding.h`), `CECGMalloc`, and where `CECGFLAC` and
/// `CECGLibcurl` look for their libraries.
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

  /// The instructions beyond the architecture's oldest that kernels are made for, as far as the
  /// processor and the system have them; empty where the system does not say.
  package static var processorFeatures: [String] {
    #if canImport(Darwin)
      []
    #else
      let wanted = [
        "sse4_2", "avx", "fma", "avx2", "avx512f", "avx512vl", "avx512bw", "avx512dq",
        "avx512_bf16",
        "amx_tile", "asimd", "sve", "sve2",
      ]
      let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
      let line = lines.split(separator: "\n").first {
        $0.hasPrefix("flags") || $0.hasPrefix("Features")
      }
      let found = Set((line ?? "").split(separator: " ").map(String.init))
      return wanted.filter(found.contains)
    #endif
  }

  /// When a file's content changed.
  package static func changed(_ status: stat) -> timespec {
    #if canImport(Darwin)
      status.st_mtimespec
    #else
      status.st_mtim
    #endif
  }

  /// What the system limits for a process.
  package enum Resource: Sendable { case openFiles, addresses, fileSize }

  /// The limit of a resource, in files or bytes; nil where there is none.
  package static func limit(of resource: Resource) -> Int? {
    var limit = rlimit()
    #if canImport(Darwin)
      let number =
        switch resource {
        case .openFiles: RLIMIT_NOFILE
        case .addresses: RLIMIT_AS
        case .fileSize: RLIMIT_FSIZE
        }
    #else
      let number =
        switch resource {
        case .openFiles: __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        case .addresses: __rlimit_resource_t(RLIMIT_AS.rawValue)
        case .fileSize: __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
        }
    #endif
    // The largest numbers stand for no limit.
    guard getrlimit(number, &limit) == 0 else { return nil }
    return Int(exactly: limit.rlim_cur).flatMap { $0 < Int.max >> 1 ? $0 : nil }
  }

  /// The flag of `mmap` for memory that is no file's.
  package static var anonymousMapping: Int32 {
    #if canImport(Darwin)
      MAP_ANON
    #else
      MAP_ANONYMOUS
    #endif
  }

  /// Makes writing to a pipe that nobody reads any more an error, not a signal that
  /// ends the process.
  ///
  /// - Parameter descriptor: the pipe, written to by the calling thread, which is about to end:
  ///   where the signal cannot be kept from the pipe, it is kept from the thread.
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
