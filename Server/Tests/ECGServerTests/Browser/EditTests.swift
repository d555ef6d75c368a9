import ECGTestSupport
import Foundation
import Testing

/// The viewer's edits in a browser: what they change, and what takes them back.
@Suite(.serialized, .waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"))
struct EditTests {
  private let page: ViewerPage
  private var browser: Chromium { page.browser }

  init() throws { page = try ViewerPage(answeredBy: StubServer()) }

  @Test("every edit is taken back by its inverse, and made again by the inverse of that")
  func inverses() throws {
    let faults = try page.run(
      """
      const row = { id: 8, sample: 275, origin: 275, found: 255, label: 1, family: 0 };
      const edits = [
        { kind: "label", beats: [1, 2], to: 3 }, { kind: "label", beats: [1, 2], to: [0, 4] },
        { kind: "family", beats: [0, 5], to: 7 }, { kind: "insert", rows: [row] }, { kind: "delete", beats: [0, 7] },
        { kind: "move", beat: 3, to: 20 }, { kind: "noise", stretches: [[1, 2], [4, 5]], isNoise: true },
        { kind: "rhythm", from: 2, to: 5, rhythm: "AFIB" },
        { kind: "all", edits: [{ kind: "delete", beats: [2] }, { kind: "label", beats: [3], to: 2 }] },
        { kind: "load", sample: [50, 152, 500], label: [2, 1, 0], noise: [[1, 2]], rhythms: [], name: "x" },
        { kind: "marks", noise: [[3, 4]], rhythms: [[1, 2, "VT"]], name: "x" }, { kind: "marks", rhythms: [[5, 6, "AFIB"]], name: "x" },
      ];
      const { isEdit } = await import("./edits.js");
      const faults = edits.filter((edit) => !isEdit(edit)).map(({ kind }) => `${kind} is no edit`);
      for (const wrong of [{}, null, { kind: "label", beats: [1], to: 9 }, { kind: "noises", list: [] }, { kind: "marks", noise: [[2, 1]] }, { kind: "rhythm", from: 2, to: 1, rhythm: "VT" }]) {
        if (isEdit(wrong)) faults.push(`${JSON.stringify(wrong)} is taken for an edit`);
      }
      for (const edit of edits) {
        const before = state();
        const inverse = make(recording, edit);
        const after = state();
        if (after === before) faults.push(`${edit.kind} changes nothing`);
        const again = make(recording, inverse);
        if (state() !== before) faults.push(`${edit.kind}: ${before} became ${state()}`);
        make(recording, again);
        if (state() !== after) faults.push(`${edit.kind} again: ${after} became ${state()}`);
      }
      return faults;
      """)
    #expect(faults as? [String] == [])
  }

  @Test("beats of a file keep what is known of the beats next to them")
  func load() throws {
    let beats = try page.run(
      """
      make(recording, { kind: "load", sample: [50, 158, 320], label: [0, 2, 1], noise: [], rhythms: [], name: "x" });
      return [...recording.beats.id, ...recording.beats.found, ...recording.beats.origin];
      """)
    // 158 is the beat found at 150; 320 is 30 samples, 0.3 s, from its neighbour, and a new one.
    #expect(beats as? [Int] == [0, 1, 8, 0, 0, 255, 50, 150, 320])
  }

  @Test("a beat is put where there is a signal, and nowhere else")
  func signal() throws {
    let found = try page.run(
      """
      const { Actions } = await import("./actions.js");
      const samples = new Int16Array(900).fill(-32768).fill(0, 0, 400);
      samples[130] = 500;
      Object.assign(recording, { classified: 0, leads: [{ samples, centre: 0 }] });
      const said = [];
      const made = [];
      const desk = { recording, session: { make: (edit) => made.push(edit.kind) }, chosen: 0, selection: null, family: null };
      const actions = new Actions(desk, { say: (text) => said.push(text), choose() {}, bring: () => false });
      actions.insert(6);
      actions.move(6);
      return JSON.stringify([actions.peak(1.28), actions.peak(6), actions.peak(4.02), said.length, made.length]);
      """)
    // 4.02 s is in the hole, within reach of what is there before it.
    #expect(found as? String == "[130,null,396,2,0]")
  }

  @Test("beats count again where a reader tells another rhythm than flutter of the ventricles")
  func noFlutter() throws {
    let found = try page.run(
      """
      const { Actions } = await import("./actions.js");
      const flutter = { ...recording, noise: [[1, 20], [30, 40]], rhythms: [[10, 20, "VFL"]] };
      const [said, undone] = [[], []];
      const session = { make: (edit) => undone.push(make(flutter, edit)) };
      const desk = { recording: flutter, session, chosen: null, selection: null, family: null };
      const actions = new Actions(desk, { say: (text) => said.push(text), choose() {}, bring: () => false });
      actions.rhythm("VFL", { from: 12, to: 13 });
      actions.rhythm("VT", { from: 5, to: 12 });
      actions.rhythm("SVTA", { from: 30, to: 35 });
      const told = JSON.stringify([flutter.noise, flutter.rhythms]);
      for (const edit of undone.toReversed()) make(flutter, edit);
      return [...said, told, JSON.stringify([flutter.noise, flutter.rhythms])];
      """)
    #expect(
      found as? [String] == [
        "Marked as ventricular flutter or fibrillation.",
        "Marked as ventricular tachycardia; its beats count again.",
        "Marked as supraventricular tachyarrhythmia.",
        #"[[[1,10],[12,20],[30,40]],[[5,12,"VT"],[12,20,"VFL"],[30,35,"SVTA"]]]"#,
        #"[[[1,20],[30,40]],[[10,20,"VFL"]]]"#,
      ])
  }

  @Test("no interval reaches across samples that are missing or unusable")
  func intervals() throws {
    let found = try page.run(
      """
      const { interval } = await import("./recording.js");
      const { familiesOf, prematurity } = await import("./families.js");
      const holey = (about, noise) => ({ ...recording, about, noise, counts: () => true });
      const [whole, gap, noisy] = [holey({}, []), holey({ gaps: [[2.6, 3.4]] }, []), holey({ gaps: [] }, [[2.6, 2.7]])];
      whole.beats.sample.set([3000, 3100, 3200, 3300, 3400], 3);
      const { rrBefore } = familiesOf({ ...gap, beats: whole.beats }).flatMap(({ families }) => families).find(({ key }) => key === "S1");
      return JSON.stringify([
        interval(whole, 0), interval(whole, 1), interval(whole, 3), interval(gap, 3), interval(noisy, 3), interval(gap, 4),
        interval(whole, 8), prematurity(gap, 3), prematurity(whole, 3), rrBefore]);
      """)
    #expect(found as? String == "[null,1,27.5,null,null,1,null,1,27.5,1]")
  }

  @Test("rhythms that were found follow one another where flutter does not end atrial fibrillation")
  func foundRhythms() throws {
    let found = try page.run(
      """
      const { readRecording } = await import("./recording.js");
      const about = new TextEncoder().encode(JSON.stringify({
        samplingRate: 100, samples: 0, leads: [], signal: { scaleMillivolts: [] },
        beats: { sample: [], class: "", probabilities: {} },
        fibrillation: [[1, 8.99]], ventricularFlutter: [[0, 0.5], [4, 6], [8, 10]],
      }));
      const answer = new Uint8Array(4096);
      answer.set(new TextEncoder().encode("ECGREC01"));
      new DataView(answer.buffer).setUint32(8, about.length, true);
      answer.set(about, 12);
      const { rhythms, isChanged } = readRecording(answer.buffer);
      return JSON.stringify([rhythms, isChanged]);
      """)
    #expect(
      found as? String
        == "[[[0,0.5,\"VFL\"],[1,4,\"AFIB\"],[4,6,\"VFL\"],[6,8,\"AFIB\"],[8,10,\"VFL\"]],false]")
  }

  @Test("shaded is where no beat counts: in noise, and where the ventricles flutter")
  func shades() throws {
    let found = try page.run(
      """
      const { example } = await import("./api.js");
      const { readRecording } = await import("./recording.js");
      const opened = readRecording(await example());
      const rhythms = [[0, 1, "VFL"], [4, 6, "VFL"], [7, 10, "VFL"]];
      return JSON.stringify(Object.assign(opened, { noise: [[3, 5], [8, 9]], rhythms }).shades);
      """)
    #expect(found as? String == #"[[0,1,""],[3,4],[4,6,""],[7,10,""]]"#)
  }

  @Test("stretches are joined, cut and found")
  func stretches() throws {
    let found = try page.run(
      """
      const { including, without, holding } = await import("./stretches.js");
      const list = [[1, 2], [3, 5]];
      return JSON.stringify([
        including(list, 2, 3), including(list, 4, 7, "B"), without(list, 1.5, 4), without(list, 0, 9),
        holding(list, 2) ?? null, holding(list, 3), holding(list, 5) ?? null]);
      """)
    #expect(
      found as? String
        == #"[[[1,5]],[[1,2],[3,4],[4,7,"B"]],[[1,1.5],[4,5]],[],null,[3,5],null]"#)
  }

  @Test("many stretches are joined and cut in one pass, and those in view are found")
  func manyStretches() throws {
    let found = try page.run(
      """
      const { joined, within, withoutAll } = await import("./stretches.js");
      const list = [[1, 2], [3, 5], [6, 7], [8, 9]];
      const began = performance.now();
      const many = Array.from({ length: 100000 }, (_, index) => [index, index + 0.5]);
      make(recording, { kind: "noise", stretches: many.toReversed(), isNoise: true });
      const count = recording.noise.length;
      make(recording, { kind: "noise", stretches: many.filter((_, index) => index % 2), isNoise: false });
      return JSON.stringify([
        joined([[6, 8], [1, 3], [2, 4], [3.5, 3.6]]), withoutAll(list, [[8.5, 9], [0, 1.5], [4, 6.5], [4, 4.5]]),
        within(list, 2, 6.5), within(list, 5, 6), within(list, 9, 99), count, recording.noise.length, performance.now() - began < 20000]);
      """)
    #expect(
      found as? String
        == "[[[1,4],[6,8]],[[1.5,2],[3,4],[6.5,7],[8,8.5]],[[3,5],[6,7]],[],[],100000,50000,true]")
  }

  @Test("a beat that one goes to says where it does not count")
  func uncounted() throws {
    try page.openExample()
    let next = "[data-class=V] [data-step='1']"
    try page.click(next)
    try page.click("#noise")
    #expect(try page.counts()[2] == 1)
    try page.click(next)
    #expect(try page.text("status") == "Beat 10 of 60, ventricular (V), at 0:00:07.7.")
    try page.click("[data-class=V] [data-step='-1']")
    #expect(
      try page.text("status")
        == "Beat 3 of 60, ventricular (V), at 0:00:02.1; the signal is unusable there, and it does not count."
    )
  }

  @Test("a picked beat stays picked when another one goes; a rhythm wants a stretch")
  func picked() throws {
    try page.openExample()
    try page.click("[data-key=N1]")
    for _ in 0..<3 { try page.click("[data-do=next]") }
    try page.click("[data-do=pick]")
    let picked = try page.text("beat-facts")
    #expect(picked.hasPrefix("At 0:00:02.90"))
    try page.click("#rhythm")
    #expect(try page.text("status").hasPrefix("Select a stretch first: "))
    let trace = try page.box("trace")
    // The first beat of all is half a second from the left.
    try browser.askForMenu(at: (trace.left + 47, trace.top + 100))
    try browser.wait(until: "document.querySelector('[role=menu]') !== null")
    let items = "[...document.querySelectorAll('[role=menuitem]')]"
    try browser.evaluate("\(items).find((one) => one.textContent.startsWith('Delete')).click()")
    #expect(try page.text("target") == "Family N1, 55 beats")
    #expect(try page.texts(".counter") == ["2 of 55"])
    try page.click("[data-do=split]")
    #expect(try page.text("status") == "1 picked beat is a family of its own.")
    #expect(try page.text("target") == "Family N2, 1 beat")
    try page.click("[data-do=next]")
    #expect(try page.text("beat-facts") == picked)
    // Undone, that from which it was split is meant again, and not one that nobody chose.
    try page.click("#undo")
    #expect(try page.text("target") == "Family N1, 55 beats")
    // One that has another class is done, and the next is meant.
    try browser.press("4")
    #expect(try page.text("target") != "Family F1, 55 beats")
    page.expectQuiet()
  }
}
