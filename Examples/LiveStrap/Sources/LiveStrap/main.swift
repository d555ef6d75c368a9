import ECGAnalysis

let strap = SimulatedStrap(duration: 60)
var live = try LiveClassifier(samplingRate: strap.samplingRate)

func show(_ beats: [LiveBeat]) {
  for beat in beats where beat.stage == .final {
    let rr =
      beat.rrInterval.map { "\(Int(1000 * $0)) ms" } ?? "– (samples were lost, or the first beat)"
    print("\(beat.time) s  \(beat.beatClass.letter)  \(rr)")
  }
}

// The clock of the strap tells which samples were lost and which came twice.
for await packet in strap { show(try live.process(packet.samples, at: packet.time)) }
show(try live.finish())
