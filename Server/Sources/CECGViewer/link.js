// The connection to `/v1/live`: samples go, beats come, and what breaks off is taken up again so that nothing is
// lost and nothing comes twice.

import { missing } from "./pyramid.js";

/** Seconds of signal that may be under way. */
const ahead = 30;
/** Samples of a message, of one lead: a second at most rates, and never more than the server takes. */
const most = 1024;
/** Seconds for which samples are missing where that is told; what is shorter is bridged. */
const gap = 0.1;
/** After how many answers the server is told that they were seen. */
const often = 16;
/** Milliseconds until the first and between later attempts. */
const patience = { first: 400, longest: 8000 };

/** Closings after which nothing is tried again: the end, and a stream that goes on elsewhere. */
const ends = new Set([1000, 4409]);
/** A stream that the server does not know any more. */
const unknown = 4404;
/** What trying again will not mend. */
const refused = new Set([1002, 1003, 1007, 1008, 1009]);
/** Statuses of an answer that is no socket, of which the same is true. */
const forbidden = new Set([401, 403, 404, 421]);

const place = "v1/live";

export class Link {
  /**
   * `leads` are whole leads of one length in 16 bits, beats being found in the first. `on` is told of `beat` (with its
   * sample in the leads), `signal` (why nothing can be said of it, or null, and the samples that were taken), where no
   * beat comes, `end`, and `state`: "connecting", "open", "lost", "ended" or "refused", with a reason.
   */
  constructor(rate, leads, on) {
    Object.assign(this, { rate, leads, on });
    /** Where the stream began: not at 0 where the server forgot the one before. */
    this.base = 0;
    this.session = null;
    /** The number of the last answer. */
    this.answer = 0;
    this.told = 0;
    /** What may be sent, what was sent over this connection, and what the server has: places in the leads. */
    this.limit = 0;
    this.sent = 0;
    this.received = 0;
    /** Up to where all is told that the server says: its beats, and why none comes. */
    this.known = 0;
    this.isOver = false;
    this.attempts = 0;
    this.connect();
  }

