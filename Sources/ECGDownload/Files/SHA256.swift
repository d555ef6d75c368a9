#if canImport(CryptoKit)
  import CryptoKit

  /// The checksum SHA-256, of bytes that come one after the other.
  ///
  /// A value: a copy goes on from where it was made.
  package struct SHA256: Sendable {
    /// The bytes added so far.
    private(set) var count = 0
    private var hash = CryptoKit.SHA256()

    /// Begins with no bytes.
    package init() {}

    /// Adds bytes.
    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
      count += bytes.count
      hash.update(bufferPointer: bytes)
    }

    /// The checksum of all bytes added, as 64 hexadecimal digits.
    package var text: String {
      hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }
#else
  /// The checksum SHA-256, of bytes that come one after the other.
  ///
  /// Source: FIPS 180-4, sections 4.1.2, 5.1.1 and 6.2. A value: a copy goes on from
  /// where it was made.
  ///
  /// The package has its own, of a page, because the well-kept library for it (swift-crypto)
  /// would make a newcomer's first build of the command a minute longer. On Apple platforms
  /// it is CryptoKit's.
  package struct SHA256: Sendable {
    /// The bytes added so far.
    private(set) var count = 0
    private var state: (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32) = (
      0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB,
      0x5BE0_CD19
    )
    /// Bytes that do not fill a block yet: fewer than 64.
    private var rest: [UInt8] = []

    private static let blockSize = 64

    /// Begins with no bytes.
    package init() {}

    /// Adds bytes.
    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
      count += bytes.count
      var bytes = bytes
      if !rest.isEmpty {
        let missing = min(SHA256.blockSize - rest.count, bytes.count)
        rest += bytes[..<missing]
        bytes = UnsafeRawBufferPointer(rebasing: bytes[missing...])
        guard rest.count == SHA256.blockSize else { return }
        rest.withUnsafeBytes { addBlocks($0) }
        rest.removeAll(keepingCapacity: true)
      }
      let whole = bytes.count / SHA256.blockSize * SHA256.blockSize
      addBlocks(UnsafeRawBufferPointer(rebasing: bytes[..<whole]))
      rest += bytes[whole...]
    }

    /// The checksum of all bytes added, as 64 hexadecimal digits.
    package var text: String {
      var copy = self
      var padding = rest + [0x80]
      while padding.count % SHA256.blockSize != 56 { padding.append(0) }
      withUnsafeBytes(of: (UInt64(count) &* 8).bigEndian) { padding += $0 }
      padding.withUnsafeBytes { copy.addBlocks($0) }
      let (a, b, c, d, e, f, g, h) = copy.state
      return [a, b, c, d, e, f, g, h].map { word in
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
      }
      .joined()
    }

    /// Adds whole blocks.
    private mutating func addBlocks(_ bytes: UnsafeRawBufferPointer) {
      var state = state
      SHA256.constants.withUnsafeBufferPointer { constants in
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { words in
          for start in stride(from: 0, to: bytes.count, by: SHA256.blockSize) {
            SHA256.expand(bytes, from: start, to: words)
            SHA256.mix(words, constants, into: &state)
          }
        }
      }
      self.state = state
    }

    /// The message schedule of a block (section 6.2.2, step 1).
    @inline(__always)
    private static func expand(
      _ bytes: UnsafeRawBufferPointer, from start: Int, to words: UnsafeMutableBufferPointer<UInt32>
    ) {
      for t in 0..<16 {
        words[t] = UInt32(
          bigEndian: bytes.loadUnaligned(fromByteOffset: start + 4 * t, as: UInt32.self))
      }
      for t in 16..<64 {
        let (x, y) = (words[t - 15], words[t - 2])
        let s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >> 3)
        let s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >> 10)
        words[t] = words[t - 16] &+ s0 &+ words[t - 7] &+ s1
      }
    }

    /// The 64 rounds of a block (section 6.2.2, steps 2 to 4).
    @inline(__always)
    private static func mix(
      _ words: UnsafeMutableBufferPointer<UInt32>, _ constants: UnsafeBufferPointer<UInt32>,
      into state: inout (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32)
    ) {
      var (a, b, c, d, e, f, g, h) = state
      // Eight rounds at a time, after which every variable has its own name again: none is moved.
      for t in stride(from: 0, to: 64, by: 8) {
        round(a, b, c, &d, e, f, g, &h, constants[t] &+ words[t])
        round(h, a, b, &c, d, e, f, &g, constants[t + 1] &+ words[t + 1])
        round(g, h, a, &b, c, d, e, &f, constants[t + 2] &+ words[t + 2])
        round(f, g, h, &a, b, c, d, &e, constants[t + 3] &+ words[t + 3])
        round(e, f, g, &h, a, b, c, &d, constants[t + 4] &+ words[t + 4])
        round(d, e, f, &g, h, a, b, &c, constants[t + 5] &+ words[t + 5])
        round(c, d, e, &f, g, h, a, &b, constants[t + 6] &+ words[t + 6])
        round(b, c, d, &e, f, g, h, &a, constants[t + 7] &+ words[t + 7])
      }
      state = (
        state.0 &+ a, state.1 &+ b, state.2 &+ c, state.3 &+ d, state.4 &+ e, state.5 &+ f,
        state.6 &+ g, state.7 &+ h
      )
    }

    @inline(__always)
    private static func round(
      _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32,
      _ g: UInt32, _ h: inout UInt32, _ word: UInt32
    ) {
      let s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
      let t1 = h &+ s1 &+ ((e & f) ^ (~e & g)) &+ word
      let s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
      d = d &+ t1
      h = t1 &+ s0 &+ ((a & b) ^ (a & c) ^ (b & c))
    }

    @inline(__always)
    private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
      word &>> count | word &<< (32 &- count)
    }

    /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static let constants: [UInt32] = [
      0x428A_2F98, 0x7137_4491, 0xB5C0_FBCF, 0xE9B5_DBA5, 0x3956_C25B, 0x59F1_11F1, 0x923F_82A4,
      0xAB1C_5ED5, 0xD807_AA98, 0x1283_5B01, 0x2431_85BE, 0x550C_7DC3, 0x72BE_5D74, 0x80DE_B1FE,
      0x9BDC_06A7, 0xC19B_F174, 0xE49B_69C1, 0xEFBE_4786, 0x0FC1_9DC6, 0x240C_A1CC, 0x2DE9_2C6F,
      0x4A74_84AA, 0x5CB0_A9DC, 0x76F9_88DA, 0x983E_5152, 0xA831_C66D, 0xB003_27C8, 0xBF59_7FC7,
      0xC6E0_0BF3, 0xD5A7_9147, 0x06CA_6351, 0x1429_2967, 0x27B7_0A85, 0x2E1B_2138, 0x4D2C_6DFC,
      0x5338_0D13, 0x650A_7354, 0x766A_0ABB, 0x81C2_C92E, 0x9272_2C85, 0xA2BF_E8A1, 0xA81A_664B,
      0xC24B_8B70, 0xC76C_51A3, 0xD192_E819, 0xD699_0624, 0xF40E_3585, 0x106A_A070, 0x19A4_C116,
      0x1E37_6C08, 0x2748_774C, 0x34B0_BCB5, 0x391C_0CB3, 0x4ED8_AA4A, 0x5B9C_CA4F, 0x682E_6FF3,
      0x748F_82EE, 0x78A5_636F, 0x84C8_7814, 0x8CC7_0208, 0x90BE_FFFA, 0xA450_6CEB, 0xBEF9_A3F7,
      0xC671_78F2,
    ]
  }
#endif
