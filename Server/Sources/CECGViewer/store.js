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
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  return opening;
}

async function run(mode, work) {
  const transaction = (await open()).transaction(table, mode, { durability: "strict" });
  const written = new Promise((done, failed) => {
    transaction.oncomplete = done;
    transaction.onabort = () => failed(transaction.error);
  });
  const result = await asked(work(transaction.objectStore(table)));
  if (mode === "readwrite") await written;
  return result;
}

/** All sessions, the newest first; none where the browser keeps nothing. */
export async function keptSessions() {
  try {
    const all = await run("readonly", (store) => store.getAll());
    return all.sort((a, b) => b.saved - a.saved);
  } catch {
    return [];
  }
}

/** Keeps a session; throws where there is no room or the browser keeps nothing. */
export function keep(session) {
  return run("readwrite", (store) => store.put(session));
}

export function discard(key) {
  return run("readwrite", (store) => store.delete(key));
}
