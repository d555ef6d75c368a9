// Files that come together, by the recording that each belongs to.

const stemOf = (name) => name.replace(/\.[^.]*$/, "");
const isHeader = (name) => /\.hea$/i.test(name);

/** The files that a header of WFDB names: those of its signals, or the headers of its segments. */
function namedBy(text) {
  const [record, ...lines] = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
  const isSegmented = /^\S+\/\d/.test(record ?? "");
  return lines.map((line) => line.split(/\s+/)[0]).filter((name) => name !== "~").map((name) => (isSegmented ? `${name}.hea` : name));
}

/**
 * Sorts files into recordings: a header takes the files that it names, and of the rest those called like it; what no header
 * takes is a recording of its own. With one header all files are its own, as it is for the server to say what is wrong.
 *
 * @returns lists of files, in the order of their headers.
 */
export async function recordingsOf(files) {
  const headers = files.filter(({ name }) => isHeader(name));
  if (headers.length === 1 || files.length < 2) return files.length > 0 ? [files] : [];
  const byName = new Map(files.map((file) => [file.name, file]));
  const names = new Map();
  for (const header of headers) names.set(header.name, namedBy(await header.text()).filter((name) => byName.has(name)));
  const parts = new Set([...names.values()].flat().filter(isHeader));
  const taken = new Set();
  const take = (name, into) => {
    if (into.includes(byName.get(name))) return;
    taken.add(name);
    into.push(byName.get(name));
    for (const named of names.get(name) ?? []) take(named, into);
  };
  const groups = headers.filter(({ name }) => !parts.has(name)).map(({ name }) => {
    const group = [];
    take(name, group);
    return group;
  });
  for (const file of files) {
    if (taken.has(file.name)) continue;
    const group = groups.find(([header]) => stemOf(header.name) === stemOf(file.name));
    if (group) group.push(file);
    else groups.push([file]);
  }
  return groups;
}
