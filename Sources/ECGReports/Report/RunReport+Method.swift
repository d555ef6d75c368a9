import ECGEvaluation
import ECGDatasets
import ECGText

extension RunReport {
  /// How the numbers came about, so that someone else can have them again.
  var methodSection: ReportPage.Section {
    let made = [Fact("seed", String(seed)), Fact("version", "swift-ecg \(version)")]
    let tables = [
      Self.table(of: recipe, caption: "Recipe", column: "setting"),
      Self.table(of: environment + made, caption: "Run", column: "value"),
    ]
    return ReportPage.Section(
      id: "method", heading: "Method", paragraphs: methodSentences,
      tables: tables.filter { !$0.rows.isEmpty },
      commands: commandLine.isEmpty
        ? [] : [.init(name: "The command that made this report:", text: commandLine)],
      references: references)
  }

  private var methodSentences: [String] {
    guard let intervals else { return [] }
    return [
      """
      Intervals: percentile bootstrap with \(intervals.resamples.grouped) resamples of the \
      beats, seed \(intervals.seed). Beats of one patient are not independent, so the intervals say \
      nothing about new patients.
      """
    ]
  }

  private var references: [ReportPage.Reference] {
    if isSynthetic { return Self.syntheticReferences }
    if task == .infarction { return Self.infarctionReferences }
    return isOfficialSplit ? Self.databaseReferences + Self.splitReferences : []
  }

  /// The database that a task's beats come from.
  static func realData(for task: BeatTask) -> ReportPage.Reference {
    task == .infarction
      ? .init(
        text: "PTB Diagnostic ECG Database", link: "https://physionet.org/content/ptbdb/1.0.0/")
      : .init(text: "MIT-BIH Arrhythmia Database", link: ReportPage.databaseLink)
  }

  private static let infarctionReferences: [ReportPage.Reference] =
    [
      .init(
        text: """
          Data: PTB Diagnostic ECG Database 1.0.0, PhysioNet, under the Open Data Commons Attribution \
          License 1.0 (ODC-By 1.0).
          """,
        link: "https://doi.org/10.13026/C28C71"),
      .init(
        text: """
          Bousseljot R, Kreiseler D, Schnabel A. Nutzung der EKG-Signaldatenbank CARDIODAT der PTB über \
          das Internet. Biomedizinische Technik 40(s1):317–318, 1995.
          """,
        link: "https://doi.org/10.1515/bmte.1995.40.s1.317"),
      physioNet,
      .init(
        text: """
          Task and, where they are used, the files of beats: Kachuee M, Fazeli S, Sarrafzadeh M. ECG \
          heartbeat classification: a deep transferable representation. IEEE International Conference \
          on Healthcare Informatics, 2018.
          """,
        link: "https://doi.org/10.1109/ICHI.2018.00092"),
    ]

  private static let syntheticReferences: [ReportPage.Reference] = [
    .init(
      text: """
        Beats: synthetic, after McSharry PE, Clifford GD, Tarassenko L, Smith LA. A dynamical model \
        for generating synthetic electrocardiogram signals. IEEE Transactions on Biomedical \
        Engineering 50(3):289–294, 2003.
        """,
      link: "https://doi.org/10.1109/TBME.2003.808805")
  ]

  private static let databaseReferences: [ReportPage.Reference] = [
    .init(
      text: """
        Data: MIT-BIH Arrhythmia Database 1.0.0, PhysioNet, under the Open Data Commons Attribution \
        License 1.0 (ODC-By 1.0).
        """,
      link: "https://doi.org/10.13026/C2F305"),
    .init(
      text: """
        Moody GB, Mark RG. The impact of the MIT-BIH Arrhythmia Database. IEEE Engineering in \
        Medicine and Biology 20(3):45–50, 2001.
        """,
      link: "https://doi.org/10.1109/51.932724"),
    physioNet,
  ]

  private static let physioNet = ReportPage.Reference(
    text: """
      Goldberger AL, Amaral LAN, Glass L, et al. PhysioBank, PhysioToolkit, and PhysioNet: \
      components of a new research resource for complex physiologic signals. Circulation \
      101(23):e215–e220, 2000.
      """,
    link: "https://doi.org/10.1161/01.CIR.101.23.e215")

  private static let splitReferences: [ReportPage.Reference] = [
    .init(
      text: """
        Split: Kachuee M, Fazeli S, Sarrafzadeh M. ECG heartbeat classification: a deep \
        transferable representation. IEEE International Conference on Healthcare Informatics, 2018.
        """,
      link: "https://doi.org/10.1109/ICHI.2018.00092")
  ]
}
