import ECGFiles
import ECGRecordings

/// A record of the MIT-BIH Arrhythmia Database and how its version 1.0.0 is recognised.
struct MITBIHRecord: Sendable {
  /// The record's name, such as `100`.
  let name: String
  /// The checksum of the first signal.
  let checksum: Int16
  /// The ``fingerprint(of:)`` of the reference annotations.
  let annotations: UInt64

  private init(_ name: String, checksum: Int16, annotations: UInt64) {
    self.name = name
    self.checksum = checksum
    self.annotations = annotations
  }

  /// The sampling rate in Hz.
  static let samplingRate = 360.0
  /// The samples in each signal: half an hour and five seconds.
  static let sampleCount = 650_000

  /// Where and what all annotations are: FNV-1a over each one's sample as four bytes,
  /// least significant first, and its symbol's code in ASCII.
  static func fingerprint(of annotations: [Annotation]) -> UInt64 {
    var hash = FNV1a()
    for annotation in annotations {
      let sample = UInt32(truncatingIfNeeded: annotation.sample)
      for shift in [0, 8, 16, 24] { hash.add(UInt8(truncatingIfNeeded: sample >> UInt32(shift))) }
      for byte in annotation.symbol.utf8 { hash.add(byte) }
    }
    return hash.value
  }

  /// The 48 records in ascending order.
  ///
  /// The fingerprints were computed from what wfdb 4.3.1 reads from the files that PhysioNet's
  /// `SHA256SUMS.txt` names.
  static let all = [
    MITBIHRecord("100", checksum: -22131, annotations: 0xB577_D54B_8307_08BA),
    MITBIHRecord("101", checksum: 29832, annotations: 0x034D_D444_F9A1_319E),
    MITBIHRecord("102", checksum: -28574, annotations: 0x2D3D_9F42_29E3_CACC),
    MITBIHRecord("103", checksum: 11457, annotations: 0xCB79_908D_2174_1BE5),
    MITBIHRecord("104", checksum: -14371, annotations: 0x9519_9189_58F9_5FA9),
    MITBIHRecord("105", checksum: -24679, annotations: 0xD571_C471_0675_8C51),
    MITBIHRecord("106", checksum: 32452, annotations: 0xDBC2_082C_6F83_E5B1),
    MITBIHRecord("107", checksum: -15266, annotations: 0x739A_1B49_9AAA_58DB),
    MITBIHRecord("108", checksum: -24080, annotations: 0xA100_7A45_72A9_2CF3),
    MITBIHRecord("109", checksum: 24085, annotations: 0x6189_F845_B6B8_6A75),
    MITBIHRecord("111", checksum: 20838, annotations: 0x513A_7793_14CD_7AF5),
    MITBIHRecord("112", checksum: -5916, annotations: 0xFA66_C680_0203_9EC0),
    MITBIHRecord("113", checksum: -32352, annotations: 0xDF7F_CEAD_0C11_EAFA),
    MITBIHRecord("114", checksum: -11371, annotations: 0x1393_3DE8_1EEB_1E2E),
    MITBIHRecord("115", checksum: 1470, annotations: 0x2032_4723_4BAA_3B8D),
    MITBIHRecord("116", checksum: -3609, annotations: 0x0579_77E5_C666_B745),
    MITBIHRecord("117", checksum: 31170, annotations: 0x7484_33C2_4913_F3E9),
    MITBIHRecord("118", checksum: 8669, annotations: 0xC1A1_7201_A812_AF66),
    MITBIHRecord("119", checksum: 2943, annotations: 0xC946_AE7F_AA80_8AA2),
    MITBIHRecord("121", checksum: 6097, annotations: 0x77A0_FB15_F356_3E70),
    MITBIHRecord("122", checksum: -14865, annotations: 0xDB36_2BBA_5730_C418),
    MITBIHRecord("123", checksum: 22856, annotations: 0xE09A_E8BF_54FE_1E38),
    MITBIHRecord("124", checksum: 9673, annotations: 0xD8F1_CEF3_E73E_452A),
    MITBIHRecord("200", checksum: 12838, annotations: 0x3ABC_9C42_56DF_EC61),
    MITBIHRecord("201", checksum: -519, annotations: 0x0D03_3E0E_FC35_3710),
    MITBIHRecord("202", checksum: -29350, annotations: 0xDF30_A173_E23A_21D4),
    MITBIHRecord("203", checksum: 5391, annotations: 0x04EC_FF82_6EB4_AB7F),
    MITBIHRecord("205", checksum: -12254, annotations: 0x886F_5317_605F_A561),
    MITBIHRecord("207", checksum: 11594, annotations: 0x2296_E185_6D6F_8969),
    MITBIHRecord("208", checksum: 8074, annotations: 0xD009_2E82_9B13_4F03),
    MITBIHRecord("209", checksum: -27806, annotations: 0x5A55_B062_1011_7198),
    MITBIHRecord("210", checksum: 19348, annotations: 0x8D7B_20EE_224D_DB41),
    MITBIHRecord("212", checksum: 30934, annotations: 0x97C8_B940_DF03_911E),
    MITBIHRecord("213", checksum: 7666, annotations: 0x5D60_DC05_FD7F_1E49),
    MITBIHRecord("214", checksum: -26794, annotations: 0x391E_BFD4_E4B4_B6D5),
    MITBIHRecord("215", checksum: -9300, annotations: 0xD161_E783_85AE_2588),
    MITBIHRecord("217", checksum: -21758, annotations: 0x0669_3906_CB46_5DB1),
    MITBIHRecord("219", checksum: 19659, annotations: 0x437D_19B4_4B99_D286),
    MITBIHRecord("220", checksum: 13933, annotations: 0x1C97_F909_9A23_C190),
    MITBIHRecord("221", checksum: -5769, annotations: 0xBD1B_EDCB_1B0F_0CA4),
    MITBIHRecord("222", checksum: -16993, annotations: 0xE459_3758_A6D4_1437),
    MITBIHRecord("223", checksum: -21596, annotations: 0x917C_6DF3_71AA_C388),
    MITBIHRecord("228", checksum: -22386, annotations: 0xDBDC_7AF6_8638_A4D6),
    MITBIHRecord("230", checksum: 6145, annotations: 0x04B8_1ABA_C37F_48FC),
    MITBIHRecord("231", checksum: 31762, annotations: 0xF32B_4E9C_4FD1_3322),
    MITBIHRecord("232", checksum: -3452, annotations: 0xB3A1_E660_DFEE_0470),
    MITBIHRecord("233", checksum: 21057, annotations: 0xF884_B8D5_703E_DB12),
    MITBIHRecord("234", checksum: 18427, annotations: 0xAE2B_265A_AF02_1562),
  ]
}
