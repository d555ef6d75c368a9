// Work that takes long, in turns with what else the page does.

/** Milliseconds after which the page may do something else. */
const most = 20;

export class Turns {
  /** `isStale` tells whether the work is no longer wanted. */
  constructor(isStale) {
    this.isStale = isStale;
    this.since = performance.now();
  }

  /** Lets the page do something else where it is time for that, and gives whether the work is no longer wanted. */
  async areOver() {
    if (performance.now() - this.since >= most) {
      await new Promise((done) => setTimeout(done));
      this.since = performance.now();
    }
    return this.isStale();
  }
}
