// Labels beside those of experts: which beats they have in common, and where they differ.

import { isBeat, labelOf } from "./annotations.js";
import { sameBeat } from "./beats.js";
import { classes } from "./classes.js";

/**
 * Where beats and experts' marks differ, in order of time: `{ time, index, words }`, the index null where we have no beat.
 * Every beat is paired with the nearest mark that is no nearer to another; beats in noise are left out.
 */
export function differencesOf(recording, marks) {
  const { beats } = recording;
  const theirs = marks.filter(({ symbol }) => isBeat(symbol));
  const differences = [];
  const add = (time, index, words, mark = null) => differences.push({ time, index, words, mark });
  let next = 0;
  for (let index = 0; index < beats.count; index += 1) {
    const time = recording.time(index);
    while (next < theirs.length && theirs[next].time < time - sameBeat) {
      add(theirs[next].time, null, `${theirs[next].symbol}, not found`, theirs[next]);
      next += 1;
    }
    if (!recording.counts(index)) {
      if (next < theirs.length && theirs[next].time <= time + sameBeat) next += 1;
      continue;
    }
    const mark = theirs[next];
    const apart = mark ? Math.abs(mark.time - time) : Infinity;
    const isNextNearer = index + 1 < beats.count && mark && Math.abs(mark.time - recording.time(index + 1)) < apart;
    if (apart > sameBeat || isNextNearer) add(time, index, `${beats.letter(index)} here, none there`);
    else {
      // A later mark may be nearer still: then this one has no beat.
      const later = theirs[next + 1];
      const isLaterNearer = later && Math.abs(later.time - time) < apart;
      if (isLaterNearer) {
        add(mark.time, null, `${mark.symbol}, not found`, mark);
        next += 1;
      }
      const partner = theirs[next];
      if (labelOf(partner.symbol) !== beats.label[index]) {
        add(time, index, `${beats.letter(index)} here, ${partner.symbol} (${classes[labelOf(partner.symbol)]}) there`, partner);
      }
      next += 1;
    }
  }
  for (; next < theirs.length; next += 1) add(theirs[next].time, null, `${theirs[next].symbol}, not found`, theirs[next]);
  return differences;
}
