import ECGRecordings
import ECGSignals
import ECGText

extension RecordingReport {
  /// Leads whose line is drawn.
  private static let drawnLeads = 6
  private static let colors = ["class-N", "class-V", "class-F", "class-Q", "class-S", "trace"]

  /// Level and slope of the ST segment, lead by lead.
  func stList(_ trend: STTrend) -> ReportPage.Section {
    // Of one minute there is no course.
    let hasCourse = trend.leads.contains { $0.level.count { $0 != nil } > 1 }
    var section = ReportPage.Section(
      id: "st", heading: "ST segment",
      paragraphs: [
        "Measured, not interpreted: the median normal beat of each minute, 80 ms after the J point (60 ms above 120 beats a minute), against the PR segment. Minutes whose beats differ too much are left out."
      ],
      tables: [
        .init(
          caption: "Levels in mV, 0.1 mV being 1 mm; slopes in mV a second",
          columns: [.init(text: "lead")]
            + ["median", "lowest", "at", "highest", "at", "median slope", "minutes", "too noisy"]
            .map { .init(text: $0, isNumber: true) },
          rows: trend.leads.map { (name: $0.lead, cells: cells($0, seconds: trend.step)) })
      ], arePaired: true)
    if hasCourse { section.strips = [stChart(trend)] }
    return section
  }

  private func cells(_ lead: STTrend.Lead, seconds: Double) -> [ReportPage.Cell] {
    let known = lead.level.enumerated().compactMap { step, level in
      level.map { (step: step, level: $0) }
    }
    func text(_ level: Double?) -> String { level?.signed(decimals: 2) ?? "–" }
    func time(_ step: Int?) -> String {
      step.map { clock.text(at: Double($0) * seconds) } ?? "–"
    }
    let (lowest, highest) = (
      known.min { $0.level < $1.level }, known.max { $0.level < $1.level }
    )
    return [
      text(known.map(\.level).median), text(lowest?.level), time(lowest?.step),
      text(highest?.level), time(highest?.step), text(lead.slope.compactMap { $0 }.median),
      "\(known.count)", "\(lead.noisy)",
    ].map { .init(text: $0, isNumber: true) }
  }

  private func stChart(_ trend: STTrend) -> ReportPage.Strip {
    let leads = trend.leads.prefix(Self.drawnLeads)
    let time = ChartFrame.time(upTo: summary.end, clock)
    let levels = leads.flatMap { $0.level.compactMap { $0 } }
    let frame = ChartFrame(
      x: time.range, y: AxisRange(holding: levels + [-0.1, 0.1], count: 5))
    let lines = zip(leads, Self.colors).map { lead, color in
      let path = frame.line(lead.level) { min((Double($0) + 0.5) * trend.step, summary.end) }
      return path.isEmpty
        ? ""
        : "<path class=\"curve\" style=\"stroke:var(--\(color));stroke-linecap:round\" d=\"\(path)\"/>"
    }
    let more = trend.leads.count > leads.count ? " The first \(leads.count) leads." : ""
    return .init(
      title: "ST level", caption: "The level of the ST segment in each minute, in mV." + more,
      drawing: frame.picture(
        "ST level over time in leads \(leads.map(\.lead).joined(separator: ", "))",
        keys: zip(leads, Self.colors).map { .init(name: $0.lead, color: $1) },
        labels: time.labels, units: ("", "mV"), lines.joined()))
  }
}
