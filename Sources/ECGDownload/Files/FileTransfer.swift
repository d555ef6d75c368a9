import ECGFiles
import Foundation

/// Brings one file, however often the way there breaks off.
struct FileTransfer {
  /// The file's address.
  let url: String
  /// Where it goes.
  let path: String
  /// Its checksum.
  let checksum: String
  let retries: RetryPolicy
  let isCancelled: @Sendable () -> Bool

  /// Whole and wrong versions after which the server is believed to have no other: the first may
  /// have begun with bytes of an older one, the second may have suffered on the way.
  private static let mostMismatches = 3

  /// Downloads what is missing of the file and puts it in its place.
  ///
  /// - Parameter progress: called with the number of bytes that were added; a negative one where
  ///   some turned out to be of no use. False where there are to be no more.
  /// - Throws: `FileError`; ``HTTPError/cancelled``; ``Endless`` where there were to be no more
  ///   bytes, of which none is kept.
  func run(over connection: any HTTPConnection, progress: (Int) -> Bool) throws {
    var file = try PartialFile(path: path)
    do {
      guard progress(file.count) else { throw Endless(url: url) }
      try complete(&file, over: connection, progress)
    } catch let error as Endless {
      try file.clear()
      throw error
    }
    try file.commit()
  }

  /// More bytes came than there are to be.
  struct Endless: Error {
    /// The file's address.
    let url: String
  }

  private func complete(
    _ file: inout PartialFile, over connection: any HTTPConnection, _ progress: (Int) -> Bool
  ) throws {
    // A part is asked for of the version that was begun with; where that was in another call it is
    // not known, and a change shows in the checksum.
    var validator: String?
    var (failures, mismatches) = (0, 0)
    while true {
      if file.count > 0, file.checksum.text == checksum { return }
      let before = file.count
      do {
        try extend(&file, over: connection, validator: &validator, progress)
        if file.checksum.text == checksum { return }
        let found = file.checksum.text
        try clear(&file, progress)
        validator = nil
        mismatches += 1
        if mismatches == FileTransfer.mostMismatches { throw mismatch(found: found) }
      } catch let error as HTTPError {
        failures = file.count > before ? 1 : failures + 1
        guard error.isPassing, failures < retries.attempts else {
          throw FileTransfer.failure(error, url)
        }
        try retries.wait(after: error, failures: failures, isCancelled: isCancelled)
      }
    }
  }

  /// Asks for what is missing and appends it.
  private func extend(
    _ file: inout PartialFile, over connection: any HTTPConnection, validator: inout String?,
    _ progress: (Int) -> Bool
  ) throws {
    let start = file.count
    var isFirst = true
    var expected: Int?
    let answer = try connection.get(
      url, from: start, of: validator, isCancelled: isCancelled
    ) { answer, bytes in
      if isFirst {
        isFirst = false
        if answer.status == 200 || answer.rangeStart != start { try clear(&file, progress) }
        // Some other part than was asked for is of no use.
        if answer.status == 206, answer.rangeStart != start {
          throw HTTPError.brokenOff("the server sent another part than was asked for")
        }
        validator = answer.validator
        expected = try answer.contentLength.map { length in
          let (whole, isTooMuch) = file.count.addingReportingOverflow(length)
          guard length >= 0, !isTooMuch else {
            throw HTTPError.brokenOff("the server announced a part of \(length) bytes")
          }
          return whole
        }
      }
      guard progress(bytes.count) else { throw Endless(url: url) }
      try file.append(bytes)
    }
    if answer.status == 416 {
      try clear(&file, progress)
      throw HTTPError.brokenOff("the server has no more than was there already")
    }
    // An empty body.
    if answer.status == 200, isFirst { try clear(&file, progress) }
    if let expected, file.count < expected {
      throw HTTPError.brokenOff("\(file.count) of \(expected) bytes arrived")
    }
  }

  private func clear(_ file: inout PartialFile, _ progress: (Int) -> Bool) throws {
    _ = progress(-file.count)
    try file.clear()
  }

  private func mismatch(found: String) -> FileError {
    FileError(
      .badData, path: url,
      "expected the SHA-256 checksum \(checksum), found \(found)",
      remedy: "The copy there is damaged or of another version; name another\(with: .mirror)")
  }

  /// The error for the person.
  static func failure(_ error: HTTPError, _ url: String) -> any Error {
    if error == .cancelled { return error }
    let (kind, remedy): (FileError.Kind, Remedy) =
      switch error {
      case .noLibrary:
        (.unavailable, "Install libcurl, which Debian and Ubuntu call libcurl4, and try again")
      case .unreachable:
        (.unavailable, "Connect to the network and try again, or name a copy\(with: .mirror)")
      case .brokenOff:
        (.unavailable, "What has arrived is kept: the same command goes on from there")
      case .refused(404, _), .refused(410, _):
        (.noInput, "Check the address, or name another copy\(with: .mirror)")
      default: (.unavailable, "Try again later, or name a copy\(with: .mirror)")
      }
    return FileError(kind, path: url, error.problem, remedy: remedy)
  }
}
