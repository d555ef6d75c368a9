import ArgumentParser
import ECGFiles
import Foundation
import NIOCore

/// How the server ends that cannot run: one message and an exit code of BSD's `sysexits.h`.
struct Failure {
  private let status: Int32
  private let message: String

  init(_ error: any Error) {
    switch error {
    case let error as FileError:
      (status, message) = (error.kind.rawValue, error.message(.options))
    case let error as IOError:
      status = FileError.Kind.unavailable.rawValue
      message =
        "it cannot listen (\(String(cString: strerror(error.errnoCode)))). "
        + "Name another --host or --port"
    case let error as SocketAddressError.UnknownHost:
      status = FileError.Kind.unavailable.rawValue
      message = "it cannot listen: there is no host \(error.host). Name another --host"
    case let error as SocketAddressError:
      status = FileError.Kind.unavailable.rawValue
      message = "it cannot listen (\(error)). Name another --host"
    default:
      status = ServerCommand.exitCode(for: error).rawValue
      message = ServerCommand.fullMessage(for: error)
    }
  }

  /// Says what happened and ends the process.
  func exit() -> Never {
    if status == 0 {
      print(message)
    } else {
      let text = message.hasPrefix("Error: ") ? String(message.dropFirst(7)) : message
      FileHandle.standardError.write(
        Data("ecg-server: \(text)\(text.hasSuffix(".") || text.contains("\n") ? "" : ".")\n".utf8))
    }
    Foundation.exit(status)
  }
}

extension Remedy.Spelling {
  /// As options of the server's command, which writes nothing but sessions.
  fileprivate static let options = Remedy.Spelling(
    [.destination: "--sessions"],
    activities: [
      .trainingBeatModel: "\"ecg train beats\"",
      .trainingRecordingModel: "\"ecg train recordings\"",
    ])
}
