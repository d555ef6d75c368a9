package import Foundation

/// A program copied into a folder where nothing else is, as a person would who takes it along.
package struct CopiedProgram {
  /// Where it is.
  package let url: URL

  /// - Throws: what starting cp throws, or where it fails.
  package init(of program: URL, in folder: URL) throws {
    let home = folder.appending(path: "elsewhere")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    url = home.appending(path: program.lastPathComponent)
    // A process of its own writes it. Written here, a program that another test starts meanwhile
    // would inherit the open file, and until it is gone nobody can run the copy ("text file busy").
    let copying = Process()
    copying.executableURL = URL(filePath: "/bin/cp")
    copying.arguments = [program.path, url.path]
    try copying.run()
    copying.waitUntilExit()
    guard copying.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  /// Whether it looks for files of its own beside it or in the folder where it was built: what
  /// Swift makes for a target with resources says so.
  package var looksForResources: Bool {
    get throws {
      try Data(contentsOf: url, options: .mappedIfSafe)
        .range(of: Data("could not load resource bundle".utf8)) != nil
    }
  }
}
