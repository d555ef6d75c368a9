// Stretches of time: lists of [beginning, end, …] in seconds, in order and apart from one another.

/** The list with a stretch taken out of it. */
export function without(list, from, to) {
  return list.flatMap(([start, end, ...rest]) => {
    if (end <= from || start >= to) return [[start, end, ...rest]];
    const parts = [];
    if (start < from) parts.push([start, from, ...rest]);
    if (end > to) parts.push([to, end, ...rest]);
    return parts;
  });
}

/** Whether a value is a stretch: it ends after it begins. */
export const isStretch = (value) => Array.isArray(value) && Number.isFinite(value[0]) && value[1] > value[0];

/** The stretches of a list that have a length; those that have none say nothing. */
export const lasting = (list) => list.filter((stretch) => !(Array.isArray(stretch) && stretch[0] === stretch[1]));

/** The list with a stretch in it, which takes the place of what was there and joins its like. */
export function including(list, from, to, ...mark) {
  if (!(to > from)) return list;
  const all = [...without(list, from, to), [from, to, ...mark]].sort((a, b) => a[0] - b[0]);
  const joined = [];
  for (const stretch of all) {
    const last = joined.at(-1);
    if (last && stretch[0] <= last[1] && String(stretch.slice(2)) === String(last.slice(2))) {
      last[1] = Math.max(last[1], stretch[1]);
    } else joined.push([...stretch]);
  }
  return joined;
}

/** The stretch that holds a time, or undefined. */
export function holding(list, time) {
  const next = endingAfter(list, time);
  return next && next[0] <= time ? next : undefined;
}

/** Whether a stretch of the list has something in common with that between two times. */
export function isTouched(list, from, to) {
  const next = endingAfter(list, from);
  return next !== undefined && next[0] < to;
}

/** The first stretch that ends after a time, or undefined. */
function endingAfter(list, time) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle][1] <= time) low = middle + 1;
    else high = middle;
  }
  return list[low];
}
