import ECGDatasets
import ECGFiles
import Foundation
import ECGTestSupport
import Testing

/// Files of beats that are damaged, hostile or something else: one error each, and no trap.
@Suite struct DamagedBeatSafetensorsTests {
  /// A safetensors file with a header of `json` and `content` behind it.
  private func file(_ json: String, _ content: [UInt8]) -> [UInt8] {
    withUnsafeBytes(of: UInt64(json.utf8.count).littleEndian) { Array($0) } + Array(json.utf8)
      + content
  }

  private let metadata = #""__metadata__":{"format":"swift-ecg beats"}"#

  /// Two beats of two samples, as Python's `safetensors` orders them: labels first.
  private func sound(
    labels: String = #"{"dtype":"I32","shape":[2],"data_offsets":[0,8]}"#,
    values: String = #"{"dtype":"F32","shape":[2,2],"data_offsets":[8,24]}"#,
    content: [UInt8]? = nil
  ) -> [UInt8] {
    let numbers: [UInt8] = [0, 0, 0, 0, 0, 0, 128, 63, 0, 0, 0, 63, 0, 0, 128, 62]
    let json = #"{\#(metadata),"labels":\#(labels),"values":\#(values)}"#
    // Spaces bring the numbers to a multiple of eight bytes, as the format's own library does.
    let padded = json + String(repeating: " ", count: (8 - json.utf8.count % 8) % 8)
    return file(padded, content ?? [1, 0, 0, 0, 4, 0, 0, 0] + numbers)
  }

