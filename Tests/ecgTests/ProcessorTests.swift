#if os(Linux)
  import Foundation
  import ECGTestSupport
  import Testing

  /// A library of matrix products that computes wrongly, is missing, or would not get its memory
  /// ends in a message, never in results.
  ///
  /// On Linux, where a library can be put before another.
  @Suite(.hangLimit) struct ProcessorTests {
    /// A `cblas_sgemm` that does as the real one does, and then spoils what a statement in C
    /// says: `WHERE` is a condition on the sizes M, N, K and the transpositions ta, tb, and
    /// C(i, j) a result.
    private static let source = """
      #define _GNU_SOURCE
      #include <dlfcn.h>
      #include <unistd.h>
      typedef void gemm(int, int, int, int, int, int, float, const float *, int, const float *, int,
                        float, float *, int);
      #define C(i, j) c[(long)(i) * ldc + (j)]
      void cblas_sgemm(int o, int ta, int tb, int M, int N, int K, float al, const float *a, int lda,
                       const float *b, int ldb, float be, float *c, int ldc) {
        ((gemm *)dlsym(RTLD_NEXT, "cblas_sgemm"))(o, ta, tb, M, N, K, al, a, lda, b, ldb, be, c, ldc);
        SPOIL
      }
      """

    private static let compiler = (ProcessInfo.processInfo.environment["PATH"] ?? "")
      .split(separator: ":").map { "\($0)/clang" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Runs `body` with a command before whose BLAS a wrong one stands.
    private func withWrongProducts(
      _ spoil: String, _ body: (Command, _ prefix: String) throws -> Void
    ) throws {
      try withTemporaryFolder { url in
        try Self.source.write(
          to: url.appending(path: "wrong.c"), atomically: true, encoding: .utf8)
        let compiling = Process()
        compiling.executableURL = URL(filePath: try #require(Self.compiler))
        compiling.arguments = [
          "-shared", "-fPIC", "-O1", "-DSPOIL=\(spoil)", "wrong.c", "-o", "wrong.so",
        ]
        compiling.currentDirectoryURL = url
        try compiling.run()
        compiling.waitUntilExit()
        try #require(compiling.terminationStatus == 0)
        try Samples.beats.write(to: url.appending(path: "beats.csv"))
        try body(Command(folder: url), "LD_PRELOAD=./wrong.so exec \"$ecg\"")
      }
    }

    @Test(
      .enabled(if: compiler != nil, "there is no clang"),
      arguments: [
        // One column, of products of any size; the last one; one element.
        "if (M > 3 && N > 3) for (int i = 0; i < M; i++) C(i, 1) *= -1;",
        "for (int i = 0; i < M; i++) C(i, N - 1) *= 1.001f;", "C(M - 1, 0) += 0.01f;",
        // One class of shapes: of small products, of large ones, of the last layer's.
        "if ((long)M * N * K < 100000) C(0, 0) += 0.1f;", "if (K > 500) C(0, N / 2) += 0.1f;",
        "if (N == 5) C(0, 0) = C(0, 1);",
      ])
    func wrongProductsAreFound(_ spoil: String) throws {
      try withWrongProducts(spoil) { command, ecg in
        // Training by the library's products asks for them on every processor.
        let before = contents(of: command.folder)
        let training = try command.shell(
          "\(ecg) train --data beats.csv --epochs 1 --set products=library --threads 1 --output m.safetensors"
        )
        #expect(training.status == 69, "\(training.errors)")
        #expect(
          training.errors.contains("computes wrongly") && training.errors.contains("wrong.so"))
        #expect(contents(of: command.folder) == before)
        // Classifying does where the program's own are not faster; then it finds it, too.
        let right = try command("classify", "beats.csv", "--threads", "1")
        let outcome = try command.shell("\(ecg) classify beats.csv --threads 1")
        if outcome.status == 69 {
          #expect(outcome.output.isEmpty)
          #expect(
            outcome.errors.contains("computes wrongly") && outcome.errors.contains("wrong.so"))
        } else {
          #expect(outcome.status == 0 && outcome.output == right.output, "\(outcome.errors)")
        }
        // What needs no products does not ask.
        #expect(try command.shell("\(ecg) model-info").status == 0)
        #expect(try command.shell("\(ecg) --help").status == 0)
      }
    }

    /// Products that training alone asks for; nothing is left of it.
    @Test(.enabled(if: compiler != nil, "there is no clang"))
    func wrongGradientsAreFound() throws {
      try withWrongProducts("if (ta == 112) C(0, 0) += 1;") { command, ecg in
        let before = contents(of: command.folder)
        let outcome = try command.shell(
          "\(ecg) train --data beats.csv --epochs 1 --set products=library --output m.safetensors")
        #expect(outcome.status == 69 && outcome.errors.contains("computes wrongly"))
        #expect(contents(of: command.folder) == before)
      }
    }

    /// A training by portable products asks the library for nothing.
    @Test(.enabled(if: compiler != nil, "there is no clang"))
    func portableProductsAreTheSameUnderAnyLibrary() throws {
      try withWrongProducts("C(0, 0) += 1;") { command, ecg in
        let options = "--data beats.csv --epochs 1 --threads 1"
        let under = try command.shell("\(ecg) train \(options) --output under.safetensors")
        #expect(under.status == 0, "\(under.errors)")
        let alone = try command.shell("exec \"$ecg\" train \(options) --output alone.safetensors")
        #expect(alone.status == 0, "\(alone.errors)")
        func model(_ name: String) throws -> Data {
          try Data(contentsOf: command.folder.appending(path: name))
        }
        #expect(try model("under.safetensors") == model("alone.safetensors"))
      }
    }

    /// A processor of which one core is wrong: where no work came to it, the model is right.
    @Test(.enabled(if: compiler != nil, "there is no clang"))
    func aWrongThreadIsFound() throws {
      try withWrongProducts("if (gettid() != getpid()) C(0, 0) += 1;") { command, ecg in
        let beats = command.folder.appending(path: "many.csv")
        try Data((0..<20).flatMap { _ in Samples.beats }).write(to: beats)
        let options =
          "--data many.csv --epochs 1 --set products=library --threads 2 --force --output"
        let right = try command.shell("exec \"$ecg\" train \(options) right.safetensors")
        #expect(right.status == 0, "\(right.errors)")
        func model(_ name: String) throws -> Data {
          try Data(contentsOf: command.folder.appending(path: name))
        }
        for _ in 0..<3 {
          let outcome = try command.shell("\(ecg) train \(options) found.safetensors")
          if outcome.status != 69 {
            #expect(try model("found.safetensors") == model("right.safetensors"))
          }
        }
      }
    }

    @Test(.enabled(if: compiler != nil, "there is no clang"))
    func theDoctorFindsWrongProducts() throws {
      try withWrongProducts("if (M % 16 == 7 && tb == 112) C(M - 1, N - 1) += 1;") { command, ecg in
        let outcome = try command.shell("\(ecg) doctor --json")
        #expect(outcome.status == 69)
        let report = try #require(
          try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        let products = try #require(report["matrixProducts"] as? [String: Any])
        #expect((products["problem"] as? String)?.contains("computes wrongly") == true)
        #expect((products["file"] as? String)?.contains("wrong.so") == true)
      }
    }

    @Test func theDoctorIsContent() throws {
      try withTemporaryFolder { url in
        let outcome = try Command(folder: url)("doctor")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("products right on each of"))
        #expect(contents(of: url).isEmpty)
      }
    }

    /// OpenBLAS would ask for memory for ever.
    @Test func littleMemoryEndsInAMessage() throws {
      try withTemporaryFolder { url in
        try Samples.beats.write(to: url.appending(path: "beats.csv"))
        let command = Command(folder: url)
        let outcome = try command.shell(
          #"ulimit -v 250000; exec "$ecg" train --data beats.csv --set products=library --threads 2 --output m.safetensors"#
        )
        #expect(outcome.status == 69 && outcome.errors.contains("too little memory"))
        #expect(try command.shell(#"ulimit -v 250000; exec "$ecg" model-info"#).status == 0)
      }
    }
  }
#endif
