import ECGEvaluation

extension RunReport {
  /// How the numbers came about, so that someone else can have them again.
  var methodSection: ReportPage.Section {
    let made = [Fact("seed", String(seed)), Fact("version", "swift-ecg \(version)")]
    let tables = [
      Self.table(of: recipe, caption: "Recipe", column: "setting"),
      Self.table(of: environment + made, caption: "Run", column: "value"),
    ]
    return ReportPage.Section(
      id: "method", heading: "Method and provenance", paragraphs: methodSentences,
      tables: tables.filter { !$0.rows.isEmpty },
      commands: commandLine.isEmpty
        ? [] : [.init(name: "The command that made this report:", text: commandLine)],
      references: references)
  }

  private var methodSentences: [String] {
    guard let intervals else { return [] }
    return [
      """
      Intervals: percentile bootstrap with \(Numerals.count(intervals.resamples)) resamples of the \
      beats, seed \(intervals.seed). Beats of one patient are not independent, so the intervals say \
      nothing about new patients.
      """
    ]
  }

  private var references: [ReportPage.Reference] {
    if isSynthetic { return Self.syntheticReferences }
    return isOfficialSplit ? Self.databaseReferences + Self.splitReferences : []
  }

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
    .init(
      text: """
        Goldberger AL, Amaral LAN, Glass L, et al. PhysioBank, PhysioToolkit, and PhysioNet: \
        components of a new research resource for complex physiologic signals. Circulation \
        101(23):e215–e220, 2000.
        """,
      link: "https://doi.org/10.1161/01.CIR.101.23.e215"),
  ]

  private static let splitReferences: [ReportPage.Reference] = [
    .init(
      text: """
        Split: Kachuee M, Fazeli S, Sarrafzadeh M. ECG heartbeat classification: a deep \
        transferable representation. IEEE International Conference on Healthcare Informatics, 2018.
        """,
      link: "https://doi.org/10.1109/ICHI.2018.00092")
  ]
}
