package import Foundation

/// A program copied into a folder where nothing else is, as a person would who takes it along.
package struct CopiedProgram {
  /// Where it is.
  package let url: URL

  /// - Throws: what copying throws.
  package init(of program: URL, in folder: URL) throws {
    let home = folder.appending(path: "elsewhere")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    url = home.appending(path: program.lastPathComponent)
    try FileManager.default.copyItem(at: program, to: url)
  }

  /// Whether it looks for files of its own beside it or in the folder where it was built: what Swift makes
  /// for a target with resources says so.
  package var looksForResources: Bool {
    get throws {
      try Data(contentsOf: url, options: .mappedIfSafe)
        .range(of: Data("could not load resource bundle".utf8)) != nil
    }
  }
}
