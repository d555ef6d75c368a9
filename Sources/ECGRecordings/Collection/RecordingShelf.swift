/// The files of one folder, told apart: headers of WFDB records, what belongs to these, and the rest.
struct RecordingShelf {
  /// The headers of records that are no segments of others, in order.
  let headers: [String]
  /// Files that belong to no header, in order.
  let others: [String]
  private let parsed: [String: RecordHeader]

  /// - Parameters:
  ///   - names: the files of the folder.
  ///   - header: reads a header; nil where it is damaged, which is a recording to be told of.
  init(names: [String], header: (String) -> RecordHeader?) {
    let found = names.filter { $0.hasSuffix(".hea") }
    var parsed: [String: RecordHeader] = [:]
    for name in found { parsed[name] = header(name) }
    var (segments, taken): (Set<String>, Set<String>) = ([], [])
    for (name, header) in parsed {
      segments.formUnion(
        header.segments.compactMap { segment in segment.name.map { $0 + ".hea" } }.filter {
          $0 != name
        })
      taken.formUnion(header.signals.map(\.fileName))
    }
    headers = found.filter { !segments.contains($0) }
    let stems = Set(found.map { String($0.dropLast(4)) })
    others = names.filter { name in
      if name.hasSuffix(".hea") || taken.contains(name) { return false }
      let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
      return RecordingFinder.standalone.contains(ending)
        || !stems.contains(RecordingCollection.bare(name))
    }
    self.parsed = parsed
  }

  /// The files of a record, those of its segments included.
  func files(of header: String, suffixes: [String]) -> [String] {
    let record = parsed[header]
    let segments = (record?.segments.compactMap(\.name) ?? []).map { $0 + ".hea" }.filter {
      $0 != header
    }
    let own = record?.signals.map(\.fileName) ?? []
    let annotations = suffixes.map { "\(header.dropLast(4)).\($0)" }
    return [header]
      + Set(own + segments.flatMap { [$0] + (parsed[$0]?.signals.map(\.fileName) ?? []) })
      .sorted() + annotations
  }
}
