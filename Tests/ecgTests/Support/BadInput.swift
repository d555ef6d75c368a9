import Foundation
import Testing

/// A way to use the command wrongly, and how it must end.
struct BadInput: CustomTestStringConvertible, Sendable {
  /// What is wrong.
  let name: String
  /// The arguments; `beats.csv` and `model.safetensors` are there and in order.
  let arguments: [String]
  /// The exit code.
  let status: Int32
  /// What the message must say.
  let words: [String]
  /// Makes the folder wrong.
  let prepare: @Sendable (Folder) throws -> Void

  var testDescription: String { name }

  init(
    _ name: String, _ command: String, _ status: Int32, says words: String...,
    prepare: @escaping @Sendable (Folder) throws -> Void = { _ in }
  ) {
    self.init(name, command, status, words: words, prepare: prepare)
  }

  /// - Parameter command: the arguments, separated by spaces.
  init(
    _ name: String, _ command: String, _ status: Int32, words: [String],
    prepare: @escaping @Sendable (Folder) throws -> Void
  ) {
    self.name = name
    arguments = command.split(separator: " ").map(String.init)
    self.status = status
    self.words = words
    self.prepare = prepare
  }

  /// A folder to be prepared.
  struct Folder {
    let url: URL

    func write(_ name: String, _ content: Data) throws {
      let file = url.appending(path: name)
      try make(folder: file.deletingLastPathComponent())
      try content.write(to: file)
    }

    func write(_ name: String, _ text: String) throws { try write(name, Data(text.utf8)) }

    func make(_ name: String) throws { try make(folder: url.appending(path: name)) }

    private func make(folder: URL) throws {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
  }
}
