import ECGFiles
package import Foundation

extension RecordingClassifier {
  /// The classifier that comes with the package, trained on the 44 unpaced records of the MIT-BIH
  /// Arrhythmia Database; its model card is `docs/pretrained/recordings.md`.
  ///
  /// It is part of the program, as ``HeartbeatClassifier/pretrained()`` is. It is decoded once, and
  /// shared by all who ask for it: streams and recordings do where no other is named, and of
  /// streams there may be a thousand.
  ///
  /// - Throws: `FileError` where the program was built with a file that it cannot read.
  public static func pretrained() throws -> RecordingClassifier { try decoded.get() }

  private static let decoded = Result {
    try read(MetadataFile(pretrainedFile, path: "the pretrained model for recordings"))
  }

  /// The bytes of the pretrained classifier's file.
  package static var pretrainedFile: Data {
    EmbeddedFile.content(of: "recordings.safetensors")
  }
}
