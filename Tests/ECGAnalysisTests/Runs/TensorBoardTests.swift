import ECGAnalysis
import ECGFiles
import ECGNeuralNetwork
import ECGTestSupport
import Foundation
import Testing

/// Event files for TensorBoard.
@Suite struct TensorBoardTests {
  /// RFC 3720, appendix B.4, and the check value of the catalogue of parametrised CRC algorithms.
  @Test func checksumsAreThoseOfCRC32C() {
    #expect(CRC32C.checksum(Array("123456789".utf8)) == 0xE306_9283)
    #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(CRC32C.checksum([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(CRC32C.checksum(Array(0..<32)) == 0x46DD_794E)
    #expect(CRC32C.checksum([]) == 0)
  }

  /// What tensorboard 2.21.0 writes: `RecordWriter` of
  /// `Event(wall_time=1764280000.5, file_version="brain.Event:2")` and of
  /// `Event(wall_time=1764280001.25, step=300, summary=…)` with the values `loss` 0.5 and
  /// `macro_f1` 0.8125.
  @Test func recordsAreThoseOfTensorBoard() {
    let first = TensorBoardEvent(time: 1764280000.5).record
    let second = TensorBoardEvent(
      time: 1764280001.25, step: 300, scalars: [("loss", 0.5), ("macro_f1", 0.8125)]
    ).record
    #expect(
      (first + second).map { String(format: "%02x", $0) }.joined() == """
        1800000000000000a37f4b2209000020b0314ada411a0d627261696e2e4576656e743a32dc27c3e2\
        2c00000000000000f4aecc4509000050b0314ada4110ac022a1e0a0b0a046c6f7373150000003f\
        0a0f0a086d6163726f5f6631150000503fe313aa4a
        """)
  }

  /// A history of some epochs.
  private func history(_ count: Int) -> TrainingHistory {
    var history = TrainingHistory()
    history.epochs = (0..<count).map {
      .init(
        number: $0 + 1, loss: 1 / Double($0 + 1), accuracy: 0.5, validationLoss: 0.7,
        validationAccuracy: 0.6, validationMacroF1: 0.4, learningRate: 1e-3)
    }
    return history
  }

  /// How many records the files of a folder have, those that name the format included.
  private func records(in folder: URL) throws -> [Int] {
    let files = FileManager.default
    return try files.contentsOfDirectory(atPath: folder.path).sorted().map { name in
      let data = try Data(contentsOf: folder.appending(path: name))
      var (offset, count) = (0, 0)
      while offset < data.count {
        let length = data[offset..<offset + 8].enumerated()
          .reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
        offset += 16 + length
        count += 1
      }
      #expect(offset == data.count)
      return count
    }
  }

  @Test func epochsAreWrittenOnce() throws {
    try withTemporaryFolder { folder in
      let log = try TensorBoardLog(folder: folder.path)
      for count in 1...3 { try log.add(history(count)) }
      try log.add(history(3))
      #expect(try records(in: folder.appending(path: "train")) == [4])
      #expect(try records(in: folder.appending(path: "validation")) == [4])
      // Gone on with, the next epochs go to a file of their own.
      let next = try TensorBoardLog(folder: folder.path, resumes: true)
      try next.add(history(4))
      try next.add(history(5))
      #expect(try records(in: folder.appending(path: "train")).sorted() == [3, 4])
      // Another training is not mixed with it.
      #expect(throws: FileError.self) { try TensorBoardLog(folder: folder.path) }
      try Data("mine".utf8).write(to: folder.appending(path: "train/notes.txt"))
      try TensorBoardLog(folder: folder.path, overwrite: true).add(history(2))
      let left = try FileManager.default.contentsOfDirectory(
        atPath: folder.appending(path: "train").path)
      #expect(left.count == 2 && left.contains("notes.txt"))
    }
  }

  /// What stays of another training would be mixed with the new one. A folder of such a name stands
  /// in for a file that may not be removed, since root may remove all files.
  @Test func aFileThatCannotBeRemovedIsTold() throws {
    try withTemporaryFolder { folder in
      let name = "train/events.out.tfevents.1.other"
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
      let error = try #require(throws: FileError.self) {
        try TensorBoardLog(folder: folder.path, overwrite: true)
      }
      #expect(error.kind == .cannotWrite && error.path.hasSuffix(name))
      #expect(error.description.contains("cannot be removed"))
    }
  }

  @Test func aTrainingThatGoesOnIsWrittenWholeWhereNothingWas() throws {
    try withTemporaryFolder { folder in
      try TensorBoardLog(folder: folder.path, resumes: true).add(history(3))
      #expect(try records(in: folder.appending(path: "train")) == [4])
    }
  }

  @Test func networksHaveFoldersOfTheirOwn() throws {
    try withTemporaryFolder { folder in
      let log = try TensorBoardLog(folder: folder.path, networks: 2)
      for network in 0..<2 {
        log.begin(network: network)
        for count in 1...2 { try log.add(history(count)) }
      }
      for network in 1...2 {
        #expect(try records(in: folder.appending(path: "network-\(network)/train")) == [3])
      }
    }
  }
}
