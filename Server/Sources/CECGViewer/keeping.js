// Where sessions are kept: in this browser, and on the server where it was told to (--sessions).

import { discardRemotely, keepRemotely, remoteSession, remoteSessions } from "./remote.js";
import { readSession } from "./session.js";
import { discard, keep, keptSessions } from "./store.js";

/** Whether the server keeps sessions; asked until it answers. */
let offered = null;

export function isOffered() {
  offered ??= remoteSessions().then((sessions) => sessions !== null).catch(() => {
    offered = null;
    return false;
  });
  return offered;
}

/**
 * Keeps a session wherever it can be. Gives its key in this browser, and in words where it is kept and where it is not;
 * throws where it is kept nowhere.
 */
export async function keepEverywhere(session) {
  const asksServer = await isOffered();
  const [here, there] = await Promise.allSettled([keep(session), asksServer ? keepRemotely(session) : Promise.reject(null)]);
  const isHere = here.status === "fulfilled";
  const isThere = there.status === "fulfilled";
  if (!isHere && !isThere) throw here.reason;
  const places = [isHere && "in this browser", isThere && "on the server"].filter(Boolean).join(" and ");
  const missing = asksServer && !isThere ? ` Not on the server: ${there.reason.message}` : "";
  return { key: isHere ? here.value : session.key, words: `Kept ${places} as it goes.${missing}` };
}

/**
 * All sessions that have changes, the newest first, each where it is newest: `{ key, name, signal, base, samples, rate,
 * saved, changes, done, isRemote }` and what `documentOf` needs.
 */
export async function allSessions() {
  const here = (await keptSessions()).map((document) => ({ ...document, changes: document.edits.length, isRemote: false, document }));
  const there = (await isOffered()) ? (await remoteSessions().catch(() => null)) ?? [] : [];
  const all = [...here, ...there.map((session) => ({ ...session, isRemote: true }))].filter(({ changes }) => changes > 0);
  const newest = new Map();
  for (const session of all.sort((a, b) => b.saved - a.saved)) if (!newest.has(session.key)) newest.set(session.key, session);
  return [...newest.values()];
}

/** The document of one of them. Throws where it is gone or not whole. */
export async function documentOf(session) {
  if (session.document) return session.document;
  const kept = await remoteSession(session.key);
  if (!kept) throw new Error(`The session of ${session.name} is no longer on the server.`);
  return readSession(kept.text);
}

/** Takes a session away wherever it is. */
export async function discardEverywhere(key) {
  await discard(key).catch(() => {});
  if (await isOffered()) await discardRemotely(key);
}
