public import ArgumentParser
public import ECGDatasets
import ECGFiles

extension BeatFile.Form: ExpressibleByArgument {}

/// What the commands have in common that build the files of a data set from a database.
struct PreparedFilesOptions: ParsableArguments {
  @Option(help: "The folder to write to.", completion: .directory)
  var output: String

  @Option(help: "The form of the beats' files: csv or safetensors.")
  var format = BeatFile.Form.csv

  @OptionGroup var threadsOption: ThreadsOption
  @OptionGroup var overwriteOption: OverwriteOption
  @OptionGroup var jsonOption: JSONOption

  /// The paths of files in the folder.
  ///
  /// - Throws: `FileError` where one cannot be written.
  func paths(of names: [String]) throws -> [String] {
    let paths = names.map { OutputPaths.path(of: $0, in: output) }
    try OutputPlan(overwrite: overwriteOption.overwrite).check(files: paths)
    return paths
  }
}
