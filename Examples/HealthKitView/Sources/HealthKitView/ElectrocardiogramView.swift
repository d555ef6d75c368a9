#if canImport(HealthKit) && canImport(SwiftUI)
  import ECGAnalysis
  import ECGSignals
  import HealthKit
  import SwiftUI

  /// The last electrocardiogram of the user's watch on its paper, with the class of each beat.
  public struct ElectrocardiogramView: View {
    private enum Content {
      case waiting
      case none
      case failed(String)
      case beats(WatchElectrocardiogram, [LiveBeat])
    }

    @State private var content = Content.waiting

    public init() {}

    public var body: some View {
      Group {
        switch content {
        case .waiting: ProgressView()
        case .none: Text("There is no electrocardiogram, or no leave to read it.")
        case .failed(let message): Text(message)
        case .beats(let electrocardiogram, let beats): page(electrocardiogram, beats)
        }
      }
      .task { await load() }
    }

    private func page(_ electrocardiogram: WatchElectrocardiogram, _ beats: [LiveBeat]) -> some View
    {
      VStack(alignment: .leading) {
        Text(electrocardiogram.start, format: .dateTime).font(.headline)
        if let rate = WatchElectrocardiogram.rate(of: beats) {
          Text("\(beats.count) beats, \(Int(rate.rounded())) a minute")
        }
        ScrollView(.horizontal) { TraceView(electrocardiogram: electrocardiogram, beats: beats) }
        Text("For research and education; not a medical device.").font(.footnote)
      }
    }

    private func load() async {
      do {
        let store = ElectrocardiogramStore()
        try await store.requestAuthorization()
        guard let last = try await store.latest(1).first else {
          content = .none
          return
        }
        let electrocardiogram = try await store.samples(of: last)
        let beats = try await Task.detached { try electrocardiogram.beats() }.value
        content = .beats(electrocardiogram, beats)
      } catch {
        content = .failed(error.localizedDescription)
      }
    }
  }

  /// The trace on paper, with a letter above each beat.
  struct TraceView: View {
    let electrocardiogram: WatchElectrocardiogram
    let beats: [LiveBeat]

    /// A millimetre is 6 points or so on a phone.
    private var layout: TraceLayout {
      TraceLayout(pointsPerMillimetre: 6, samplingRate: electrocardiogram.samplingRate)
    }

    var body: some View {
      Canvas { context, size in
        for step in [1.0, 5.0] { drawGrid(every: step, in: &context, size) }
        drawTrace(in: &context)
        for beat in beats { drawLetter(of: beat, in: &context) }
      }
      .frame(width: layout.width(of: electrocardiogram.voltages.count), height: layout.height)
      .accessibilityLabel(spoken)
    }

    private func drawGrid(
      every millimetres: Double, in context: inout GraphicsContext, _ size: CGSize
    ) {
      var lines = Path()
      let step = millimetres * layout.pointsPerMillimetre
      for x in stride(from: 0, through: size.width, by: step) {
        lines.move(to: CGPoint(x: x, y: 0))
        lines.addLine(to: CGPoint(x: x, y: size.height))
      }
      for y in stride(from: 0, through: size.height, by: step) {
        lines.move(to: CGPoint(x: 0, y: y))
        lines.addLine(to: CGPoint(x: size.width, y: y))
      }
      context.stroke(lines, with: .color(.red.opacity(0.2)), lineWidth: millimetres == 1 ? 0.5 : 1)
    }

    private func drawTrace(in context: inout GraphicsContext) {
      var trace = Path()
      for stretch in layout.stretches(of: electrocardiogram.voltages) {
        trace.addLines(
          stretch.map {
            CGPoint(x: layout.x(of: $0), y: layout.y(of: electrocardiogram.voltages[$0]))
          })
      }
      context.stroke(trace, with: .color(.primary), lineWidth: 1.2)
    }

    private func drawLetter(of beat: LiveBeat, in context: inout GraphicsContext) {
      context.draw(
        Text(String(beat.beatClass.letter)).font(.caption.bold()).foregroundStyle(colour(of: beat)),
        at: CGPoint(x: layout.x(of: beat.sample), y: 2 * layout.pointsPerMillimetre))
    }

    private func colour(of beat: LiveBeat) -> Color {
      switch beat.beatClass {
      case .normal: .blue
      case .supraventricular: .yellow
      case .ventricular: .orange
      case .fusion: .green
      case .unknown: .pink
      }
    }

    /// For who does not see it.
    private var spoken: String {
      let counts = AAMIClass.allCases.map { kind in (kind, beats.count { $0.beatClass == kind }) }
      return counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0.name) beats" }.joined(separator: ", ")
    }
  }
#endif
