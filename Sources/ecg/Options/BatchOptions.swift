import ArgumentParser
import ECGFiles
import ECGRecordings
import ECGText
import Foundation

/// What many recordings take that one does not.
struct BatchOptions: ParsableArguments {
  @Option(
    help: """
      A file with the path of a recording, a folder or an archive in each line, or with NUL behind each as \
      "find -print0" writes them; - for standard input. Lines that begin with # are passed over. What is missing \
      is listed with the failures.
      """, completion: .file())
  var list: String?

  @Option(
    parsing: .unconditional,
    help: """
      Of many recordings: how many at once, among which the threads are shared. (default: as many as threads)
      """)
  var jobs: Int?

  @Flag(
    help: """
      Of many recordings: go on with a run that was ended or killed, or take up what is new or has changed \
      since.
      """)
  var resume = false

  @OptionGroup var processesOption: ProcessesOption

  func validate() throws {
    try Self.check(jobs, "--jobs", in: 1...1024)
  }

  /// Those that were given, by their names.
  var given: [String] {
    Self.names(ofGiven: [
      "--list": list != nil, "--jobs": jobs != nil, "--resume": resume,
      "--mpi": processesOption.sharesWork,
    ])
  }

  /// Whether paths and options ask for many recordings, though there may be one.
  func isAsked(by paths: [String]) -> Bool {
    paths.count != 1 || !given.isEmpty || paths.contains("-")
      || paths.contains { !Self.isPipe($0) && RecordingCollection.isPlural($0) }
  }

  /// Whether a path is a pipe or a device, whose bytes come once and are not to be
  /// looked at beforehand.
  private static func isPipe(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }

  /// Refuses to begin without a path.
  ///
  /// - Parameter name: what a path is called in the help.
  func check(_ paths: [String], named name: String) throws {
    guard !paths.isEmpty || list != nil else {
      throw ValidationError("Missing expected argument '<\(name)>'")
    }
    guard list == nil || !paths.contains("-") else {
      throw ValidationError("- is standard input as a list already; leave out --list or -")
    }
  }

  /// The folder for the results.
  ///
  /// - Throws: an error that names what there is in a folder where it is given alone.
  func folder(_ output: String?, for paths: [String]) throws -> String {
    if let output { return output }
    var isFolder: ObjCBool = false
    if paths.count == 1, FileManager.default.fileExists(atPath: paths[0], isDirectory: &isFolder),
      isFolder.boolValue
    {
      do { _ = try RecordingFile.open(paths[0]) } catch var error as FileError {
        error.remedy = error.remedy + ", or take all recordings in it with --output"
        throw error
      }
    }
    let option =
      given.first.map { "\($0) is for many recordings, whose results go to a folder. " } ?? ""
    throw ValidationError(
      "\(option)--output: expected a folder for the results of many recordings, found none")
  }

  /// The option for many recordings that was given though a single file is named, which is
  /// there and no pipe.
  func optionForOne(_ paths: [String]) -> String? {
    guard list == nil, paths.count == 1, !Self.isPipe(paths[0]),
      InputFolder.disk.hasFile(paths[0]), !RecordingCollection.isPlural(paths[0])
    else { return nil }
    return given.first
  }

  /// The lines of the list; those of standard input for `-`.
  ///
  /// - Throws: `FileError`.
  func listed(_ paths: [String]) throws -> [String] {
    guard let path = list ?? (paths.contains("-") ? "-" : nil) else { return [] }
    let data = path == "-" ? try Self.readStandardInput() : try InputFile.read(path: path)
    guard let text = String(data: data, encoding: .utf8) else {
      throw FileError(
        .badData, path: path == "-" ? "standard input" : path,
        "expected a path in each line, found bytes that are no UTF-8",
        remedy: "Name the list of paths, not a recording")
    }
    return TextLines.listed(in: String(text.trimmingPrefix("\u{FEFF}"))).map(String.init)
  }

  private static func readStandardInput() throws -> Data {
    do {
      return try FileHandle.standardInput.readToEnd() ?? Data()
    } catch {
      throw FileError(
        .inputOutput, path: "standard input",
        "expected a list of paths, found nothing that can be read",
        remedy: "Send the list there, or name its file with --list")
    }
  }
}
