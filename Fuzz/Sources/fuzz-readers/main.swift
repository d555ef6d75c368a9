// Gives a reader bytes that libFuzzer makes up:
//
//   FUZZ_READER=NAME fuzz-readers [libFuzzer's options] [FOLDER …]
//   fuzz-readers --readers          the names of the readers
//   fuzz-readers --seeds FOLDER     what to begin with, in a folder for each reader
//
// ./run builds it as it has to be, and is the way to run it.

import CFuzzer
import ECGFiles
import Foundation

let arguments = CommandLine.arguments
if arguments.dropFirst().first == "--readers" {
  print(Reader.allCases.map(\.rawValue).joined(separator: "\n"))
  exit(0)
}
if arguments.count == 3, arguments[1] == "--seeds" {
  for reader in Reader.allCases {
    let folder = URL(filePath: arguments[2]).appending(path: reader.rawValue)
    for (index, seed) in try Seeds.of(reader).enumerated() {
      try OutputFile.write(seed, to: folder.appending(path: "seed-\(index)").path, overwrite: true)
    }
  }
  exit(0)
}
guard let reader = ProcessInfo.processInfo.environment["FUZZ_READER"].flatMap(Reader.init) else {
  print("FUZZ_READER is none of: \(Reader.allCases.map(\.rawValue).joined(separator: " "))")
  exit(64)
}

/// The reader, for the function below, which can capture nothing.
private let chosen = reader

/// What else than a `FileError` is thrown is a fault as a crash is.
private func test(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  do {
    try chosen.read(Data(UnsafeBufferPointer(start: bytes, count: count)))
  } catch let error as FileError {
    precondition(!error.problem.isEmpty, "an error that says nothing")
  } catch {
    fatalError("expected a FileError, found \(error)")
  }
  return 0
}

var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
let status = words.withUnsafeMutableBufferPointer { words in
  cfuzzer_run(Int32(words.count), words.baseAddress, test)
}
exit(status)
