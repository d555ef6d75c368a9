/// A path's parts, as annotation files are named.
struct FileName {
  /// The path up to and without the last `/`; nil where there is none.
  let folder: String?
  /// What comes before the last point.
  let stem: String
  /// What comes after it: of an annotation file, the annotator; empty where there is no point.
  let suffix: String

  init(_ path: String) {
    let slash = path.lastIndex(of: "/")
    folder = slash.map { String(path[..<$0]) }
    let name = slash.map { path[path.index(after: $0)...] } ?? path[...]
    let point = name.lastIndex(of: ".")
    stem = String(point.map { name[..<$0] } ?? name)
    suffix = point.map { String(name[name.index(after: $0)...]) } ?? ""
  }

  /// The path of the file beside this one that belongs to the same record.
  func sibling(suffix: String) -> String {
    (folder.map { $0 + "/" } ?? "") + "\(stem).\(suffix)"
  }
}
