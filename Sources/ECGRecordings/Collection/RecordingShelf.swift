import ECGFiles

/// The files of one folder, told apart: headers of WFDB records, what belongs to
/// these, and the rest.
struct RecordingShelf {
  /// The headers of records that are no segments of others, in order.
  let headers: [String]
  /// Files that belong to no header, in order.
  let others: [String]
  private let parsed: NameTable<RecordHeader>

  /// - Parameters:
  ///   - names: the files of the folder.
  ///   - header: reads a header; nil where it is damaged, which is a recording to be told of.
  init(names: [String], header: (String) -> RecordHeader?) {
    let found = names.filter { $0.hasSuffix(".hea") }
    // What a header names, by the names that the files have.
    var files = NameTable<Void>()
    for name in names { files.add((), named: name) }
    var parsed = NameTable<RecordHeader>()
    var (segments, taken): (Set<ExactName>, Set<ExactName>) = ([], [])
    for name in found {
      guard let header = header(name) else { continue }
      parsed.add(header, named: name)
      segments.formUnion(
        Self.segments(of: header).compactMap(files.match).filter { $0 != ExactName(name) })
      taken.formUnion(header.signals.compactMap { files.match($0.fileName) })
    }
    headers = found.filter { !segments.contains(ExactName($0)) }
    let stems = Set(found.map { String($0.dropLast(4)) })
    others = names.filter { name in
      if name.hasSuffix(".hea") || taken.contains(ExactName(name)) { return false }
      let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
      return RecordingFinder.standalone.contains(ending)
        || !stems.contains(RecordingCollection.bare(name))
    }
    self.parsed = parsed
  }

  /// The headers of a record's segments.
  private static func segments(of header: RecordHeader?) -> [String] {
    (header?.segments.compactMap(\.name) ?? []).map { $0 + ".hea" }
  }

  /// The files of a record, those of its segments included.
  func files(of header: String, suffixes: [String]) -> [String] {
    let record = parsed[header]
    let segments = Self.segments(of: record).filter { ExactName($0) != ExactName(header) }
    let own = record?.signals.map(\.fileName) ?? []
    let annotations = suffixes.map { "\(header.dropLast(4)).\($0)" }
    let files = own + segments.flatMap { [$0] + (parsed[$0]?.signals.map(\.fileName) ?? []) }
    return [header] + Set(files.map(ExactName.init)).sorted().map(\.text) + annotations
  }
}
