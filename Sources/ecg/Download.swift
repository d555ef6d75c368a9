public import ArgumentParser
public import ECGDownload

extension PhysioNetDatabase: ExpressibleByArgument {
  public init?(argument: String) {
    guard let database = PhysioNetDatabase.all.first(where: { $0.name == argument }) else {
      return nil
    }
    self = database
  }

  public static var allValueStrings: [String] { all.map(\.name) }
}

/// `ecg download`.
struct Download: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Downloads recordings from PhysioNet.",
    discussion: """
      mitdb is the MIT-BIH Arrhythmia Database (94 MB), ptbdb the PTB Diagnostic ECG Database (1.4 GB \
      without the Frank leads, which beats are not made from). Every file is checked against the \
      database's SHA256SUMS.txt. However a download ends, the same command goes on from the byte \
      where it was.

      \(Wording.disclaimer)
      """)

  @Argument(help: "The database.")
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
    let downloaded = Downloaded(database: database.name, folder: folder, outcome)
    if jsonOption.json {
      try console.printJSON(downloaded)
    } else {
      try console.say(downloaded.text)
    }
    console.note("Done in \(clock.description).")
  }
}
