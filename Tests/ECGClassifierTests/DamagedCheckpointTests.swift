import ECGSafetensors
import ECGClassifier
import ECGFiles
import Foundation
import ECGTestSupport
import Testing

/// Checkpoints in which one thing is wrong. They are of the second of four epochs.
@Suite struct DamagedCheckpointTests {
  static let metadata: [FileDamage] =
    [
      "architecture", "recipe", "seed", "dataFingerprint", "history", "progress", "version",
      "members", "memberCount",
    ]
    .map { .metadata($0, nil, "has no \($0)") } + [
      .metadata("format", nil, "expected a checkpoint"),
      .metadata("formatVersion", nil, "format version 2, found none"),
      .metadata("formatVersion", "1", "format version 2, found 1"),
      .metadata("version", "0.0.9", "expected version \(Version.current) of the program"),
      .metadata("recipe", "7", "recipe makes no sense"),
      .metadata("history", "{}", "history makes no sense"),
      .metadata("progress", "null", "progress makes no sense"),
      .metadata("members", "null", "members makes no sense"),
      .metadata("memberCount", "2", "expected 1 networks, found 2"),
      .replacing(#""kernel":7"#, with: #""kernel":9"#, in: "architecture", "other layers"),
    ]

  /// The run's steps are 2 epochs of 2 steps each: 31 of the 42 beats in batches of 16.
  static let counters: [FileDamage] = [
    progress(#""step":4"#, #""step":\#(Int.max)"#),
    progress(#""step":4"#, #""step":-1"#),
    progress(#""step":4"#, #""step":\#(Int.min)"#),
    progress(#""step":4"#, #""step":1"#),
    progress(#""epoch":2"#, #""epoch":3"#),
    progress(#""epoch":2"#, #""epoch":1"#),
    progress(#""epoch":2"#, #""epoch":-1"#),
    progress(#""epoch":2"#, #""epoch":\#(Int.max)"#),
    progress(#""plateauFactor":"#, #""plateauFactor":0,"was":"#),
    progress(#""plateauFactor":"#, #""plateauFactor":2,"was":"#),
    progress(#""plateauFactor":"#, #""plateauFactor":-1,"was":"#),
    progress(#""wait":"#, #""wait":\#(Int.max / 10)"#),
    progress(#""wait":"#, #""wait":-1"#),
    .replacing(#""number":2"#, with: #""number":1"#, in: "history", "contradict one another"),
    FileDamage("finished with no epochs", "contradict one another") { file in
      file.metadata["history"] = #"{"epochs":[],"learningRateDrops":[]}"#
      file.metadata["progress"] = file.metadata["progress"]?
        .replacing(#""epoch":2"#, with: #""epoch":0"#)
        .replacing(#""isFinished":false"#, with: #""isFinished":true"#)
    },
    .replacing(
      #""step":4"#, with: #""step":9223372036854775808"#, in: "progress", "makes no sense"),
    .replacing(#""step":4"#, with: #""step":4.5"#, in: "progress", "makes no sense"),
  ]

  private static func progress(_ part: String, _ other: String) -> FileDamage {
    .replacing(part, with: other, in: "progress", "contradict one another")
  }

  static let tensors: [FileDamage] = [
    .tensor("moments.first", "NaN", "moments hold numbers") { $0[0] = .nan },
    .tensor("moments.first", "infinite", "moments hold numbers") { $0[0] = .infinity },
    .tensor("moments.second", "NaN", "moments hold numbers") { $0[9] = .nan },
    .tensor("moments.second", "negative", "moments hold numbers") { $0[9] = -1e-9 },
    .tensor("moments.first", "one less", "moments, found") { $0.removeLast() },
    .tensor("moments.second", "one more", "moments, found") { $0.append(0) },
    FileDamage("no moments", "moments, found 0") { $0.tensors["moments.first"] = nil },
    .tensor("current.layers.0.weight", "NaN", "not finite") { $0[0] = .nan },
    .tensor("current.layers.0.weight", "one less", "of shape [7, 1, 32]") { $0.removeLast() },
    .tensor("current.layers.1.runningVariance", "negative", "layers.1.runningVariance") {
      $0[0] = -1
    },
    .tensor("best.layers.0.weight", "NaN", "not finite") { $0[0] = .nan },
    FileDamage("no network", "expected a tensor layers.0.weight") { file in
      file.tensors = file.tensors.filter { !$0.key.hasPrefix("current.") }
    },
    FileDamage("part of the best network", "expected a tensor layers.0.weight") {
      $0.tensors["best.layers.0.weight"] = nil
    },
    FileDamage("a tensor too many", "no tensor layers.99.weight") {
      $0.tensors["current.layers.99.weight"] = .init(shape: [1], values: [1])
    },
  ]

  @Test(arguments: metadata + counters + tensors)
  func isAnErrorThatNamesFileAndFault(_ damage: FileDamage) throws {
    let whole = try CheckpointRun.shared.get().checkpoints[1]
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "checkpoint")
      try damage.write(whole, to: url)
      let problem = try expectBadData(at: url.path) {
        _ = try CheckpointRun.resume(from: url.path)
      }
      #expect(problem.contains(damage.message), "\(problem)")
    }
  }

  @Test(arguments: [0, 7, 8, 100, 5_000])
  func isAnErrorWhereCutShort(to count: Int) throws {
    let whole = try CheckpointRun.shared.get().checkpoints[1]
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "checkpoint")
      for cut in [whole.prefix(count), whole.dropLast(count + 1)] {
        try cut.write(to: url)
        try expectBadData(at: url.path) { _ = try CheckpointRun.resume(from: url.path) }
      }
    }
  }
}
