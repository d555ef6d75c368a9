import ECGTestSupport
import Foundation
import Testing

/// The complexes that the page compares, and how often it works the signal out for them.
@Suite(.serialized, .waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"))
struct ComplexesTests {
  private let page: ViewerPage

  init() throws { page = try ViewerPage(answeredBy: StubServer()) }

  /// Beats of two leads over some twelve blocks of the signal, and the stretches that were
  /// worked out so far.
  private static let made = """
    const { complexesOf } = await import("./complexes.js");
    const { Conditioning } = await import("./conditioning.js");
    const { Turns } = await import("./turns.js");
    const stretch = Conditioning.prototype.stretch;
    let stretches = 0;
    Conditioning.prototype.stretch = function (...all) {
      stretches += 1;
      return stretch.apply(this, all);
    };
    const count = 480;
    const sample = Array.from({ length: count }, (_, index) => 100 * index + 60);
    const lead = (gain) => ({ samples: Int16Array.from({ length: 100 * count }, (_, index) =>
      gain * (1 + (Math.floor(index / 100) % 7)) * Math.max(0, 20 - 4 * Math.abs((index % 100) - 60))) });
    const day = { rate: 120, leads: [lead(3), lead(5)], beats: new Beats({ sample, class: "N".repeat(count) }) };
    const blocks = 2 * Math.ceil((100 * count) / 4096);
    """

  @Test("the signal is worked out once, in whatever order complexes are wanted afterwards")
  func onceForAll() throws {
    let found = try page.run(
      """
      \(Self.made)
      const shapes = await complexesOf(day, new Turns(() => false));
      const scaled = stretches;
      // As ten families one after the other, whose beats are all over the recording.
      for (let family = 0; family < 10; family += 1) for (let index = family; index < count; index += 10) shapes.load(index);
      const loaded = stretches;
      day.beats.sample[7] += 3;
      shapes.load(7);
      return [scaled === blocks, loaded === blocks, stretches > blocks];
      """)
    #expect(found as? [Bool] == [true, true, true])
  }

  @Test("a complex is what lies around its beat, each lead at the same power")
  func values() throws {
    let found = try page.run(
      """
      \(Self.made)
      const shapes = await complexesOf(day, new Turns(() => false));
      let apart = 0;
      for (const index of [0, 41, 99, 300, 479]) {
        shapes.load(index);
        day.leads.forEach(({ samples }, place) => {
          const known = new Conditioning(120).stretch(samples, sample[index] - 14, 32);
          const kept = shapes.values.slice(place * 32, place * 32 + 32);
          known.forEach((value, at) => (apart = Math.max(apart, Math.abs(value * shapes.scales[place] - kept[at]))));
        });
      }
      return [apart, shapes.scales[0] / shapes.scales[1]];
      """)
    let numbers = try #require(found as? [Double])
    #expect(numbers[0] < 1e-3)
    #expect(abs(numbers[1] - 5.0 / 3) < 1e-3)
  }

  @Test("what was kept before the work was given up is not worked out again")
  func givenUp() throws {
    let found = try page.run(
      """
      \(Self.made)
      let turns = 0;
      const given = await complexesOf(day, { areOver: async () => (turns += 1) > count });
      const half = stretches;
      const isUnknown = given.scales === null;
      const shapes = await complexesOf(day, new Turns(() => false));
      return [isUnknown && half < blocks && shapes === given, stretches <= blocks + 2];
      """)
    #expect(found as? [Bool] == [true, true])
  }
}
