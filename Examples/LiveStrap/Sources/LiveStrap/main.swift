import ECGAnalysis

let strap = SimulatedStrap(duration: 60)
var live = try LiveClassifier(samplingRate: strap.samplingRate)

// A beat is told as soon as it is seen (first), as soon as the next one is (preliminary), and
// once nothing can change the answer (final). Who stores beats takes the final ones, who shows
// them need not wait.
func show(_ beats: [LiveBeat]) {
  for beat in beats {
    let rr =
      beat.rrInterval.map { "\(Int(1000 * $0)) ms" } ?? "– (samples were lost, or the first beat)"
    print("\(beat.time) s  \(beat.beatClass.letter)  \(rr)  \(beat.stage)")
  }
}

// The clock of the strap tells which samples were lost and which came twice.
for await packet in strap { show(try live.process(packet.samples, at: packet.time)) }
show(try live.finish())
