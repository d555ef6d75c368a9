// Plays a recording as if it came from a monitor now: so many seconds of signal a second.

/** Milliseconds between steps; browsers make it a second for pages that nobody sees. */
const step = 50;
/** Seconds of signal that a step may have at the most, after a page stood still. */
const longest = 120;

export class Player {
  /** `on` is told of `moved` (with the seconds that were played) and `ended`. */
  constructor(duration, on) {
    Object.assign(this, { duration, on });
    this.position = 0;
    this.speed = 1;
    this.isPlaying = false;
  }

  /** Whether all was played. */
  get isOver() {
    return this.position >= this.duration;
  }

  play() {
    if (this.isPlaying || this.isOver) return;
    this.isPlaying = true;
    this.last = performance.now();
    this.timer = setInterval(() => this.step(), step);
  }

  stop() {
    this.isPlaying = false;
    clearInterval(this.timer);
  }

  /** The place at this moment, between two steps. */
  get now() {
    const since = this.isPlaying ? ((performance.now() - this.last) / 1000) * this.speed : 0;
    return Math.min(this.duration, this.position + Math.min(longest, since));
  }

  step() {
    this.position = this.now;
    this.last = performance.now();
    this.on.moved(this.position);
    if (!this.isOver) return;
    this.stop();
    this.on.ended();
  }

  set pace(speed) {
    this.position = this.now;
    this.last = performance.now();
    this.speed = speed;
  }
}
