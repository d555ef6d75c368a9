// The twelve leads as they are printed: three rows of four columns of 2.5 s, and below them one lead throughout.

const columns = [["I", "II", "III"], ["aVR", "aVL", "aVF"], ["V1", "V2", "V3"], ["V4", "V5", "V6"]];
/** Seconds of a column. */
const each = 2.5;

/** The seconds of the whole. */
export const seconds = each * columns.length;

/**
 * Where each lead stands: `{ lead, row, column, from }` with its index, and `from` when its column begins, in seconds since
 * the beginning of the first; the last one, below the others, has all columns. Null where not all twelve leads are there.
 */
export function twelveOf(recording) {
  const index = (name) => recording.about.leads.findIndex(({ lead }) => lead === name);
  const places = columns.flatMap((names, column) => names.map((name, row) => ({ lead: index(name), row, column, from: column * each, seconds: each })));
  if (places.some(({ lead }) => lead < 0)) return null;
  return [...places, { lead: index("II"), row: 3, column: 0, from: 0, seconds }];
}
