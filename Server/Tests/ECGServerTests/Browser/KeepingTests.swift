import ECGTestSupport
import Foundation
import Testing

/// What the viewer keeps in a browser and on a server: sessions, whatever else goes on with them.
@Suite(.serialized, .waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"))
struct KeepingTests {
  private let page: ViewerPage
  private var browser: Chromium { page.browser }

  init() throws { page = try ViewerPage(answeredBy: StubServer()) }

  @Test("of two pages with one recording neither loses what it kept")
  func twoPages() throws {
    let keys = try page.run(
      """
      const { keep, keptSessions, discard } = await import("./store.js");
      const session = (page, since, saved) => ({ key: "a", page, since, saved, edits: [page] });
      const keys = [await keep(session("one", null, 1)), await keep(session("one", "one 1", 2)), await keep(session("two", "one 1", 3)), await keep(session("two", "one 2", 1))];
      const kept = (await keptSessions()).map(({ key, edits }) => `${key}: ${edits}`);
      await discard("a");
      return [...keys, ...kept, String((await keptSessions()).length)];
      """)
    // The second page knew of what was there at 1, but not of what was written at 2; what its clock
    // says is no matter.
    #expect(keys as? [String] == ["a", "a", "a-two", "a", "a-two: two", "a: two", "1"])
  }

  /// A server of sessions in place of `fetch`, which can hang, and keepers of a session as
  /// pages have them.
  private static let sessions = """
    const { Keeper, allSessions, discardEverywhere, documentOf } = await import("./keeping.js");
    const kept = new Map();
    let isHanging = false;
    let lastTag = 0;
    window.fetch = async (where, { method = "GET", headers = {}, body, signal } = {}) => {
      if (isHanging) return new Promise((_, failed) => signal.addEventListener("abort", () => failed(signal.reason)));
      const answer = (value, status = 200, tag = "") => new Response(JSON.stringify(value), { status, headers: { ETag: tag } });
      const key = where.split("/")[2];
      if (!key) {
        const sessions = [...kept].map(([key, { text }]) => ({ ...JSON.parse(text), key, changes: JSON.parse(text).edits.length, edits: undefined }));
        return answer({ keeps: true, sessions });
      }
      const there = kept.get(key);
      if (method === "DELETE") kept.delete(key);
      if (method !== "PUT") return there ? answer(JSON.parse(there.text), 200, there.tag) : answer({}, 404);
      const isAsExpected = headers["If-Match"] ? there?.tag === headers["If-Match"] : !there;
      if (!isAsExpected) return answer({}, 412);
      kept.set(key, { text: body, tag: `"${(lastTag += 1)}"` });
      return answer({}, 200, kept.get(key).tag);
    };
    const page = () => {
      const done = { edits: [] };
      const keeper = new Keeper("a", { told() {}, document: () => ({
        format: "swift-ecg session", version: 1, name: "a", signal: "s", base: "b", samples: 9, samplingRate: 1,
        sample: [], label: [], noise: [], rhythms: [], ...keeper.stamp, edits: [...done.edits], done: done.edits.length }) });
      const edit = (number) => {
        done.edits.push({ kind: "label", beats: [number], to: 1 });
        keeper.keep();
      };
      const take = (document) => {
        done.edits = [...document.edits];
        keeper.take(document.place, document);
      };
      return { keeper, edit, take };
    };
    const until = async (isSo) => {
      for (let turn = 0; turn < 24000 && !isSo(); turn += 1) await new Promise((done) => setTimeout(done, 25));
    };
    const isKept = ({ keeper }) => !keeper.isSending && !keeper.isWriting && keeper.here === keeper.last && keeper.there === keeper.last;
    const numbers = ({ edits }) => edits.map(({ beats }) => beats[0]).join(",");
    const listed = async () => (await Promise.all((await allSessions()).map(documentOf))).map(numbers).sort().join(" | ");
    """

  @Test("what an earlier version kept in this browser has its sampling rate")
  func earlierRate() throws {
    let told = try page.run(
      """
      const { keep } = await import("./store.js");
      const { sessionsHere } = await import("./keeping.js");
      const session = { page: "p", saved: 5, name: "a", edits: [{ kind: "label", beats: [1], to: 1 }], done: 1 };
      await keep({ ...session, key: "earlier", rate: 250 });
      await keep({ ...session, key: "now", samplingRate: 360 });
      return (await sessionsHere()).map(({ key, samplingRate }) => `${key} ${samplingRate}`).sort();
      """)
    #expect(told as? [String] == ["earlier 250", "now 360"])
  }

  @Test("sessions that the server cannot read are listed, and said to be that")
  func unreadableSessions() throws {
    let shown = try page.run(
      """
      window.fetch = async () => new Response(JSON.stringify({ keeps: true, sessions: [], unreadable: ["broken"] }));
      const { isOffered } = await import("./keeping.js");
      const { showKept } = await import("./opening.js");
      // What the page itself asked for may still be on its way.
      while (!(await isOffered())) await new Promise((done) => setTimeout(done, 25));
      await showKept(() => {});
      return [String(document.getElementById("kept").hidden), document.getElementById("kept-list").textContent];
      """)
    #expect(shown as? [String] == ["false", "brokenon the server, which cannot read it"])
    try page.expectAccessible()
  }

  @Test("a server that hangs keeps nothing from this browser, and has all of it once it answers")
  func hangingServer() throws {
    let told = try page.run(
      """
      \(Self.sessions)
      const { keptSessions } = await import("./store.js");
      const one = page();
      one.edit(1);
      const words = [one.keeper.words];
      await until(() => isKept(one));
      words.push(one.keeper.words);
      isHanging = true;
      one.edit(2);
      one.edit(3);
      await until(() => !one.keeper.isUnsaved && !one.keeper.isWriting);
      words.push(one.keeper.words, numbers((await keptSessions())[0]), numbers(JSON.parse(kept.get("a").text)));
      await discardEverywhere({ localKey: "a" });
      return words;
      """)
    #expect(
      told as? [String] == [
        "Being kept …", "Kept in this browser and on the server as it goes.",
        "Kept in this browser as it goes. The server does not have it yet.", "1,2,3", "1",
      ])
  }

  @Test("what was made of a session is newer, whatever clocks say; what was made apart stays apart")
  func versions() throws {
    let told = try page.run(
      """
      \(Self.sessions)
      const found = [];
      const one = page();
      one.edit(1);
      await until(() => isKept(one));
      // Another browser, whose clock is ten minutes slow, goes on with it.
      const slow = JSON.parse(kept.get("a").text);
      slow.edits.push({ kind: "label", beats: [2], to: 1 });
      kept.set("a", { text: JSON.stringify({ ...slow, page: "slow", saved: slow.saved - 600000, done: 2 }), tag: '"slow"' });
      found.push(await listed());
      const two = page();
      two.take(await documentOf((await allSessions())[0]));
      two.edit(3);
      await until(() => isKept(two));
      found.push(await listed(), numbers(JSON.parse(kept.get("a").text)));
      // And one whose clock is fast, while this page goes on too.
      const fast = JSON.parse(kept.get("a").text);
      fast.edits.push({ kind: "label", beats: [4], to: 1 });
      kept.set("a", { text: JSON.stringify({ ...fast, page: "fast", saved: fast.saved + 600000, done: 4 }), tag: '"fast"' });
      two.edit(5);
      await until(() => isKept(two));
      found.push(await listed(), String(two.keeper.words.endsWith("each of them keeps its own.")));
      for (const session of await allSessions()) await discardEverywhere(session);
      return [...found, await listed(), String(kept.size)];
      """)
    #expect(
      told as? [String] == ["1,2", "1,2,3", "1,2,3", "1,2,3,4 | 1,2,3,5", "true", "", "0"])
  }

  @Test("a session that an earlier version kept here and on the server is one, and is gone on with")
  func earlierVersion() throws {
    let told = try page.run(
      """
      \(Self.sessions)
      const { keep } = await import("./store.js");
      const { remote, ...early } = { ...page().keeper.document(), page: "early", since: 0, saved: 5, edits: [{ kind: "label", beats: [1], to: 1 }], done: 1 };
      await keep(early);
      kept.set("a", { text: JSON.stringify(early), tag: '"early"' });
      const found = [await listed()];
      const one = page();
      one.take(await documentOf((await allSessions())[0]));
      one.edit(2);
      await until(() => isKept(one));
      found.push(await listed(), [...kept.keys()].join());
      for (const session of await allSessions()) await discardEverywhere(session);
      return [...found, await listed()];
      """)
    #expect(told as? [String] == ["1", "1,2", "a", ""])
  }

  @Test("a session whose changes are all undone comes back without a word, and can be redone")
  func undoneSession() throws {
    try page.openExample()
    let found = try page.counts()
    try page.click("[data-class=S] [data-step='1']")
    try page.click("#labels button")
    let changed = try page.counts()
    try page.click("#undo")
    try browser.wait(
      until:
        "import('./store.js').then(({ keptSessions }) => keptSessions()).then(([one]) => one?.done === 0)"
    )
    try page.reload()
    try page.wait(for: "all changes undone", in: "kept-list")
    try page.openExample()
    try browser.wait(
      until: "document.getElementById('redo').getAttribute('aria-disabled') === 'false'")
    #expect(try page.text("status").hasPrefix("made-up: 60 beats, "))
    #expect(try page.counts() == found)
    try page.click("#redo")
    #expect(try page.counts() == changed)
    page.expectQuiet()
  }

  @Test("a session of another recording waits for its files; one that is not whole is refused")
  func sessionFiles() throws {
    try page.openExample()
    try page.click("[data-class=S] [data-step='1']")
    try page.click("#labels button")
    try withTemporaryFolder { folder in
      try page.saveDownloads(in: folder)
      let file = folder.appending(path: "made-up.session.json")
      let text = try #require(String(data: page.take("session", as: file), encoding: .utf8))
      // Another change, which the session's take the place of.
      try page.click("[data-class=V] [data-step='1']")
      try page.click("#labels button")
      try page.drop([file])
      try browser.wait(until: "document.querySelector('dialog[open]') !== null")
      try page.click("dialog button:nth-of-type(2)")
      try page.wait(for: "1 change of", in: "status")
      #expect(try page.counts() == [57, 0, 2, 1, 0])
      let impossible = folder.appending(path: "impossible.json")
      let other = text.replacing(#""kind": "label""#, with: #""kind": "move", "beat": 99, "to": 7"#)
      try Data(other.utf8).write(to: impossible)
      try page.drop([impossible])
      try browser.wait(until: "document.querySelector('dialog[open]') !== null")
      try page.click("dialog button:nth-of-type(2)")
      try page.waitForProblem()
      #expect(try page.text("problem").contains("one that cannot, the session's 1."))
      #expect(try page.counts() == [57, 0, 2, 1, 0])
      let broken = folder.appending(path: "broken.json")
      try Data(text.replacing(#""beats": ["#, with: #""baets": ["#).utf8).write(to: broken)
      try page.drop([broken])
      // The message before this one may still stand there.
      try page.wait(for: "one that is not whole", in: "problem")
    }
    page.expectQuiet()
  }
}
