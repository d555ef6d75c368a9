// Files that come together, by the recording that each belongs to.

const stemOf = (name) => name.replace(/\.[^.]*$/, "");
const isHeader = (name) => /\.hea$/i.test(name);

/** The files that a header of WFDB names: those of its signals, or the headers of its segments. */
function namedBy(text) {
  const [record, ...lines] = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
  const isSegmented = /^\S+\/\d/.test(record ?? "");
  return lines.map((line) => line.split(/\s+/)[0]).filter((name) => name !== "~").map((name) => (isSegmented ? `${name}.hea` : name));
}

/** The folder of a file that comes with one, and where none is known the same for all. */
const folderOf = ({ webkitRelativePath }) => (webkitRelativePath ?? "").replace(/[^/]*$/, "");
const areBeside = (one, other) => folderOf(one) === folderOf(other);

/**
 * The files that each header names: of several with one name that beside the header, and of these one that no other
 * header has.
 */
async function filesOf(headers, files) {
  const found = new Map();
  const claimed = new Set();
  for (const header of headers) {
    const its = [];
    for (const name of new Set(namedBy(await header.text()))) {
      const called = files.filter((file) => file.name === name);
      const beside = called.filter((file) => areBeside(file, header));
      const near = beside.length > 0 ? beside : called;
      if (near.length > 0) its.push(near.find((file) => !claimed.has(file)) ?? near[0]);
    }
    for (const file of its) claimed.add(file);
    found.set(header, its);
  }
  return found;
}

/**
 * Sorts files into recordings: a header takes the files that it names, and of the rest those called like it, in its own
 * folder before others; what no header takes is a recording of its own. With one header all files are its own, as it is
 * for the server to say what is wrong.
 *
 * @returns lists of files, in the order of their headers.
 */
export async function recordingsOf(files) {
  const headers = files.filter(({ name }) => isHeader(name));
  if (headers.length === 1 || files.length < 2) return files.length > 0 ? [files] : [];
  const named = await filesOf(headers, files);
  const parts = new Set([...named.values()].flat().filter(({ name }) => isHeader(name)));
  const taken = new Set();
  const take = (file, into) => {
    if (into.includes(file)) return;
    taken.add(file);
    into.push(file);
    for (const one of named.get(file) ?? []) take(one, into);
  };
  const groups = headers.filter((header) => !parts.has(header)).map((header) => {
    const group = [];
    take(header, group);
    return group;
  });
  for (const file of files) {
    if (taken.has(file)) continue;
    const alike = groups.filter((group) => stemOf(group[0].name) === stemOf(file.name) && group.every(({ name }) => name !== file.name));
    const group = alike.find(([first]) => areBeside(first, file)) ?? alike.find(([first]) => isHeader(first.name));
    if (group) group.push(file);
    else groups.push([file]);
  }
  return groups;
}
