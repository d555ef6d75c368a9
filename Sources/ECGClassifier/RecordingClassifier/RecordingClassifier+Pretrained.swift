import ECGFiles
package import Foundation

extension RecordingClassifier {
  /// The classifier that comes with the package, trained on the 44 unpaced records of the MIT-BIH
  /// Arrhythmia Database; its model card is `docs/pretrained/recordings.md`.
  ///
  /// It is part of the program, as ``HeartbeatClassifier/pretrained()`` is.
  ///
  /// - Throws: `FileError` where the program was built with a file that it cannot read.
  public static func pretrained() throws -> RecordingClassifier {
    try read(MetadataFile(pretrainedFile, path: "the pretrained model for recordings"))
  }

  /// The bytes of the pretrained classifier's file.
  package static var pretrainedFile: Data {
    EmbeddedFile.content(of: "recordings.safetensors")
  }
}
