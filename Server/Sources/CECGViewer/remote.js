// Sessions on the server, where it keeps them in a folder.

import { Problem } from "./api.js";

const path = (key) => `v1/sessions/${encodeURIComponent(key)}`;

/** Milliseconds that the server has to answer with what sessions it has, and to take or give a whole one. */
const patience = { list: 4000, whole: 60_000 };

/** Gives what `read` makes of an answer that has come whole in time. */
async function ask(where, read, { time = patience.whole, ...options } = {}) {
  let answer;
  try {
    answer = await fetch(where, { ...options, signal: AbortSignal.timeout(time) });
    const value = answer.ok ? await read(answer) : await answer.json().catch(() => ({}));
    if (answer.ok || options.takes?.includes(answer.status)) return { status: answer.status, value };
    throw new Problem(value.title ?? `The server answered ${answer.status}`, value.detail ?? "");
  } catch (problem) {
    if (problem instanceof Problem) throw problem;
    throw new Problem("The server did not answer", "Is it still running?");
  }
}

/** The `sessions` on the server, without their changes, and the keys of those that are `unreadable`; null where it keeps none. */
export async function remoteSessions() {
  const { value } = await ask("v1/sessions", (answer) => answer.json(), { time: patience.list });
  return value.keeps ? value : null;
}

/** A session's text and its tag; null where there is none. */
export async function remoteSession(key) {
  const { status, value } = await ask(path(key), async (answer) => ({ text: await answer.text(), tag: answer.headers.get("ETag") }), { takes: [404] });
  return status === 404 ? null : value;
}

/** Another key for a session, no longer than the server takes. */
const fork = ({ key, page }) => `${key.slice(0, 63 - page.length)}-${page}`;

/** Which page kept a session and when; nothing where it cannot be read. */
function outlineOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/**
 * Keeps a session, and gives what the server then has of it: `{ key, tag, saved }`. `known` is what it had when this page
 * last knew, or null. Where something else is there it stays, and the session is kept under another key: `isApart`.
 */
export async function keepRemotely(session, known) {
  let { key, tag } = known ?? { key: session.key, tag: null };
  let isApart = false;
  for (let turn = 0; turn < 4; turn += 1) {
    const condition = tag ? { "If-Match": tag } : { "If-None-Match": "*" };
    const body = JSON.stringify({ ...session, key, remote: undefined });
    const headers = { "Content-Type": "application/json", ...condition };
    const { status, value } = await ask(path(key), (answer) => answer.headers.get("ETag"), { method: "PUT", headers, body, takes: [412] });
    if (status !== 412) return { key, tag: value, saved: session.saved, isApart };
    const there = await remoteSession(key);
    const { page, saved } = there ? outlineOf(there.text) : {};
    const isKnown = !there || page === session.page || (known !== null && saved === known.saved);
    if (isKnown) tag = there?.tag ?? null;
    else [key, tag, isApart] = [fork({ key, page: session.page }), null, true];
  }
  throw new Problem("The session was not kept on the server", "Other pages write to it all the time.");
}

/** Takes a session away, if it is there. */
export async function discardRemotely(key) {
  await ask(path(key), () => null, { method: "DELETE", takes: [404] });
}
