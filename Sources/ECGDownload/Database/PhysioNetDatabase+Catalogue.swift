extension PhysioNetDatabase {
  /// The databases that can be named.
  public static let all = [
    mitdb, ptbdb, svdb, incartdb, nstdb, qtdb, edb, cpsc2021, challenge2017, challenge2020,
    challenge2021,
  ]

  /// The MIT-BIH Arrhythmia Database: 48 records.
  ///
  /// Source: G. B. Moody, R. G. Mark, IEEE Eng. in Med. and Biol. 20(3), 2001.
  public static let mitdb = PhysioNetDatabase(
    name: "mitdb", title: "the MIT-BIH Arrhythmia Database",
    address: "https://physionet.org/files/mitdb/1.0.0/", extensions: ["hea", "dat", "atr"],
    size: 93_900_000, fullSize: 110_000_000)

  /// The PTB Diagnostic ECG Database: 549 records. The Frank leads, in files of their own (`.xyz`),
  /// are not needed.
  ///
  /// Source: R. Bousseljot, D. Kreiseler, A. Schnabel, Biomedizinische Technik 40(S1), 1995.
  public static let ptbdb = PhysioNetDatabase(
    name: "ptbdb", title: "the PTB Diagnostic ECG Database",
    address: "https://physionet.org/files/ptbdb/1.0.0/", extensions: ["hea", "dat"],
    size: 1_400_000_000, fullSize: 1_800_000_000)

  /// The MIT-BIH Supraventricular Arrhythmia Database: 78 records of half an hour, two leads.
  ///
  /// Source: S. D. Greenwald, thesis, MIT, 1990.
  public static let svdb = PhysioNetDatabase(
    name: "svdb", title: "the MIT-BIH Supraventricular Arrhythmia Database",
    address: "https://physionet.org/files/svdb/1.0.0/", extensions: ["hea", "dat", "atr"],
    documents: licence, mostBytes: 200_000_000)

  /// The St. Petersburg INCART 12-lead Arrhythmia Database: 75 records of half an hour from 32
  /// Holter recordings, so that several records are of one patient; the headers say which.
  public static let incartdb = PhysioNetDatabase(
    name: "incartdb", title: "the St. Petersburg INCART 12-lead Arrhythmia Database",
    address: "https://physionet.org/files/incartdb/1.0.0/", extensions: ["hea", "dat", "atr"],
    documents: licence, mostBytes: 2_000_000_000)

  /// The MIT-BIH Noise Stress Test Database: two MIT-BIH records with noise at several levels, and
  /// the noise itself, which has no annotations.
  ///
  /// Source: G. B. Moody, W. K. Muldrow, R. G. Mark, Computers in Cardiology 11, 1984.
  public static let nstdb = PhysioNetDatabase(
    name: "nstdb", title: "the MIT-BIH Noise Stress Test Database",
    address: "https://physionet.org/files/nstdb/1.0.0/", extensions: ["hea", "dat"],
    optionalExtensions: ["atr"], documents: licence, mostBytes: 200_000_000)

  /// The QT Database: 105 records of a quarter of an hour, two leads, with the waves of some beats
  /// marked by hand (`q1c`, `q2c`, `qt1`, `qt2`); those that come from databases with beat
  /// annotations have them.
  ///
  /// Source: P. Laguna, R. G. Mark, A. Goldberger, G. B. Moody, Computers in Cardiology 24, 1997.
  public static let qtdb = PhysioNetDatabase(
    name: "qtdb", title: "the QT Database",
    address: "https://physionet.org/files/qtdb/1.0.0/", extensions: ["hea", "dat"],
    optionalExtensions: ["atr", "q1c", "q2c", "qt1", "qt2"], documents: licence,
    mostBytes: 500_000_000)

  /// The European ST-T Database: 90 records of two hours, two leads.
  ///
  /// Source: A. Taddei et al., European Heart Journal 13, 1992.
  public static let edb = PhysioNetDatabase(
    name: "edb", title: "the European ST-T Database",
    address: "https://physionet.org/files/edb/1.0.0/", extensions: ["hea", "dat", "atr"],
    documents: licence, mostBytes: 2_000_000_000)

  /// Paroxysmal atrial fibrillation in dynamic recordings, with beats and rhythm marked: the 4th
  /// China Physiological Signal Challenge, 2021.
  public static let cpsc2021 = PhysioNetDatabase(
    name: "cpsc2021", title: "the 4th China Physiological Signal Challenge 2021",
    address: "https://physionet.org/files/cpsc2021/1.0.0/", extensions: ["hea", "dat", "atr"],
    documents: licence, mostBytes: 10_000_000_000)

  /// Short recordings of one lead, sorted into four kinds: the PhysioNet/CinC Challenge 2017.
  public static let challenge2017 = PhysioNetDatabase(
    name: "challenge-2017", title: "the PhysioNet/CinC Challenge 2017",
    address: "https://physionet.org/files/challenge-2017/1.0.0/", extensions: ["hea", "mat"],
    documents: licence + ["REFERENCE-v3.csv"], mostBytes: 5_000_000_000)

  /// Twelve-lead recordings with diagnoses in their headers: the PhysioNet/CinC Challenge 2020.
  public static let challenge2020 = PhysioNetDatabase(
    name: "challenge-2020", title: "the PhysioNet/CinC Challenge 2020",
    address: "https://physionet.org/files/challenge-2020/1.0.2/", extensions: ["hea", "mat"],
    documents: licence, mostBytes: 30_000_000_000)

  /// Twelve-lead recordings with diagnoses in their headers: the PhysioNet/CinC Challenge 2021.
  public static let challenge2021 = PhysioNetDatabase(
    name: "challenge-2021", title: "the PhysioNet/CinC Challenge 2021",
    address: "https://physionet.org/files/challenge-2021/1.0.3/", extensions: ["hea", "mat"],
    documents: licence, mostBytes: 50_000_000_000)

  private static let licence = ["LICENSE.txt"]
}
