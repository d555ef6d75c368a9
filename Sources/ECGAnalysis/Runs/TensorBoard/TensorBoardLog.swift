import ECGFiles
public import ECGNeuralNetwork
import Foundation
import Synchronization

/// Writes how a training goes as event files, which `tensorboard --logdir FOLDER`
/// shows while it goes.
///
/// The figures of the training beats are in `train`, those of the validation beats in
/// `validation`, under the same names (`loss`, `accuracy`; `macro_f1`, `learning_rate`), so that
/// TensorBoard lays them over one another; of several networks each has a folder of its own,
/// `network-1` and so on. Unlike other files these grow: what is in them is whole after each
/// epoch. A class, since it owns open files.
public final class TensorBoardLog: Sendable {
  private struct State {
    /// The epochs that are written; nil before the first.
    var written: Int?
    var network = 1
    var files: [String: FileHandle] = [:]
  }

  private let folder: String
  private let networks: Int
  private let resumes: Bool
  private let state = Mutex(State())

  /// Prepares event files; nothing is written yet.
  ///
  /// - Parameters:
  ///   - folder: the folder.
  ///   - networks: how many networks are trained.
  ///   - resumes: whether an earlier training goes on, whose files then are there already.
  ///   - overwrite: whether files of another training are removed.
  /// - Throws: `FileError` where there are files of another training, or they cannot be removed.
  public init(
    folder: String, networks: Int = 1, resumes: Bool = false, overwrite: Bool = false
  ) throws {
    (self.folder, self.networks, self.resumes) = (folder, networks, resumes)
    guard !resumes else { return }
    let found = (FileManager.default.subpaths(atPath: folder) ?? []).filter(Self.isOurs)
    if !found.isEmpty, !overwrite {
      throw FileError(
        .cannotWrite, path: folder, "the event files of another training are in it",
        remedy: "Choose another folder, or replace them\(with: .overwrite)")
    }
    for path in found { try Self.remove("\(folder)/\(path)") }
  }

  private static func remove(_ path: String) throws {
    guard unlink(path) != 0, errno != ENOENT else { return }
    let reason = SystemError.words()
    throw FileError(
      .cannotWrite, path: path, "is of another training, and cannot be removed (\(reason))",
      remedy: "Remove it yourself, or choose another folder")
  }

  private static let prefix = "events.out.tfevents."

  /// Whether a path in the folder is that of a file of this kind, where it puts them.
  private static func isOurs(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    return parts.count >= 2 && (parts.last?.hasPrefix(prefix) ?? false)
      && ["train", "validation"].contains(parts[parts.count - 2])
  }

  /// Tells that the training of a network begins, counted from 0.
  public func begin(network: Int) {
    state.withLock { state in
      state.network = network + 1
      state.written = state.written == nil ? nil : 0
      state.files = [:]
    }
  }

  /// Writes the epochs that are not written yet.
  ///
  /// - Throws: `FileError`.
  public func add(_ history: TrainingHistory) throws {
    try state.withLock { state in
      // What an earlier process wrote is not written again.
      let start =
        state.written ?? (resumes && hasFiles(state.network) ? history.epochs.count - 1 : 0)
      for epoch in history.epochs.dropFirst(max(start, 0)) {
        try write(
          [
            ("loss", epoch.loss), ("accuracy", epoch.accuracy),
            ("learning_rate", epoch.learningRate),
          ], of: epoch, to: "train", &state)
        try write(
          [
            ("loss", epoch.validationLoss), ("accuracy", epoch.validationAccuracy),
            ("macro_f1", epoch.validationMacroF1),
          ], of: epoch, to: "validation", &state)
      }
      state.written = history.epochs.count
    }
  }

  private func path(_ part: String, _ network: Int) -> String {
    networks > 1 ? "\(folder)/network-\(network)/\(part)" : "\(folder)/\(part)"
  }

  private func hasFiles(_ network: Int) -> Bool {
    let names = try? FileManager.default.contentsOfDirectory(atPath: path("train", network))
    return names?.contains { $0.hasPrefix(Self.prefix) } ?? false
  }

  private func write(
    _ values: [(tag: String, value: Double?)], of epoch: TrainingHistory.Epoch, to part: String,
    _ state: inout State
  ) throws {
    let scalars = values.compactMap { tag, value in value.map { (tag: tag, value: Float($0)) } }
    guard !scalars.isEmpty else { return }
    let folder = path(part, state.network)
    let time = Date.now.timeIntervalSince1970
    do {
      var bytes: [UInt8] = []
      if state.files[part] == nil {
        bytes = TensorBoardEvent(time: time).record
        state.files[part] = try newFile(in: folder, at: time)
      }
      bytes += TensorBoardEvent(time: time, step: Int64(epoch.number), scalars: scalars).record
      try state.files[part]?.write(contentsOf: Data(bytes))
    } catch let error as FileError {
      throw error
    } catch {
      throw FileError(
        .inputOutput, path: folder, "the event files cannot be written",
        remedy: "Name a folder you may write to, on a disk with room")
    }
  }

  /// A file of a name that no other has: by the time, and by a number where there are several
  /// within a second.
  private func newFile(in folder: String, at time: Double) throws -> FileHandle {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var number = 0
    while true {
      let path = "\(folder)/\(Self.prefix)\(Int(time)).ecg.\(number)"
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_APPEND, 0o644)
      if descriptor >= 0 {
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
      }
      guard errno == EEXIST else {
        throw FileError(
          .cannotWrite, path: path, "cannot be created (\(SystemError.words()))",
          remedy: "Name a folder you may write to")
      }
      number += 1
    }
  }
}
