import ECGDatasets
import ECGFiles
import Foundation
import ECGSafetensors
import ECGTestSupport

/// Files the tests hand to the command.
enum Samples {
  /// A few beats of every class as CSV.
  static let beats: Data = {
    let counts = [30, 20, 20, 20, 20]
    return (try? csv(SyntheticBeats(seed: 7).dataset(counts: counts))) ?? Data()
  }()

  /// A model of these beats, trained by the command for one epoch.
  static let model: Data = {
    let made = try? withTemporaryFolder { folder in
      try beats.write(to: folder.appending(path: "beats.csv"))
      _ = try Command(folder: folder)(
        "train", "--data", "beats.csv", "--epochs", "1", "--output", "model.safetensors")
      return try Data(contentsOf: folder.appending(path: "model.safetensors"))
    }
    return made ?? Data()
  }()

  /// The model with another seed for its one network.
  static func model(seed: Int) throws -> Data {
    try model {
      $0.metadata["members"] = $0.metadata["members"]?
        .replacing(#""seed":1"#, with: #""seed":\#(seed)"#)
    }
  }

  /// The beats with the fields of row `row`, counted from 1, changed.
  static func beats(row: Int, _ change: (inout [String]) -> Void) -> Data {
    var rows = String(decoding: beats, as: UTF8.self).split(separator: "\n").map(String.init)
    var fields = rows[row - 1].components(separatedBy: ",")
    change(&fields)
    rows[row - 1] = fields.joined(separator: ",")
    return Data((rows.joined(separator: "\n") + "\n").utf8)
  }

  /// The model with its tensors or metadata changed.
  static func model(_ change: (inout Safetensors) -> Void) throws -> Data {
    var content = try Safetensors(decoding: model)
    change(&content)
    return try content.encoded()
  }

  /// A few beats of the second task as CSV.
  static var infarctions: Data {
    get throws { try csv(SyntheticBeats(seed: 7, task: .infarction).dataset(counts: [20, 20])) }
  }

  private static func csv(_ dataset: BeatDataset) throws -> Data {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "beats.csv").path
      var file = try OutputFile(path: path)
      try KaggleCSVWriter().write(dataset, to: &file)
      try file.commit()
      return try Data(contentsOf: URL(filePath: path))
    }
  }
}

/// Every file below a folder with its content; folders with nil.
func contents(of folder: URL) -> [String: Data?] {
  let names = FileManager.default.subpaths(atPath: folder.path) ?? []
  return Dictionary(
    uniqueKeysWithValues: names.map {
      ($0, FileManager.default.contents(atPath: folder.appending(path: $0).path))
    })
}

extension Samples {
  /// Runs commands in a folder with `beats.csv`.
  static func withBeats<Result>(_ body: (URL, Command) throws -> Result) throws -> Result {
    try withTemporaryFolder { url in
      try beats.write(to: url.appending(path: "beats.csv"))
      return try body(url, Command(folder: url))
    }
  }

  /// Runs commands in a folder with `beats.csv` and `model.safetensors`.
  static func withBeatsAndModel<Result>(_ body: (URL, Command) throws -> Result) throws -> Result {
    try withBeats { url, ecg in
      try model.write(to: url.appending(path: "model.safetensors"))
      return try body(url, ecg)
    }
  }
}
