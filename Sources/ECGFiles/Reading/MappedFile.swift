package import Foundation

/// A file's bytes in memory, read when they are first touched and given back when they no longer
/// matter.
///
/// A regular file is mapped, read-only: its bytes are the system's own copy of the file, of which a
/// process holds as little as it wants. A pipe or device, which has no size beforehand, is read to
/// its end. The file must not be shortened while it is mapped; one that is replaced, as
/// ``OutputFile`` does, stays as it was.
///
/// A class, because a mapping is a place: it lasts as long as anyone refers to it.
// `@unchecked`, since a pointer is not `Sendable`: the bytes are never written to, and neither fetching
// pages nor giving them back changes any.
package final class MappedFile: @unchecked Sendable {

  /// The file's path as the user named it.
  package let path: String
  /// The file's bytes.
  package let bytes: UnsafeRawBufferPointer
  /// The open file; -1 where its bytes are a copy.
  private let descriptor: Int32
  private var isMapped: Bool { descriptor >= 0 }

  /// Opens a file.
  ///
  /// - Throws: ``FileError`` of kind `noInput` where the file is missing, is a folder or may not be
  ///   read; of kind `inputOutput` where reading breaks off.
  package init(path: String) throws {
    self.path = path
    try InputFile.checkName(path)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw InputFile.error(errno, path: path) }
    var isKept = false
    defer { if !isKept { close(descriptor) } }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw InputFile.error(errno, path: path) }
    try ReadFiles.add(status, path: path)
    let kind = status.st_mode & S_IFMT
    guard kind != S_IFDIR else { throw InputFile.error(EISDIR, path: path) }
    if kind == S_IFREG, status.st_size > 0 {
      let count = Int(status.st_size)
      guard
        let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
      else { throw InputFile.error(errno, path: path) }
      bytes = UnsafeRawBufferPointer(start: start, count: count)
      self.descriptor = descriptor
      isKept = true
    } else {
      let content = try InputFile.readToEnd(descriptor, status, path: path)
      let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: content.count, alignment: 64)
      content.copyBytes(to: copy)
      bytes = UnsafeRawBufferPointer(copy)
      self.descriptor = -1
    }
  }

  /// Takes bytes that are in memory for a file's, as those that came over a network.
  ///
  /// - Parameter path: what to call them in errors.
  package init(path: String, content: Data) {
    self.path = path
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: content.count, alignment: 64)
    content.copyBytes(to: copy)
    bytes = UnsafeRawBufferPointer(copy)
    descriptor = -1
  }

  deinit {
    if isMapped {
      munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
      close(descriptor)
    } else {
      bytes.deallocate()
    }
  }

  /// Copies bytes without touching the mapping: for reading here and there. A look at one byte of a
  /// mapping can bring in megabytes around it, since systems map what they hold in large pieces.
  ///
  /// - Parameters:
  ///   - offset: where the bytes begin; all of them lie within ``bytes``.
  ///   - target: room for them.
  /// - Returns: false where the file cannot be read any more, as when it was shortened.
  package func copy(from offset: Int, to target: UnsafeMutableRawBufferPointer) -> Bool {
    guard isMapped else {
      target.copyMemory(
        from: UnsafeRawBufferPointer(rebasing: bytes[offset...].prefix(target.count)))
      return true
    }
    var done = 0
    while done < target.count {
      let got = pread(
        descriptor, target.baseAddress.map { $0 + done }, target.count - done,
        off_t(offset + done))
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { return false }
      done += got
    }
    return true
  }

  /// Has the system begin to read a part of the bytes, in one go, so that ``copy(from:to:)`` finds
  /// it read. It may do nothing, and takes no memory of the process.
  ///
  /// - Parameter part: a range of ``bytes``.
  package func fetch(_ part: Range<Int>) {
    guard isMapped, let base = bytes.baseAddress else { return }
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    // Linux reads ahead no more than so much at a time, unless the disk is set to more.
    let piece = 128 << 10
    for start in stride(from: part.lowerBound / page * page, to: part.upperBound, by: piece) {
      let address = UnsafeMutableRawPointer(mutating: base + start)
      madvise(address, min(piece, part.upperBound - start), MADV_WILLNEED)
    }
  }

  /// Gives the memory of a part of the bytes back to the system, which keeps the file's pages as
  /// long as it has room for them. Bytes that are touched again come back by themselves.
  ///
  /// - Parameter part: a part of ``bytes``; only pages that lie within it are given back.
  package func release(_ part: UnsafeRawBufferPointer) {
    guard isMapped, let start = part.baseAddress else { return }
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let first = (Int(bitPattern: start) + page - 1) / page * page
    // The mapping's last page is whole, whatever the file's length.
    let isToEnd = bytes.baseAddress.map { start + part.count == $0 + bytes.count } ?? false
    let last = (Int(bitPattern: start) + part.count + (isToEnd ? page - 1 : 0)) / page * page
    guard last > first, let address = UnsafeMutableRawPointer(bitPattern: first) else { return }
    madvise(address, last - first, MADV_DONTNEED)
  }
}
