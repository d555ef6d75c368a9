import ECGDatasets
import ECGRecordings
import Foundation

/// What tests send.
enum Upload {
  static let boundary = "a-boundary"
  static let formType = "multipart/form-data; boundary=\(boundary)"

  /// A form with files.
  static func form(_ files: [(name: String, content: Data)]) -> Data {
    var body = Data()
    for file in files {
      body += Data("--\(boundary)\r\n".utf8)
      body += Data(
        "Content-Disposition: form-data; name=\"file\"; filename=\"\(file.name)\"\r\n\r\n".utf8)
      body += file.content + Data("\r\n".utf8)
    }
    return body + Data("--\(boundary)--\r\n".utf8)
  }

  /// The files of a folder that begin with a record's name.
  static func record(
    _ name: String, in folder: URL, suffixes: [String] = ["hea", "dat"]
  ) throws -> Data {
    try form(
      suffixes.map {
        ("\(name).\($0)", try Data(contentsOf: folder.appending(path: "\(name).\($0)")))
      })
  }

  /// A made-up record in memory, its header first.
  static func synthetic(
    beats: Int, name: String = "made-up"
  ) throws -> (files: [(name: String, content: Data)], made: SyntheticRecording) {
    let made = SyntheticRecording(seed: 7, beats: beats)
    let files = try made.record(named: name).files(named: name)
    return (files.sorted { $0.key > $1.key }.map { ($0.key, $0.value) }, made)
  }

  /// Beats in JSON, each number as short as it can be and still be the same.
  static func json(_ values: [Float], samplesPerBeat: Int) -> Data {
    let beats = stride(from: 0, to: values.count, by: samplesPerBeat).map { start in
      "[" + values[start..<start + samplesPerBeat].map { "\($0)" }.joined(separator: ",") + "]"
    }
    return Data("{\"beats\": [\(beats.joined(separator: ",\n"))]}".utf8)
  }

  /// Beats in CSV.
  static func csv(_ values: [Float], samplesPerBeat: Int) -> Data {
    Data(
      stride(from: 0, to: values.count, by: samplesPerBeat).map { start in
        values[start..<start + samplesPerBeat].map { "\($0)" }.joined(separator: ",") + "\n"
      }.joined().utf8)
  }

  /// Made-up beats: `N × L`.
  static func beats(_ count: Int) -> [Float] {
    let counts = SyntheticBeats.counts(of: count)
    let data = SyntheticBeats(seed: 11).dataset(counts: counts)
    return data.values.array(of: 0..<data.count)
  }
}
