package import Foundation

/// Runs `body` with a new folder that is gone afterwards.
package func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "swift-ecg-\(UUID().uuidString)", directoryHint: .isDirectory)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// A new file that only who has it open knows, for what a process writes: a file takes any amount
/// while nobody reads, a pipe does not, and one without a name is left over by nobody.
func namelessFile() throws -> (reading: FileHandle, writing: FileHandle) {
  let file = FileManager.default.temporaryDirectory
    .appending(path: "swift-ecg-\(UUID().uuidString)")
  try Data().write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }
  return (try FileHandle(forReadingFrom: file), try FileHandle(forWritingTo: file))
}
