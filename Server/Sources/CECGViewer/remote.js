// Sessions on the server, where it keeps them in a folder.

import { Problem } from "./api.js";

const path = (key) => `v1/sessions/${encodeURIComponent(key)}`;

/** What the server last had of each page's session: its key and its tag. */
const known = new Map();

async function ask(where, options) {
  try {
    return await fetch(where, options);
  } catch {
    throw new Problem("The server did not answer", "Is it still running?");
  }
}

async function refusal(answer) {
  const about = await answer.json().catch(() => ({}));
  return new Problem(about.title ?? `The server answered ${answer.status}`, about.detail ?? "");
}

/** The sessions on the server, without their changes; null where it keeps none. */
export async function remoteSessions() {
  const answer = await ask("v1/sessions");
  if (!answer.ok) throw await refusal(answer);
  const { keeps, sessions } = await answer.json();
  return keeps ? sessions : null;
}

/** A session's text and its tag; null where there is none. */
export async function remoteSession(key) {
  const answer = await ask(path(key));
  if (answer.status === 404) return null;
  if (!answer.ok) throw await refusal(answer);
  return { text: await answer.text(), tag: answer.headers.get("ETag") };
}

/** Another key for a session, no longer than the server takes. */
const fork = ({ key, page }) => `${key.slice(0, 63 - page.length)}-${page}`;

/** Keeps a session; under another key where another page has written to that one since this one knew what is there. */
export async function keepRemotely(session) {
  let { key, tag } = known.get(session.page) ?? { key: session.key, tag: null };
  for (let turn = 0; turn < 4; turn += 1) {
    const condition = tag ? { "If-Match": tag } : { "If-None-Match": "*" };
    const answer = await ask(path(key), { method: "PUT", headers: { "Content-Type": "application/json", ...condition }, body: JSON.stringify({ ...session, key }) });
    if (answer.ok) {
      known.set(session.page, { key, tag: answer.headers.get("ETag") });
      return;
    }
    if (answer.status !== 412) throw await refusal(answer);
    const there = await remoteSession(key);
    const { page, saved } = there ? JSON.parse(there.text) : {};
    if (there && page !== session.page && saved > session.since) [key, tag] = [fork(session), null];
    else tag = there?.tag ?? null;
  }
  throw new Problem("The session was not kept on the server", "Other pages write to it all the time.");
}

/** Takes a session away, if it is there. */
export async function discardRemotely(key) {
  const answer = await ask(path(key), { method: "DELETE" });
  if (!answer.ok && answer.status !== 404) throw await refusal(answer);
}
