import ECGDatasets
import ECGFiles
import ECGText
import Foundation
import ECGSafetensors
import ECGNeuralNetwork

/// A classifier's file is a safetensors file: its networks' weights as tensors, all else as JSON in
/// its metadata. It holds no time and no machine, so the same training gives the same bytes.
extension HeartbeatClassifier {
  /// Goes up when older files can no longer be read.
  private static let formatVersion = "2"

  /// Writes the classifier to a file, whole or not at all.
  ///
  /// - Throws: `FileError` where it cannot be written.
  public func save(to path: String, overwrite: Bool = false) throws {
    try OutputFile.write(try encoded(), to: path, overwrite: overwrite)
  }

  /// The file's bytes.
  func encoded() throws -> Data {
    let (tensors, origins) = try MemberCoding.encode(members)
    var metadata = [
      "format": FileKind.beatModel.rawValue,
      "formatVersion": Self.formatVersion,
      "version": version,
      "task": try JSONEncoder.sorted().text(of: task),
      "classes": task.classes.map(\.symbol).joined(separator: ","),
      "scaler": try JSONEncoder.sorted().text(of: scaler),
      "architecture": try JSONEncoder.sorted().text(of: members[0].network.architecture),
      "temperature": "\(calibration.temperature)",
      "recipe": try JSONEncoder.sorted().text(of: recipe),
      "dataFingerprint": dataFingerprint,
      "synthetic": "\(isSynthetic)",
    ]
    // Only where it says something, so that the bytes of all other models are what they were.
    metadata["splitFingerprint"] = splitFingerprint
    metadata["sampleRange"] = try sampleRange.map {
      try JSONEncoder.sorted().text(of: [$0.lowerBound, $0.upperBound])
    }
    metadata["trainedBeats"] = try trainedBeats.map { try JSONEncoder.sorted().text(of: $0) }
    metadata["threshold"] = threshold.map { "\($0.probability)" }
    return try Safetensors(
      tensors: tensors, metadata: metadata.merging(origins) { first, _ in first }
    ).encoded()
  }

  /// Reads a classifier from a file.
  ///
  /// - Throws: `FileError` where the file cannot be read, is damaged, is something else or was
  ///   written by a later version.
  public static func load(path: String) throws -> HeartbeatClassifier {
    try read(MetadataFile(path: path))
  }

  /// The classifier in a file that was read.
  static func read(_ file: MetadataFile) throws -> HeartbeatClassifier {
    try file.check(.beatModel, version: formatVersion)
    let task = try file.value(BeatTask.self, "task")
    let scaler = try file.value(Scaler.self, "scaler")
    let architecture = try file.value(Sequential.self, "architecture")
    let members = try MemberCoding.decode(from: file, architecture: architecture)
    guard let network = members.first?.network else { throw file.damaged("it has no networks") }
    let count = members.reduce(0) { $0 + $1.network.tensors.count }
    try file.expect(
      file.content.tensors.count == count,
      "expected \(count) tensors, found \(file.content.tensors.count)")
    try file.expect(
      network.classCount == task.classes.count,
      "the network has \(network.classCount) outputs for \(task.classes.count) classes")
    try file.expect(
      network.inputShape == .beats(samples: scaler.samplesPerBeat),
      "the network takes \(network.inputShape), the scaler beats of \(scaler.samplesPerBeat) samples"
    )
    try file.checkClasses(of: task)
    let temperature = try file.parsed("temperature") { text in
      Double(text).flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
    }
    return HeartbeatClassifier(
      task: task, scaler: scaler, members: members,
      calibration: TemperatureScaling(temperature: temperature),
      threshold: try file.threshold(of: task), recipe: try file.value(Recipe.self, "recipe"),
      dataFingerprint: try file.text("dataFingerprint"),
      splitFingerprint: file.content.metadata["splitFingerprint"],
      sampleRange: try file.sampleRange, trainedBeats: try file.trainedBeats(of: task),
      isSynthetic: try file.parsed("synthetic", as: Bool.init), version: try file.text("version"))
  }
}

extension MetadataFile {
  /// Checks the names of classes, which the metadata says once more for other programs.
  fileprivate func checkClasses(of task: BeatTask) throws {
    let symbols = task.classes.map(\.symbol)
    try expect(
      Set(symbols).count == symbols.count
        && symbols.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isLetter || $0.isNumber } }
        && symbols.joined(separator: ",") == text("classes"),
      "its class names contradict one another")
  }

  /// Classifiers of more than two classes have none.
  fileprivate func threshold(of task: BeatTask) throws -> DecisionThreshold? {
    guard content.metadata["threshold"] != nil else { return nil }
    return try parsed("threshold") {
      task.isBinary ? Double($0).flatMap(DecisionThreshold.init) : nil
    }
  }

  /// Older files do not say it.
  fileprivate var sampleRange: ClosedRange<Float>? {
    get throws {
      guard content.metadata["sampleRange"] != nil else { return nil }
      let bounds = try value([Float].self, "sampleRange")
      try expect(
        bounds.count == 2 && bounds.allSatisfy(\.isFinite) && bounds[0] <= bounds[1],
        "its metadata's sampleRange makes no sense")
      return bounds[0]...bounds[1]
    }
  }

  /// Older files do not say it.
  fileprivate func trainedBeats(of task: BeatTask) throws -> TrainedBeats? {
    guard content.metadata["trainedBeats"] != nil else { return nil }
    let beats = try value(TrainedBeats.self, "trainedBeats")
    try expect(
      beats.isPossible(classes: task.classes.count),
      "its metadata's trainedBeats makes no sense: its counts cannot be those of the classes")
    return beats
  }
}
