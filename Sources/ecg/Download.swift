import ArgumentParser
import ECGDownload
import ECGFiles

extension PhysioNetDatabase {
  /// The database of a name.
  ///
  /// - Throws: `ValidationError` where there is none.
  fileprivate static func named(_ name: String) throws -> PhysioNetDatabase {
    guard let database = all.first(where: { $0.name == name }) else {
      throw ValidationError("expected \(all.map(\.name).joined(separator: ", ")), found \(name)")
    }
    return database
  }

  /// The database in a line of the help.
  fileprivate var line: String {
    "\(name): \(title)" + (size.map { ", \(ByteCount($0))" } ?? "") + "."
  }
}

/// `ecg download`.
struct Download: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Downloads recordings from PhysioNet.",
    discussion: """
      \(PhysioNetDatabase.all.map(\.line).joined(separator: "\n"))

      What is left out by default is what beats are not made from, as the Frank leads of ptbdb. Every file is \
      checked against the database's SHA256SUMS.txt. However a download ends, the same command goes on \
      from the byte where it was.

      \(Wording.disclaimer)
      """)

  @Argument(
    help: "The database.", completion: .list(PhysioNetDatabase.all.map(\.name)),
    transform: PhysioNetDatabase.named)
  var database: PhysioNetDatabase

  @Option(help: "The folder to download to. (default: data/DATABASE)", completion: .directory)
  var to: String?

  @OptionGroup var mirrorOption: MirrorOption

  @Flag(help: "All files of the database, whatever they are for.")
  var all = false

  @OptionGroup var overwriteOption: OverwriteOption
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let console = jsonOption.console
    let clock = Clock()
    let folder = to ?? Fetch.folder(of: database)
    var download = DatabaseDownload(database, mirror: mirrorOption.mirror, to: folder)
    download.takesAll = all
    download.overwrite = overwriteOption.overwrite
    let fetch = Fetch(download, console: console)
    console.note(fetch.announcement)
    let outcome = try fetch.run()
    let downloaded = Downloaded(database, folder: folder, outcome)
    try console.answer(downloaded, text: downloaded.text)
    console.note("Done in \(clock.description).")
  }
}
