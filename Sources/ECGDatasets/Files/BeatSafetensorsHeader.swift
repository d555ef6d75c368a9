/// What is said in the header of a safetensors file of beats.
package enum BeatSafetensorsHeader {
  /// What the metadata calls a file of beats.
  package static let format = "swift-ecg beats"
  /// Goes up when older files can no longer be read.
  static let formatVersion = "1"
  /// The values begin at a multiple of this, so that whole pages are theirs.
  static let alignment = 4096
  /// The longest header that is read, in bytes; those of beats have a few hundred.
  static let longest = 1 << 20
}
