import ECGFiles
import ECGRecordings
import Foundation
import ECGTestSupport
import Testing

/// Each fault of an EDF file gives one error that names the byte and the fault, and none a crash.
@Suite struct DamagedEDFTests {
  static let damaged: [(String, EDFBytes, Int?, String)] = {
    func change(_ change: (inout EDFBytes) -> Void) -> EDFBytes {
      var file = EDFTests.golden
      change(&file)
      return file
    }
    return [
      (
        "signals", change { $0.signalCount = "x" }, 252,
        "expected the number of signals, found 'x'"
      ),
      (
        "header", change { $0.headerLength = "512" }, 184,
        "expected a header of 1024 bytes, found 512"
      ),
      (
        "more signals than there are",
        change {
          ($0.signalCount, $0.headerLength, $0.content) = ("9999", "2560000", [])
        }, 1_024, "expected the physical minimum of signal 1, found the end of the file"
      ),
      (
        "no whole data record", change { $0.content.removeSubrange(131...) }, nil,
        "expected 3 data records of 132 bytes, found 131 bytes of them"
      ),
      (
        "duration", change { $0.duration = "0" }, 244,
        "expected a data record's duration above 0 seconds, found 0.0"
      ),
      (
        "infinite duration", change { $0.duration = "inf" }, 244,
        "expected a data record's duration in seconds, found 'inf'"
      ),
      (
        "samples", change { $0.signals[1].count = -1 }, 912,
        "expected samples of signal 2 in a data record, found '-1'"
      ),
      (
        "annotations", change { $0.content[18] = UInt8(ascii: "x") }, 1_042,
        "expected the annotations of a data record (a sign, a time, texts), found something else"
      ),
      (
        "a time without end", change { $0.content[18 + 3] = UInt8(ascii: "1") }, 1_042,
        "expected the annotations of a data record (a sign, a time, texts), found something else"
      ),
      (
        "no annotations in EDF+D",
        change {
          $0.reserved = "EDF+D"
          $0.signals[2].label = "other"
        }, nil, "expected annotations that say when each data record began, found none"
      ),
      (
        "back in time",
        change {
          $0.reserved = "EDF+D"
          $0.content[132 + 19] = UInt8(ascii: "0")
        }, nil, "expected data record 2 to begin at 1.0 s or later, found 0.0 s"
      ),
      (
        "far ahead",
        change {
          $0.reserved = "EDF+D"
          let list = EDFBytes.list("+9999999999\u{14}\u{14}", 114)
          $0.content.replaceSubrange((2 * 132 + 18)..., with: list)
          $0.duration = "0.00001"
        }, nil, "expected a shorter recording, found samples 9999999999.0 s after its beginning"
      ),
    ]
  }()

  @Test(arguments: damaged)
  func damageIsNamed(what: String, file: EDFBytes, byte: Int?, problem: String) throws {
    let error = #expect(throws: FileError.self) { try EDFTests.open(file) }
    #expect(error?.kind == .badData)
    #expect(error?.location == byte.map(FileError.Location.byte) ?? .whole)
    #expect(error?.problem == problem)
    #expect(error?.remedy.isEmpty == false)
    #expect(error?.description.contains("Jane") == false)
  }

  /// A gap of 300 years is not held in memory.
  @Test func hugeGapsAreNotHeldInMemory() throws {
    var file = EDFTests.golden
    file.reserved = "EDF+D"
    file.content.replaceSubrange(
      (2 * 132 + 18)..., with: EDFBytes.list("+9999999999\u{14}\u{14}", 114))
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r.edf").path
      try file.data.write(to: URL(filePath: path))
      let opened = try RecordingFile.open(path)
      let error = #expect(throws: FileError.self) { try opened.samples(ofSignal: 0) }
      #expect(error?.problem.hasSuffix("nearly all of them gaps") == true)
      var reader = try opened.reader(signals: [0])
      reader.seek(to: reader.frameCount - 8)
      #expect(try isClose(#require(try reader.next(1)).samples[0], [0.6]))
    }
  }

  /// Any byte of the header may be damaged: an error or other numbers, never a crash.
  @Test func damageAnywhereIsSurvived() throws {
    let whole = EDFTests.golden.data
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r.edf").path
      for position in stride(from: 8, to: whole.count, by: 3) {
        for byte: UInt8 in [0, 32, 57, 45, 0xFF] {
          var data = whole
          data[position] = byte
          try data.write(to: URL(filePath: path))
          guard let file = try? RecordingFile.open(path) else { continue }
          for signal in file.signals.indices { _ = try? file.samples(ofSignal: signal) }
        }
      }
      for count in stride(from: 0, to: whole.count, by: 17) {
        try whole.prefix(count).write(to: URL(filePath: path))
        // From its first whole data record on, what is there is read.
        if count < 1_024 + 132 {
          #expect(throws: FileError.self) { try RecordingFile.open(path) }
        } else {
          #expect(try RecordingFile.open(path).remarks.first?.contains("cut short") == true)
        }
      }
    }
  }

  /// The standard has the digital maximum above the minimum; the header is taken by its word,
  /// and that is told.
  @Test func swappedDigitalLimitsAreTold() throws {
    var file = EDFTests.golden
    file.signals[0].digital = ("32767", "-32768")
    func isTold() throws -> Bool {
      try RecordingFile.open("r.edf", in: InputFolder(files: ["r.edf": file.data])).remarks
        .contains { $0.contains("is above its maximum in the header") }
    }
    #expect(try isTold())
    // With both pairs swapped it is as if none were.
    file.signals[0].physical = ("3276.7", "-3276.8")
    #expect(try !isTold())
  }
}
