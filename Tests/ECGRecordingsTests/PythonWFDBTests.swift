import ECGRecordings
import Foundation
import ECGTestSupport
import Testing

/// What this package writes, read by the `wfdb` package of PyPI.
///
/// `ECG_PYTHON` names an interpreter that can import it. Where it is unset,
/// ``AnnotationFileTests`` still compares with bytes that wfdb wrote.
@Suite struct PythonWFDBTests {
  @Test(.enabled(if: Python.has("wfdb"), "ECG_PYTHON cannot import wfdb"))
  func readsWhatWeWroteIdentically() throws {
    let all = (1...41).compactMap { code in
      AnnotationCode.symbol(for: code).flatMap { symbol in
        [15, 17].contains(code)
          ? nil
          : Annotation(
            sample: Int(code) * 997, symbol: symbol, subtype: Int8(code) - 20,
            channel: UInt8(code / 3), number: Int8(code / 5),
            aux: code % 2 == 0 ? String(repeating: "é", count: Int(code)) : nil)
      }
    }
    for file in [AnnotationFileTests.varied, AnnotationFile(annotations: all)] {
      try withTemporaryFolder { folder in
        try file.write(to: folder.appending(path: "r.tst").path)
        let lines = file.annotations.map {
          "\($0.sample) \($0.symbol) \($0.subtype) \($0.channel) \($0.number) \(codes($0.aux))\n"
        }
        #expect(try run(folder) == lines.joined())
      }
    }
  }

  private func codes(_ text: String?) -> String {
    "[" + (text ?? "").unicodeScalars.map { "\($0.value)" }.joined(separator: ", ") + "]"
  }

  /// What wfdb prints for `r.tst` in `folder`.
  private func run(_ folder: URL) throws -> String {
    let program = """
      import sys, wfdb
      a = wfdb.rdann(sys.argv[1], 'tst')
      for i in range(len(a.sample)):
          print(a.sample[i], a.symbol[i], a.subtype[i], a.chan[i], a.num[i], [ord(c) for c in a.aux_note[i]])
      """
    return try Python.run(program, [folder.appending(path: "r").path])
  }
}