  private func read(_ bytes: [UInt8]) throws -> BeatDataset {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "beats.safetensors")
      try Data(bytes).write(to: url)
      return try BeatSafetensors.read(path: url.path, samplesPerBeat: 2)
    }
  }

  private func problem(_ bytes: [UInt8]) throws -> String {
    let error = #expect(throws: FileError.self) { try read(bytes) }
    #expect(error?.kind == .badData)
    return error?.description ?? ""
  }

  @Test func filesOfOtherProgramsAreRead() throws {
    let dataset = try read(sound())
    #expect(Array(dataset.values) == [0, 1, 0.5, 0.25] && dataset.labels == [1, 4])
    let bytes = try read(
      file(
        #"{\#(metadata),"values":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}, "#
          + #""labels":{"dtype":"U8","shape":[1],"data_offsets":[8,9]}}  "#,
        [0, 0, 128, 63, 0, 0, 0, 64, 3]
      ).padded(4))
    #expect(Array(bytes.values) == [1, 2] && bytes.labels == [3])
    let long = try read(
      sound(
        labels: #"{"dtype":"I64","shape":[2],"data_offsets":[0,16]}"#,
        values: #"{"dtype":"F32","shape":[2,2],"data_offsets":[16,32]}"#,
        content: [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] + Array(repeating: 0, count: 16)))
    #expect(long.labels == [2, 0])
  }

  @Test func everyByteCutOffIsNoticed() throws {
    let bytes = sound()
    for count in 0..<bytes.count { _ = try problem(Array(bytes.prefix(count))) }
    _ = try problem(bytes + [0])
  }

  @Test func claimsThatDoNotHold() throws {
    let huge = Int.max
    let values = [
      #"{"dtype":"F64","shape":[2,2],"data_offsets":[8,24]}"#,
      #"{"dtype":"F32","shape":[2],"data_offsets":[8,24]}"#,
      #"{"dtype":"F32","shape":[],"data_offsets":[8,24]}"#,
      #"{"dtype":"F32","shape":[-2,-2],"data_offsets":[8,24]}"#,
      #"{"dtype":"F32","shape":[0,2],"data_offsets":[8,8]}"#,
      #"{"dtype":"F32","shape":[2,0],"data_offsets":[8,8]}"#,
      #"{"dtype":"F32","shape":[\#(huge),\#(huge)],"data_offsets":[8,24]}"#,
      #"{"dtype":"F32","shape":[2,\#(huge)],"data_offsets":[8,24]}"#,
      #"{"dtype":"F32","shape":[2,2],"data_offsets":[8,\#(huge)]}"#,
      #"{"dtype":"F32","shape":[2,2],"data_offsets":[-16,0]}"#,
      #"{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}"#,
      #"{"dtype":"F32","shape":[2,2],"data_offsets":[8]}"#,
      #"{"dtype":"F32","shape":[2,2],"data_offsets":[]}"#,
      #"{"dtype":"F32","shape":[3,2],"data_offsets":[8,32]}"#,
      #"{"dtype":"F32","shape":[2.5,2],"data_offsets":[8,24]}"#,
      "null", "7", "[]",
    ]
    for entry in values { _ = try problem(sound(values: entry)) }
    let labels = [
      #"{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#,
      #"{"dtype":"I32","shape":[3],"data_offsets":[0,12]}"#,
      #"{"dtype":"I32","shape":[2,1],"data_offsets":[0,8]}"#,
      #"{"dtype":"I32","shape":[2],"data_offsets":[0,\#(huge)]}"#,
      #"{"dtype":"I32","shape":[2],"data_offsets":[\#(Int.min),8]}"#,
      #"{"dtype":"I32","shape":[2],"data_offsets":[]}"#,
      #"{"dtype":"I64","shape":[2],"data_offsets":[0,16]}"#,
      #"{"dtype":"U8","shape":[2],"data_offsets":[0,2]}"#,
    ]
    for entry in labels { _ = try problem(sound(labels: entry)) }
  }

  @Test func numbersThatCannotBe() throws {
    let nan: [UInt8] = [1, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 192, 127]
    #expect(
      try problem(sound(content: nan + Array(repeating: 0, count: 8)))
        .contains("expected finite numbers, found nan in beat 0"))
    let zeros = [UInt8](repeating: 0, count: 20)
    #expect(
      try problem(sound(content: [5, 0, 0, 0] + zeros))
        .contains("expected a label from 0 to 4, found 5"))
    #expect(
      try problem(sound(content: [255, 255, 255, 255] + zeros))
        .contains("expected a label from 0 to 4, found -1"))
  }

  @Test func headersThatAreNone() throws {
    for json in ["{}", "{\"values\":", "{" + String(repeating: "[", count: 5000), "{\u{0}}"] {
      _ = try problem(file(json, []))
    }
    for length: [UInt8] in [
      [255, 255, 255, 255, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 128],
      [255, 255, 255, 255, 255, 255, 255, 255], [0, 0, 0, 0, 0, 0, 0, 0],
    ] {
      _ = try problem(length + [UInt8(ascii: "{")])
    }
    let other =
      #"{"__metadata__":{"format":"swift-ecg beats","formatVersion":"2"},"values":"#
      + #"{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}"#
    #expect(try problem(file(other, [0, 0, 0, 0])).contains("format version 1, found 2"))
    let model = #"{"__metadata__":{"format":"swift-ecg heartbeat classifier"}}"#
    #expect(try problem(file(model, [])).contains("a safetensors file of something else"))
  }

  /// A file of this program's own, one byte after the other changed.
  @Test func noBitOfTheNumbersFlipsUnnoticed() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "beats.safetensors")
      let beats = BeatDataset(
        task: .arrhythmia, source: .csv(["a.csv"]), samplesPerBeat: 2,
        values: [0, 0.5, 0.25, 1], labels: [0, 3])
      try BeatFile.write(BeatStream(beats), to: url.path, as: .safetensors)
      let bytes = [UInt8](try Data(contentsOf: url))
      #expect(try read(bytes).fingerprint == beats.fingerprint)
      for position in bytes.count - 24..<bytes.count {
        for bit in 0..<8 {
          var damaged = bytes
          damaged[position] ^= 1 << bit
          _ = try problem(damaged)
        }
      }
    }
  }

  @Test func beatsOfAnotherTaskOrLength() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "beats.safetensors").path
      try BeatFile.write(
        SyntheticBeats(seed: 1).stream(counts: [2]), to: path, as: .safetensors)
      let task = BeatTask(name: "other", classes: BeatTask.arrhythmia.classes)
      let other = #expect(throws: FileError.self) { try BeatFile.read(path: path, task: task) }
      #expect(other?.problem == "expected beats for the task other, found arrhythmia")
      let length = #expect(throws: FileError.self) {
        try BeatFile.read(path: path, samplesPerBeat: 100)
      }
      #expect(length?.problem == "expected beats of 100 samples, found beats of 187")
    }
  }
}

extension [UInt8] {
  /// A safetensors file with spaces added to its header so that its tensors begin at a multiple of
  /// `alignment` bytes.
  fileprivate func padded(_ alignment: Int) -> [UInt8] {
    let length = self[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    let spaces = (alignment - (8 + length) % alignment) % alignment
    return Swift.withUnsafeBytes(of: UInt64(length + spaces).littleEndian) { Array($0) }
      + self[8..<8 + length] + Array(repeating: UInt8(ascii: " "), count: spaces)
      + self[(8 + length)...]
  }
}
