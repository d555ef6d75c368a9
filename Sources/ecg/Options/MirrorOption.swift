import ArgumentParser
import ECGDownload

/// `--mirror`, which means the same everywhere.
struct MirrorOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The address of a copy of the database's folder, https or http, to download from.",
      valueName: "url"))
  var mirror: String?

  func validate() throws {
    guard let mirror, PhysioNetDatabase.folder(mirror) == nil else { return }
    throw ValidationError(
      "--mirror: expected an address such as https://example.org/mitdb/, found \(mirror)")
  }
}
