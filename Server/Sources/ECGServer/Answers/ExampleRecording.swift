import ECGDatasets
import ECGFiles
import ECGRecordings
package import Foundation

/// The recording that the server shows to whoever has none at hand.
package struct ExampleRecording {
  /// The recording, opened from ``files``.
  let recording: RecordingFile
  /// The same as a WFDB record named `example`: the contents of its files by name.
  package let files: [String: Data]

  /// Where it comes from.
  static let source =
    "Made up by swift-ecg; it shows what the viewer does, and says nothing about hearts."

  private static let name = "example"
  private static let seed: UInt64 = 3
  /// Two minutes and a half.
  private static let beats = 180

  /// - Throws: `FileError`.
  package init() throws {
    let made = SyntheticRecording(seed: Self.seed, beats: Self.beats)
    files = try made.record(named: Self.name).files(named: Self.name)
    recording = try RecordingFile.open(Self.name, in: InputFolder(files: files))
  }
}
