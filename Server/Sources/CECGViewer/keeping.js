// Where sessions are kept: in this browser, and on the server where it was told to (--sessions).

import { discardRemotely, keepRemotely, remoteSession, remoteSessions } from "./remote.js";
import { readSession } from "./session.js";
import { discard, keep, keptSessions, note, stampOf } from "./store.js";

/** Whether the server keeps sessions; asked until it answers. */
let offered = null;

/** Throws where the server does not answer. */
function offers() {
  offered ??= remoteSessions().then((found) => found !== null).catch((problem) => {
    offered = null;
    throw problem;
  });
  return offered;
}

export function isOffered() {
  return offers().catch(() => false);
}

/** Milliseconds after which the server is asked again, twice as many each time. */
const pauses = { first: 2000, most: 60_000 };

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/**
 * Keeps a session as it changes: in this browser at once, and apart from that on the server, as soon as it answers. What
 * comes while either is at work is taken together.
 */
export class Keeper {
  /** `document` gives the session as it is; `told` is called whenever it has been found out what is kept. */
  constructor(key, { document, told }) {
    Object.assign(this, { key, document, told });
    this.page = Math.random().toString(36).slice(2, 10);
    /** The stamp of what this page knows to be in this browser. */
    this.since = null;
    /** What this page knows to be on the server, `{ key, tag, saved }`, or null. */
    this.remote = null;
    /** When it was changed last, which no two states of this page have in common. */
    this.saved = 0;
    /** The number of that change, and of the last one that is in this browser and on the server. */
    Object.assign(this, { last: 0, here: 0, there: 0 });
    /** Why the last one could not be kept here or there, or null. */
    Object.assign(this, { problem: null, remoteProblem: null });
    /** Whether the server takes sessions, as far as is known; whether another page's stands beside this one. */
    Object.assign(this, { hasServer: false, isApart: false });
    /** How often another session was taken up in place of this one. */
    this.turn = 0;
  }

  /** Whether the last change is kept nowhere yet. */
  get isUnsaved() {
    return this.here < this.last && this.there < this.last;
  }

  /** What is added to a session that is kept. */
  get stamp() {
    const { key, page, since, remote, saved } = this;
    return { key, page, since, remote, saved: saved || Date.now() };
  }

  /** Where the last change is kept, in words. */
  get words() {
    const isHere = this.here === this.last;
    const isThere = this.hasServer && this.there === this.last;
    const missing = this.remoteProblem ? ` The server does not have it; it is asked again. ${this.remoteProblem.message}` : " The server does not have it yet.";
    const there = isThere || !this.hasServer ? "" : missing;
    if (!isHere && !isThere) return this.problem ? `This browser keeps nothing: save the session before the page is closed.${there}` : "Being kept …";
    const places = [isHere && "in this browser", isThere && "on the server"].filter(Boolean).join(" and ");
    const apart = " Another page changed this recording too: each of them keeps its own.";
    return `Kept ${places} as it goes.${isHere ? "" : " This browser keeps nothing."}${there}${this.isApart ? apart : ""}`;
  }

  /** Keeps what has just been changed. */
  keep() {
    this.last += 1;
    this.saved = Math.max(Date.now(), this.saved + 1);
    this.told();
    this.keepHere();
    this.keepThere();
  }

  /** Goes on with a session that is kept in a `place`, as `documentOf` gives it. */
  take({ key, since, remote, isThere }, { saved }) {
    this.turn += 1;
    this.last += 1;
    Object.assign(this, { key, since, remote, saved, problem: null, remoteProblem: null, isApart: false });
    const isHere = since !== null && since.endsWith(` ${saved}`);
    if (isHere) this.here = this.last;
    if (isThere) Object.assign(this, { there: this.last, hasServer: true });
    this.told();
    this.keepHere();
    this.keepThere();
  }

  async keepHere() {
    if (this.isWriting) return;
    this.isWriting = true;
    while (this.here < this.last) {
      const { last, turn } = this;
      const document = this.document();
      try {
        const key = await keep(document);
        if (turn !== this.turn) continue;
        if (key !== this.key) this.isApart = true;
        Object.assign(this, { key, since: stampOf(document), here: last, problem: null });
        if (this.remote !== document.remote) await note(key, this.since, this.remote).catch(() => {});
      } catch (problem) {
        this.problem = problem;
        if (last === this.last) break;
      }
    }
    this.isWriting = false;
    this.told();
  }

