/// Sorts beats into families as they come, as ``BeatFamilies`` does, in bounded memory.
package struct FamilyStream: Codable, Sendable {
  private var open = OpenFamilies()

  /// Starts without families.
  package init() {}

  /// Sorts the next beat in.
  ///
  /// - Parameter leads: what each lead shows of it.
  /// - Returns: the number of its family, and that of a family that no beat joins any more.
  package mutating func take(
    _ leads: [LeadStream.Beat], _ rhythm: BeatRhythm
  ) -> (family: Int, closed: Int?) {
    let length = OpenFamilies.range.count
    var complex = [Float](repeating: 0, count: leads.count * length)
    for (position, lead) in leads.enumerated() {
      OpenFamilies.normalize(lead.samples, into: &complex, at: position * length)
    }
    return open.take(complex, isEarly: rhythm.isEarly)
  }
}
