package import ECGDatasets
import ECGFiles
import ECGRecordings

/// The beats of data that was found, in the parts that it has.
package struct BeatSource {
  /// How annotated records are read.
  package struct RecordChoice: Equatable, Sendable {
    /// The suffix of the annotations; nil for the experts'.
    package var annotator: String?
    /// The path of a table of patients, see ``PatientTable``.
    package var patients: String?
    /// The lead by any of its usual names; nil for the best one of each record.
    package var lead: String?

    /// Creates a choice.
    package init(annotator: String? = nil, patients: String? = nil, lead: String? = nil) {
      (self.annotator, self.patients, self.lead) = (annotator, patients, lead)
    }
  }

  /// What a person must be told of the data: a sentence.
  package enum Notice: Equatable, Sendable {
    /// What was found and left out.
    case note(String)
    /// The same where it is a reason to worry.
    case warning(String)
  }

  /// What was found.
  package let found: FoundData
  private let choice: RecordChoice
  private let task: BeatTask
  private let length: BeatLength
  private let threads: Int
  private let tell: (Notice) -> Void

  /// Prepares to read what was found; nothing is read yet.
  ///
  /// - Parameters:
  ///   - found: the data.
  ///   - choice: how annotated records are read; of other data it must be empty.
  ///   - task: the classes of the beats.
  ///   - length: how long labelled beats in files must be.
  ///   - threads: the threads that share the work.
  ///   - tell: is given what the person must know, as it becomes known.
  package init(
    _ found: FoundData, records choice: RecordChoice = RecordChoice(), task: BeatTask,
    length: BeatLength = .usual, threads: Int,
    tell: @escaping (Notice) -> Void
  ) {
    precondition(found.isOfAnnotatedRecords || choice == RecordChoice(), "a choice of records")
    (self.found, self.choice, self.task) = (found, choice, task)
    (self.length, self.threads, self.tell) = (length, threads, tell)
  }

  /// Beats to train with and to test with, where both are there.
  package typealias Parts = (train: BeatDataset?, test: BeatDataset?)

  /// What must be known of the parts where the data has none of its own.
  ///
  /// - Parameter train: the training part.
  func splitRemark(_ train: BeatDataset) -> String? {
    if recordPaths != nil {
      return choice.patients == nil
        ? "Patients with about a fifth of the beats, the same each time, are set apart to test with."
        : nil
    }
    switch found.content {
    case .ptbRecords, .ptbBeats: break
    default: return nil
    }
    guard train.origins == nil else {
      return """
        PTB has no test part: patients with about a fifth of the beats, the same each time, are set \
        apart; none of them has beats in both parts.
        """
    }
    return """
      Kaggle gives no test part for PTB: a fifth of the beats, the same each time, is set apart. \
      Patients are not known, so they have beats in both parts; a score says little about new patients.
      """
  }

  /// All there is, with labels or without, whatever its values: to be inspected.
  package func inspectable() throws -> Parts {
    try read { try file($0, labels: .ifPresent, samplesPerBeat: nil, nonFinite: .accept) }
  }

  /// Labelled beats of the length asked for, with where they came from as far as that is known.
  package func labelled() throws -> Parts {
    try read { try withOrigins(labelledFile($0), of: $0) }
  }

  /// The labelled beats to train with; a test part is left alone.
  ///
  /// - Throws: `FileError`, of kind `noInput` where there is a test part alone.
  package func training() throws -> BeatDataset {
    switch found.content {
    case .mitbihBeats(let path?, _): return try labelledFile(path)
    case .mitbihBeats(nil, let path?):
      throw FileError(
        .noInput, path: path, "expected beats to train with, found test beats alone",
        remedy: "Put mitbih_train.csv beside it, or name a file of beats\(with: .data)")
    default: return try beats(labelled().train)
    }
  }

  /// The same, left in the files where they are too many for memory or in several files.
  ///
  /// - Throws: as ``training()``.
  package func trainingMaterial() throws -> TrainingBeats {
    switch found.content {
    case .shards(let paths): .inFiles(try shards(paths))
    case .mitbihBeats(let path?, _) where BeatShards.holds(path: path),
      .beats(let path) where BeatShards.holds(path: path):
      .inFiles(try shards([path]))
    default: .inMemory(try training())
    }
  }

  private func shards(_ paths: [String]) throws -> BeatShards {
    try length.reading { try BeatShards(paths: paths, task: task, samplesPerBeat: $0) }
  }

  /// The same as ``training()`` with where they came from as far as that is known; of PTB, which has
  /// no test part of its own, all.
  ///
  /// - Throws: as ``training()``.
  package func trainingWithOrigins() throws -> BeatDataset {
    if case .mitbihBeats(let path?, _) = found.content {
      return try withOrigins(labelledFile(path), of: path)
    }
    if case .beats(let path) = found.content {
      return try withOrigins(labelledFile(path), of: path)
    }
    if task == .infarction, recordPaths == nil { return try whole() }
    let beats = try training()
    if recordPaths != nil, let remark = splitRemark(beats) {
      tell(
        .note(
          "\(remark) They are left out here; a table of patients with the column part says otherwise."
        ))
    }
    return beats
  }

  /// The labelled beats to evaluate on: the test part, or all there is; with where they came from
  /// as far as that is known.
  ///
  /// Of annotated records, and of files, without a test part of their own all beats are taken,
  /// unless the model was trained on what is taken for the training part, of a file by a whole run
  /// (see ``BeatParts``).
  ///
  /// - Parameters:
  ///   - fingerprint: that of the beats that the model was trained on.
  ///   - seed: that of the run that trained the model.
  ///   - isToldApart: whether the model knows its beats, so that it is told whether those scored
  ///     are among them.
  package func evaluation(
    trainedOn fingerprint: String, seed: UInt64 = 1, isToldApart: Bool = false
  ) throws -> (beats: BeatDataset, part: String) {
    // The model decides the task, which is not for anyone to choose.
    if case .ptbBeats(let normal, _) = found.content, task != .infarction {
      throw FileError(
        .badData, path: normal,
        "expected beats of the model's classes, \(symbols), found those of PTB, which are of two others",
        remedy: "Name a model for the task infarction, or other data\(with: .data)")
    }
    func read(_ path: String) throws -> BeatDataset {
      try withOrigins(labelledFile(path), of: path)
    }
    if let recordPaths {
      let cut = try cut(recordPaths)
      if let test = cut.test, cut.isDividedByTable || cut.train.fingerprint == fingerprint {
        return (test, "test")
      }
      let assumption =
        isToldApart ? "" : ": the model is taken not to have seen any of them"
      tell(
        .note(
          "All beats are scored\(assumption). To score a part of them, name a table of patients with the column part."
        ))
      return (cut.all, "all")
    }
    switch found.content {
    case .mitbihBeats(_, let path?): return (try read(path), "test")
    case .mitbihBeats(let path?, nil), .beats(let path):
      return unlearnt(of: try read(path), trainedOn: fingerprint, seed: seed)
    case .shards(let paths):
      return unlearnt(of: try shards(paths).dataset(), trainedOn: fingerprint, seed: seed)
    default: return (try beats(labelled().test), "test")
    }
  }

  /// The part of beats that a whole run set apart, where it trained the model on the others;
  /// otherwise all.
  private func unlearnt(
    of beats: BeatDataset, trainedOn fingerprint: String, seed: UInt64
  ) -> (beats: BeatDataset, part: String) {
    guard beats.fingerprint != fingerprint else { return (beats, "all") }
    let parts = BeatParts(splitting: beats, seed: seed)
    guard parts.train.fingerprint == fingerprint else { return (beats, "all") }
    tell(
      .note(
        "Scored is the fifth of the beats that was set apart when the model was trained on the others."
      ))
    return (parts.test, "test")
  }

  /// The classes of the task.
  private var symbols: String { task.classes.map(\.symbol).joined(separator: ", ") }

  /// The annotated records to cut beats from; nil where the data is other, or that which Kaggle's
  /// files are made from.
  private var recordPaths: [String]? {
    switch found.content {
    case .records(let folder):
      folder.isMITBIH && choice == RecordChoice() ? nil : [folder.path]
    case .recordPaths(let paths): paths
    default: nil
    }
  }

  /// Cuts annotated records, and tells of them.
  private func cut(_ paths: [String]) throws -> AnnotatedBeats {
    let cut = try AnnotatedBeats(
      at: paths, annotator: choice.annotator ?? AnnotationFile.expertAnnotator,
      patients: choice.patients, lead: choice.lead, threads: threads)
    for remark in cut.remarks { tell(.note(remark)) }
    for warning in cut.warnings { tell(.warning(warning)) }
    return cut
  }

  private func read(_ file: (String) throws -> BeatDataset) throws -> Parts {
    if let recordPaths {
      let cut = try cut(recordPaths)
      return (cut.train, cut.test)
    }
    switch found.content {
    case .recordPaths: return (nil, nil)
    case .mitbihBeats(let train, let test): return (try train.map(file), try test.map(file))
    case .beats(let path): return (try file(path), nil)
    case .shards(let paths): return (try shards(paths).dataset(), nil)
    case .records(let folder):
      let split = try MITBIHBeats.officialSplit(folder: folder.path, threads: threads)
      return (split.train, split.test)
    case .ptbBeats(let normal, _):
      guard task == .infarction else {
        throw FileError(
          .badData, path: normal,
          "expected beats of the five classes of MIT-BIH, found those of PTB, which are of two",
          remedy: "Choose the other task\(.task, "infarction"), or name other data\(with: .data)")
      }
      let beats = try whole(file)
      if beats.origins != nil { return try patientSplit(beats, of: normal) }
      let split = PTBBeats.randomSplit(beats)
      return (split.train, split.test)
    case .ptbRecords(let folder): return try patientSplit(whole(file), of: folder)
    }
  }

  /// All labelled beats of the second task, with where they came from as far as that is known.
  package func whole() throws -> BeatDataset {
    try whole { try withOrigins(labelledFile($0), of: $0) }
  }

  private func whole(_ file: (String) throws -> BeatDataset) throws -> BeatDataset {
    switch found.content {
    case .ptbBeats(let normal, let abnormal):
      try PTBBeats.joined(normal: file(normal), abnormal: file(abnormal))
    case .ptbRecords(let folder): try PTBBeats.cut(folder: folder, threads: threads).beats
    default: try beats(read(file).train)
    }
  }

  private func patientSplit(_ beats: BeatDataset, of path: String) throws -> Parts {
    guard let split = PTBBeats.patientSplit(beats) else {
      throw FileError(
        .badData, path: path, "expected beats of two patients or more, found those of one",
        remedy: "Name data with more of them")
    }
    return (split.train, split.test)
  }

  /// Beats with where they came from, as far as a file beside theirs says so.
  private func withOrigins(_ beats: BeatDataset, of path: String) throws -> BeatDataset {
    task == .infarction
      ? try PTBBeats.withOrigins(beats, of: path) : try MITBIHBeats.withOrigins(beats, of: path)
  }

  private func labelledFile(_ path: String) throws -> BeatDataset {
    try length.reading {
      try file(path, labels: .required, samplesPerBeat: $0, nonFinite: .refuse)
    }
  }

  private func file(
    _ path: String, labels: BeatCSV.Labels, samplesPerBeat: Int?, nonFinite: BeatCSV.NonFinite
  ) throws -> BeatDataset {
    try BeatFile.read(
      path: path, task: task, labels: labels, samplesPerBeat: samplesPerBeat,
      nonFinite: nonFinite, threads: threads
    ) { tell(.note("\(path): \($0).")) }
  }

  /// A part that the content always has.
  private func beats(_ part: BeatDataset?) throws -> BeatDataset {
    guard let part else {
      throw FileError(.noInput, path: found.path, "expected labelled beats, found none")
    }
    return part
  }
}
