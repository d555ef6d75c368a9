import ECGFiles
import ECGRecordings
import Foundation
import ECGTestSupport
import Testing

@Suite struct DamagedAnnotationTests {
  @Test(
    arguments: [
      ([], nil, "expected annotations, found an empty file"),
      ([5], 1, "expected an end mark (two zero bytes), found the end of the file"),
      ([5, 4, 0, 0xEC, 1], 5, "expected an end mark (two zero bytes), found the end of the file"),
      (
        [5, 4, 9, 0xFC, 65, 66, 0, 0], 2, "expected 9 characters of text, found the end of the file"
      ),
      ([5, 50 << 2, 0, 0], 0, "expected an annotation code up to 49, found 50"),
      ([1, 0xF4, 5, 4, 0, 0], 0, "expected an annotation code up to 49, found 61"),
      // A SKIP of -1 before the first annotation.
      (
        [0, 0xEC, 0xFF, 0xFF, 0xFF, 0xFF, 0, 4, 0, 0], 6, "expected a sample of 0 or more, found -1"
      ),
      (
        [99, 4, 1, 4, 0, 0], 2,
        "expected annotations within the record's 100 samples, found one at sample 100"
      ),
    ] as [([UInt8], Int?, String)])
  func areNamed(bytes: [UInt8], byte: Int?, problem: String) throws {
    let header = RecordHeader(name: "a", samplingRate: 360, frameCount: 100, signals: [])
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a.atr").path
      try Data(bytes).write(to: URL(filePath: path))
      let error = #expect(throws: FileError.self) {
        try AnnotationFile.read(path: path, within: header)
      }
      #expect(error?.kind == .badData)
      #expect(error?.path == path)
      #expect(error?.location == byte.map(FileError.Location.byte) ?? .whole)
      #expect(error?.problem == problem)
    }
  }

  /// A program that was stopped leaves no end mark.
  @Test(arguments: [[5, 4], [5, 4, 2, 0xF4], [5, 4, 1, 0xFC, 65, 0]] as [[UInt8]])
  func aMissingEndMarkIsRemarked(bytes: [UInt8]) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a.atr").path
      try Data(bytes).write(to: URL(filePath: path))
      let cut = try AnnotationFile.read(path: path)
      #expect(throws: FileError.self) {
        try AnnotationFile.read(path: path, tolerance: .missingSignals)
      }
      try Data(bytes + [0, 0]).write(to: URL(filePath: path))
      let whole = try AnnotationFile.read(path: path)
      #expect(cut.annotations == whole.annotations && cut.annotations.count == 1)
      #expect(cut.remarks == ["the end mark (two zero bytes) is missing"])
      #expect(whole.remarks.isEmpty)
    }
  }

  /// Text decodes as annotations by chance, and never has an end mark.
  @Test func textIsRefused() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a.atr").path
      try Data("no annotations\r\n".utf8).write(to: URL(filePath: path))
      let error = #expect(throws: FileError.self) { try AnnotationFile.read(path: path) }
      #expect(error?.problem == "expected an end mark (two zero bytes), found the end of the file")
    }
  }

  /// The record's end is compared at the annotations' own rate.
  @Test func theEndIsScaledToTheFilesOwnRate() throws {
    let header = RecordHeader(name: "a", samplingRate: 360, frameCount: 100, signals: [])
    let file = AnnotationFile(
      annotations: [Annotation(sample: 150, symbol: "N")], samplingRate: 720)
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a.atr").path
      try file.write(to: path)
      #expect(try AnnotationFile.read(path: path, within: header) == file)
    }
  }

  @Test(arguments: [
    (Annotation(sample: 1, symbol: "ß"), "the symbol 'ß' at sample 1"),
    (Annotation(sample: 1, symbol: " "), "the symbol ' ' at sample 1"),
    (Annotation(sample: -1, symbol: "N"), "sample -1"),
    (Annotation(sample: Int.max, symbol: "N"), "sample 9223372036854775807"),
    (Annotation(sample: 1, symbol: "N", aux: "→"), "the text '→' at sample 1"),
    (
      Annotation(sample: 1, symbol: "N", aux: String(repeating: "x", count: 256)),
      // Cut where a message would not end.
      "the text '\(String(repeating: "x", count: 60))…' at sample 1"
    ),
  ])
  func whatCannotBeWrittenIsNamed(annotation: Annotation, what: String) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a.atr").path
      let error = #expect(throws: FileError.self) {
        try AnnotationFile(annotations: [annotation]).write(to: path)
      }
      #expect(error?.kind == .badData)
      #expect(error?.problem == "\(what) cannot be written to an annotation file")
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(left.isEmpty)
    }
  }

  @Test func nothingIsOverwrittenUnasked() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a.atr").path
      let file = AnnotationFile(annotations: [Annotation(sample: 1, symbol: "N")])
      try file.write(to: path)
      let error = #expect(throws: FileError.self) { try file.write(to: path) }
      #expect(error?.kind == .cannotWrite)
      try AnnotationFile(annotations: []).write(to: path, overwrite: true)
      #expect(try AnnotationFile.read(path: path).annotations.isEmpty)
    }
  }
}
