import ECGFiles
import Foundation

/// What a process needs before it can begin.
enum Startup {
  /// What the threads and queues of the system's libraries take before a command does anything, and
  /// a few files of its own.
  private static let neededFiles = 32
  /// A thread's stack and what is around it.
  private static let neededBytes = 32 << 20

  /// Sets up the process: what it is told by signals otherwise becomes an error to be told of, and
  /// what is missing is said before a library waits for it or gives up.
  ///
  /// - Throws: `FileError` where files or memory are too few.
  static func prepare() throws {
    // A reader that goes away, and a limit of the size of files.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    // The engine brings its own threads; those that OpenBLAS would start take 128 MB of addresses
    // each. No other thread reads the environment yet.
    setenv("OPENBLAS_NUM_THREADS", "1", 1)
    fillStandardStreams()
    try checkFiles()
    try checkMemory()
  }

  /// Opens streams that are closed, so that no file takes their place and gets what
  /// is meant for them.
  private static func fillStandardStreams() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
    where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest number that is free is taken. Opened the other way round, it fails
      // when it is used.
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  private static func checkFiles() throws {
    var descriptors: [Int32] = []
    defer { for descriptor in descriptors { close(descriptor) } }
    while descriptors.count < neededFiles {
      let descriptor = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
      guard descriptor >= 0 else {
        throw FileError(
          .inputOutput, path: "open files",
          "expected to be allowed \(neededFiles) besides the standard streams, found "
            + "\(descriptors.count)",
          remedy: "Raise the limit, as with \"ulimit -n 256\", and try again")
      }
      descriptors.append(descriptor)
    }
  }

  private static func checkMemory() throws {
    let memory = mmap(
      nil, neededBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | Platform.anonymousMapping, -1, 0)
    guard let memory, memory != MAP_FAILED else {
      throw FileError(
        .inputOutput, path: "memory", "expected \(neededBytes >> 20) MB to begin with, found less",
        remedy: "Allow for more (\"ulimit -v\" shows the limit in kB), and try again")
    }
    munmap(memory, neededBytes)
  }
}
