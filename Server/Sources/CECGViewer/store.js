// Where sessions are kept: the browser's own storage, one document for each by its key.

const database = "swift-ecg";
const table = "sessions";

function asked(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

let opening = null;

function open() {
  opening ??= new Promise((done, failed) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(table, { keyPath: "key" });
    request.onsuccess = () => {
      request.result.onclose = () => (opening = null);
      done(request.result);
    };
    request.onerror = () => {
      // What failed once may work the next time.
      opening = null;
      failed(request.error);
    };
  });
  return opening;
}

function completed(transaction) {
  return new Promise((done, failed) => {
    transaction.oncomplete = done;
    transaction.onabort = () => failed(transaction.error);
  });
}

async function change(work) {
  const transaction = (await open()).transaction(table, "readwrite", { durability: "strict" });
  work(transaction.objectStore(table));
  await completed(transaction);
}

/** All sessions, the newest first; none where the browser keeps nothing. */
export async function keptSessions() {
  try {
    const all = await asked((await open()).transaction(table).objectStore(table).getAll());
    return all.sort((a, b) => b.saved - a.saved);
  } catch {
    return [];
  }
}

/** What tells a state of a session from all others: which page kept it, and when by that page's clock. */
export const stampOf = ({ page, saved }) => `${page} ${saved}`;

/**
 * Keeps a session, and gives the key it has been kept under: another one where something else is there than the page
 * knew of (`since`, its stamp), so that of two pages with one recording neither loses anything. Throws where there is no
 * room or the browser keeps nothing.
 */
export async function keep(session) {
  let { key } = session;
  await change((store) => {
    const there = store.get(key);
    there.onsuccess = () => {
      const isOthers = there.result && there.result.page !== session.page && stampOf(there.result) !== session.since;
      if (isOthers) key = `${session.key}-${session.page}`;
      store.put({ ...session, key });
    };
  });
  return key;
}

/** Notes of a state of a session what the server has of it, as long as that state is the one that is kept. */
export function note(key, stamp, remote) {
  return change((store) => {
    const there = store.get(key);
    there.onsuccess = () => there.result && stampOf(there.result) === stamp && store.put({ ...there.result, remote });
  });
}

export function discard(key) {
  return change((store) => store.delete(key));
}
