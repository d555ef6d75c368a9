import ECGFiles
import Testing

struct FNV1aTests {
  @Test(
    "hashes are those that its authors publish",
    arguments: [
      ("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C), ("foobar", 0x8594_4171_F739_67E8),
    ] as [(String, UInt64)])
  func published(text: String, hash: UInt64) {
    #expect(FNV1a(text.utf8).value == hash)
    var pieces = FNV1a()
    for byte in text.utf8 { pieces.add(byte) }
    #expect(pieces.value == hash)
  }

  @Test func aWordIsOneStep() {
    var (word, byte) = (FNV1a(), FNV1a())
    word.add(word: 0x61)
    byte.add(0x61)
    #expect(word.value == byte.value)
    word.add(word: 0x6162)
    byte.add(0x61)
    byte.add(0x62)
    #expect(word.value != byte.value)
  }
}
