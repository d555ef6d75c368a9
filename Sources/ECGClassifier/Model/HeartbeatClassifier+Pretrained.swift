import ECGFiles
package import Foundation

extension HeartbeatClassifier {
  /// The classifier that comes with the package, trained on the MIT-BIH Arrhythmia Database; its
  /// model card is `docs/pretrained/model-card.md`.
  ///
  /// It is part of the program, so that a program copied elsewhere has it too. Each call decodes it
  /// anew, which takes a few milliseconds: keep it.
  ///
  /// - Throws: `FileError` where the program was built with a file that it cannot read.
  public static func pretrained() throws -> HeartbeatClassifier {
    try read(MetadataFile(pretrainedFile, path: "the pretrained model"))
  }

  /// The bytes of the pretrained classifier's file.
  package static var pretrainedFile: Data {
    EmbeddedFile.content(of: "pretrained.safetensors")
  }
}
