import ArgumentParser
import ECGDatasets

/// `--output` of the commands that write one file of beats; its extension says in which form.
struct BeatFileOption: ParsableArguments {
  @Option(
    help: "The file to write to: BEATS.safetensors or BEATS.csv.",
    completion: .file(extensions: ["safetensors", "csv"]))
  var output: String

  /// The form that the name asks for.
  var form: BeatFile.Form { BeatFile.Form(path: output) ?? .csv }

  func validate() throws {
    guard BeatFile.Form(path: output) != nil else {
      throw ValidationError(
        "--output: expected a name that ends in .safetensors or .csv, found \(output)")
    }
  }
}
