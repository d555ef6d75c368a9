// Stretches of time: lists of [beginning, end, …] in seconds, in order and apart from one another.

/** The list with stretches, in any order, taken out of it. */
export function withoutAll(list, stretches) {
  const gone = joined(lasting(stretches));
  let next = 0;
  return list.flatMap(([start, end, ...rest]) => {
    while (next < gone.length && gone[next][1] <= start) next += 1;
    const parts = [];
    let from = start;
    for (let place = next; place < gone.length && gone[place][0] < end; place += 1) {
      if (gone[place][0] > from) parts.push([from, gone[place][0], ...rest]);
      from = gone[place][1];
    }
    if (from < end) parts.push([from, end, ...rest]);
    return parts;
  });
}

/** The list with a stretch taken out of it. */
export function without(list, from, to) {
  return withoutAll(list, [[from, to]]);
}

/** Whether a value is a stretch: it ends after it begins. */
export const isStretch = (value) => Array.isArray(value) && Number.isFinite(value[0]) && value[1] > value[0];

/** The stretches of a list that have a length; those that have none say nothing. */
export const lasting = (list) => list.filter((stretch) => !(Array.isArray(stretch) && stretch[0] === stretch[1]));

/** The list with a stretch in it, which takes the place of what was there and joins its like. */
export function including(list, from, to, ...mark) {
  if (!(to > from)) return list;
  return joined([...without(list, from, to), [from, to, ...mark]]);
}

/** The stretches in order, those of one mark joined that touch one another. */
export function joined(list) {
  const found = [];
  for (const stretch of list.toSorted((a, b) => a[0] - b[0])) {
    const last = found.at(-1);
    if (last && stretch[0] <= last[1] && String(stretch.slice(2)) === String(last.slice(2))) {
      last[1] = Math.max(last[1], stretch[1]);
    } else found.push([...stretch]);
  }
  return found;
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

/** The stretches of the list that have something in common with that between two times. */
export function within(list, from, to) {
  const first = placeAfter(list, from);
  let end = first;
  while (end < list.length && list[end][0] < to) end += 1;
  return list.slice(first, end);
}

/** The first stretch that ends after a time, or undefined. */
function endingAfter(list, time) {
  return list[placeAfter(list, time)];
}

/** The place of the first stretch that ends after a time. */
function placeAfter(list, time) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle][1] <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