  connect() {
    if (this.isOver) return;
    this.isOpen = false;
    this.isGreeted = false;
    if (this.attempts === 0 && !this.isAnew) this.on.state("connecting");
    // What the page's own address has, http or https, becomes ws or wss.
    const address = new URL(place, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address);
    this.socket = socket;
    socket.addEventListener("open", () => this.greet());
    socket.addEventListener("message", (event) => this.take(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => this.closed(event));
  }

  say(message) {
    this.socket.send(JSON.stringify(message));
  }

  greet() {
    this.isGreeted = true;
    if (this.session) this.say({ type: "resume", session: this.session, answer: this.answer });
    else this.say({ type: "start", samplingRate: this.rate, leads: this.leads.length, format: "i16", firstAnswers: true, resumable: true });
  }

  take(message) {
    if (message.received !== undefined) {
      const received = this.base + message.received;
      if (received > this.received) {
        // A connection that gets on is a good one.
        this.attempts = 0;
        // Beats that were found at once are told one by one: only what is told of more shows that none is left.
        if (message.type !== "session" && this.received > this.known) {
          const end = this.passGap(this.received);
          if (end !== null) this.on.signal("missing", end);
        }
      }
      this.received = received;
    }
    if (message.type === "session") {
      this.session = message.session;
      this.sent = this.received;
      this.isOpen = true;
      this.on.state("open", this.isAnew ? "The server began anew: beats around here may be missing." : "");
      this.isAnew = false;
    } else if (message.type === "beat" && message.answer > this.answer) {
      this.answer = message.answer;
      this.on.beat({ ...message, sample: this.base + message.sample });
      if (this.answer - this.told >= often) this.see();
    } else if (message.type === "received") {
      const end = this.passGap(this.received);
      // The server may have come past a gap since it last said how far it is.
      if (end !== null && end < this.received) this.on.signal("missing", end);
      this.on.signal(message.unusable ?? (end === this.received ? "missing" : null), this.received);
    } else if (message.type === "end") {
      this.see();
      this.on.end();
    }
    this.pump();
  }

  /**
   * All that the server says up to a place is told, but for gaps in the lead in which beats are found: it says nothing of
   * those, and that no beat comes there is no pause. Gives where the last of them ends that may not have been told, or null.
   */
  passGap(place) {
    const least = Math.ceil(gap * this.rate);
    let [count, end] = [0, 0];
    for (let index = place - 1; count < least && index >= Math.max(0, this.known - least); index -= 1) {
      const isMissing = this.leads[0][index] === missing;
      if (isMissing && count === 0) end = index + 1;
      count = isMissing ? count + 1 : 0;
    }
    this.known = Math.max(this.known, place);
    return count < least ? null : end;
  }

  see() {
    this.told = this.answer;
    this.say({ type: "seen", answer: this.answer });
  }

  /** Samples up to a place are there to be sent. */
  feed(limit) {
    this.limit = limit;
    this.pump();
  }

  /** No samples will be there beyond those that are. */
  finish() {
    this.isAll = true;
    this.pump();
  }

  pump() {
    if (!this.isOpen || this.socket.readyState !== WebSocket.OPEN) return;
    const end = Math.min(this.limit, this.received + Math.floor(ahead * this.rate));
    while (this.sent < end) {
      const count = Math.min(end - this.sent, Math.floor(most / this.leads.length) + 1);
      this.socket.send(packet(this.leads, this.sent, count, this.sent - this.base));
      this.sent += count;
    }
    if (this.isAll && !this.isEndSaid && this.sent === this.limit) {
      this.isEndSaid = true;
      this.say({ type: "end" });
    }
  }

  closed({ code, reason }) {
    this.isOpen = false;
    this.isEndSaid = false;
    if (this.isOver) return;
    if (ends.has(code)) this.finishWith("ended", reason);
    else if (refused.has(code)) this.finishWith("refused", reason);
    else if (this.isGreeted) this.retry(code, reason);
    else this.ask(code);
  }

  /** A browser keeps to itself why there was no socket; what the server answers to a request tells. */
  async ask(code) {
    const { status, reason } = await fetch(place, { cache: "no-store" }).then(
      async (answer) => ({ status: answer.status, reason: (await answer.json().catch(() => ({}))).detail ?? "" }),
      () => ({}));
    if (this.isOver) return;
    if (forbidden.has(status)) this.finishWith("refused", reason.replace(/\.$/, ""));
    else this.retry(code, status === 503 ? reason : "");
  }

  /** Connects anew after a while, longer from time to time. */
  retry(code, reason) {
    if (code === unknown) {
      // What the server had not said is lost with it; it goes on from what it had taken, and at once: the server is
      // there.
      Object.assign(this, { session: null, base: this.received, answer: 0, told: 0, isAnew: true, attempts: 0 });
      this.connect();
      return;
    }
    this.on.state("lost", reason);
    const wait = Math.min(patience.longest, patience.first * 2 ** this.attempts) * (0.75 + 0.5 * Math.random());
    this.attempts += 1;
    this.timer = setTimeout(() => this.connect(), wait);
  }

  finishWith(state, reason) {
    this.isOver = true;
    this.on.state(state, reason);
  }

  /** Ends it, whatever is under way; the server need not keep the stream. */
  close() {
    this.isOver = true;
    clearTimeout(this.timer);
    if (this.isOpen) this.say({ type: "leave" });
    this.socket.close(1000);
  }
}

/** A binary message: the number of the first sample, then those of all leads for each time. */
function packet(leads, from, count, number) {
  const view = new DataView(new ArrayBuffer(8 + 2 * leads.length * count));
  view.setBigUint64(0, BigInt(number), true);
  let place = 8;
  for (let index = from; index < from + count; index += 1) {
    for (const lead of leads) {
      view.setInt16(place, lead[index], true);
      place += 2;
    }
  }
  return view;
}