  async keepThere() {
    if (this.isSending) return;
    this.isSending = true;
    let wait = pauses.first;
    while (this.there < this.last) {
      try {
        this.hasServer = await offers();
        if (!this.hasServer) break;
        const { last, turn } = this;
        const { isApart, ...remote } = await keepRemotely(this.document(), this.remote);
        if (turn !== this.turn) continue;
        if (isApart) this.isApart = true;
        Object.assign(this, { remote, there: last, remoteProblem: null });
        wait = pauses.first;
        if (this.since) await note(this.key, this.since, remote).catch(() => {});
      } catch (problem) {
        this.remoteProblem = problem;
        this.told();
        await pause(wait);
        wait = Math.min(2 * wait, pauses.most);
      }
    }
    this.isSending = false;
    this.told();
  }
}

/** The sessions in this browser, as `allSessions` gives them. */
export async function sessionsHere() {
  return (await keptSessions()).map((document) => ({
    // Earlier versions say `rate`.
    ...document, samplingRate: document.samplingRate ?? document.rate, changes: document.edits.length, isRemote: false, document, localKey: document.key, remoteKey: null,
    place: { key: document.key, since: stampOf(document), remote: document.remote ?? null },
  })).filter(({ changes }) => changes > 0);
}

/**
 * All sessions that have changes, the last kept first: `{ name, signal, base, samples, samplingRate, saved, changes,
 * done, isRemote }`, `place`, where one goes on with it, and what `documentOf` and `discardEverywhere` need. What was made of
 * another one stands for it; only where this browser and the server each have what the other lacks, both are there.
 */
export async function allSessions() {
  const here = await sessionsHere();
  const there = (await isOffered()) ? (await remoteSessions().catch(() => null))?.sessions ?? [] : [];
  const all = new Set(here);
  for (const session of there) {
    const mine = here.filter(({ key, remote }) => (remote?.key ?? key) === session.key);
    const later = mine.find(({ saved, remote }) => saved === session.saved || remote?.saved === session.saved) ?? await laterThan(session, mine);
    const earlier = later ? null : mine.find(({ saved, remote }) => saved === remote?.saved);
    if (later) {
      later.remoteKey = session.key;
      later.place.isThere = later.saved === session.saved;
      if (later.place.remote?.saved !== session.saved) later.place.remote = { key: session.key, tag: null, saved: session.saved };
      continue;
    }
    if (earlier) all.delete(earlier);
    const place = { key: earlier?.key ?? session.key, since: earlier?.place.since ?? null };
    all.add({ ...session, isRemote: true, localKey: earlier?.key ?? null, remoteKey: session.key, place });
  }
  return [...all].filter(({ changes }) => changes > 0).sort((a, b) => b.saved - a.saved);
}

/** The keys of the sessions on the server that it cannot read. */
export async function unreadableSessions() {
  return (await isOffered()) ? (await remoteSessions().catch(() => null))?.unreadable ?? [] : [];
}

/** That of some sessions in this browser whose own page kept a session on the server, and did not learn that it had. */
async function laterThan({ key }, sessions) {
  if (sessions.length === 0) return null;
  const page = await remoteSession(key).then((kept) => kept && JSON.parse(kept.text).page).catch(() => null);
  return sessions.find((session) => page && session.page === page) ?? null;
}

/** The document of one of them, with the `place` where one goes on with it. Throws where it is gone or not whole. */
export async function documentOf(session) {
  if (!session.isRemote) return { ...session.document, place: session.place };
  const kept = await remoteSession(session.remoteKey);
  if (!kept) throw new Error(`The session of ${session.name} is no longer on the server.`);
  const document = readSession(kept.text);
  const remote = { key: session.remoteKey, tag: kept.tag, saved: document.saved };
  return { ...document, place: { ...session.place, remote, isThere: true } };
}

/** Takes a session away wherever it is. */
export async function discardEverywhere({ localKey, remoteKey }) {
  if (localKey) await discard(localKey).catch(() => {});
  if (remoteKey) await discardRemotely(remoteKey);
}
