// The panel of families: one after the other is looked at and relabelled, merged, split or sent to noise, as a whole.

import { beatsOf } from "./beats.js";
import { classNames, classes } from "./classes.js";
import { familiesOf, splitByRR, template } from "./families.js";
import { element, markElement } from "./marks.js";
import { below, openMenu } from "./menu.js";
import { merging, nearest } from "./merging.js";
import { find } from "./messages.js";
import { Overlay, drawTemplate } from "./overlay.js";
import { digest } from "./session.js";
import { Stepping } from "./stepping.js";

/** Families of a class that are shown at first: the rarest, and the largest; and how many more at a time. */
const shown = { rarest: 9, largest: 3, more: 60 };
const picture = { width: 78, height: 46 };

export class FamilyPanel {
  /**
   * `on` is told of `choose` (a beat of the family), `mean` (the family that is meant, or null) and `say`; `leads` gives
   * the shown ones.
   */
  constructor(host, desk, actions, on) {
    Object.assign(this, { host, desk, actions, on });
    this.overlay = new Overlay((index, isPicked) => {
      if (isPicked) this.pick(index);
      this.step(0, index);
    });
    this.stepping = new Stepping();
    this.templates = new Map();
    host.addEventListener("keydown", (event) => this.keyed(event));
    find("family-order").addEventListener("change", () => this.changed());
    new ResizeObserver(() => this.drawOverlay()).observe(this.overlay.host);
  }

  open() {
    this.current = null;
    this.stepping.begin(this.desk.recording);
    /** By class, how many of the rarest are shown beyond those at first. */
    this.more = new Map();
    /** The keys of families that were looked at and left for another. */
    this.looked = new Set();
    this.templates.clear();
    this.changed();
  }

  /** Sorts the beats into their families anew, after an edit. */
  changed() {
    const { recording } = this.desk;
    const before = this.current;
    const keys = this.keys ?? [];
    this.groups = familiesOf(recording, find("family-order").value);
    this.keys = this.groups.flatMap(({ label, families }) => [classes[label], ...families.map(({ key }) => key)]);
    if (before && !this.keys.includes(before)) {
      // Where the one that was meant is no more, the one after it is, so that one can be done after the other.
      const next = keys.slice(keys.indexOf(before) + 1).find((key) => this.keys.includes(key) && key.length > 1);
      this.mean(this.home(before) ?? next ?? null, false);
    } else this.mean(before, false);
    this.show();
  }

  family(key) {
    for (const { families } of this.groups) for (const family of families) if (family.key === key) return family;
    return null;
  }

  /** The indices of the beats that a key stands for: a family, or with a letter alone a class. */
  members(key) {
    return this.family(key)?.members ?? this.groups.find(({ label }) => classes[label] === key)?.families.flatMap(({ members }) => members) ?? [];
  }

  /** Where a family that is no more went back to, as when it was split off and that was undone: one of its own class. */
  home(key) {
    const ids = key.length > 1 ? this.desk.family?.ids ?? [] : [];
    const { beats } = this.desk.recording;
    const places = new Set(ids.map((id) => beats.index(id)).filter((index) => index >= 0).map((index) => `${classes[beats.label[index]]}${beats.family[index]}`));
    const [home] = places;
    return places.size === 1 && home[0] === key[0] && this.keys.includes(home) ? home : null;
  }

  /** Has a family, or a class, meant by what comes next. */
  mean(key, shows = true) {
    const isOther = key !== this.current;
    // Not where the next one is meant because this one is no more, nor where all is put away.
    if (shows && isOther && key && this.current?.length > 1) this.looked.add(this.current);
    this.current = key;
    if (isOther) this.stepping.leave();
    const { beats } = this.desk.recording;
    const members = key ? this.members(key) : [];
    if (members.length > 0 && key.length > 1) {
      this.overlay.open(this.desk.recording, this.on.leads(), members);
      this.stepping.take(members, this.overlay.order);
      if (!isOther) this.stepping.follow();
    }
    const name = key?.length === 1 ? `All ${key}, ${beatsOf(members.length)}` : `Family ${key}, ${beatsOf(members.length)}`;
    this.on.mean(members.length ? { ids: members.map((index) => beats.id[index]), name } : null);
    if (shows) {
      this.show();
      const head = this.host.querySelector(`[data-key="${key}"]`);
      head?.focus();
      head?.closest("li")?.scrollIntoView({ block: "nearest" });
    }
  }

  /** Nothing of the panel is meant any more, as something else was chosen. */
  forget() {
    if (!this.current) return;
    this.current = null;
    this.show();
  }

  show() {
    if (this.host.closest("[hidden]")) return;
    const focused = this.host.contains(document.activeElement) ? document.activeElement.dataset.key ?? document.activeElement.dataset.do : null;
    const total = this.groups.reduce((sum, { count }) => sum + count, 0);
    this.host.replaceChildren(...this.groups.flatMap((group) => this.groupElements(group, total)));
    this.drawOverlay();
    if (focused) (this.host.querySelector(`[data-key="${focused}"], [data-do="${focused}"]`) ?? this.host.querySelector(`[data-key="${this.current}"]`) ?? this.host.querySelector("button"))?.focus();
  }

  groupElements({ label, families, count }, total) {
    const letter = classes[label];
    const text = `${count.toLocaleString("en")} in ${families.length} ${families.length === 1 ? "family" : "families"}`;
    const head = this.button("group-head", letter, `All ${classNames[letter].toLowerCase()} beats, ${text}`, markElement(letter, letter, element("span", { class: "name" }, classNames[letter])), element("span", { class: "muted" }, text));
    const current = families.findIndex(({ key }) => key === this.current);
    let first = shown.rarest + (this.more.get(label) ?? 0);
    if (current >= first && current < families.length - shown.largest) first = current + 1;
    const hidden = families.slice(first, -shown.largest);
    const rows = families.filter((_, place) => place < first || place >= first + hidden.length).map((family) => this.familyElement(family, total));
    if (hidden.length > 0) {
      const rest = hidden.reduce((sum, { members }) => sum + members.length, 0);
      const more = element("button", { type: "button", class: "more", "data-do": `more-${letter}` }, `${hidden.length.toLocaleString("en")} more, of ${beatsOf(rest)}`);
      more.addEventListener("click", () => {
        this.more.set(label, first - shown.rarest + shown.more);
        this.show();
      });
      rows.splice(first, 0, element("li", {}, more));
    }
    return [head, element("ul", { "aria-label": `Families of ${classNames[letter].toLowerCase()} beats` }, ...rows)];
  }

  button(name, key, label, ...content) {
    const button = element("button", { type: "button", class: `${name} class-${key[0]}`, "data-key": key, "aria-label": label, "aria-pressed": String(key === this.current) }, ...content);
    button.addEventListener("click", () => this.mean(key));
    return button;
  }

  familyElement(family, total) {
    const { key, members, label, rrBefore, rrAfter, probability } = family;
    const canvas = element("canvas", { "aria-hidden": "true" });
    const seconds = (value) => (value === null ? "–" : value.toFixed(2));
    const share = (100 * members.length) / total;
    const facts = [
      share < 0.01 ? "< 0.01 %" : `${share >= 10 ? share.toFixed(0) : share.toFixed(share < 0.1 ? 2 : 1)} %`,
      `RR ${seconds(rrBefore)} | ${seconds(rrAfter)} s`,
      probability === null ? "" : `p ${probability.toFixed(2)}`,
    ];
    const words = `Family ${key}: ${beatsOf(members.length)}, ${facts[0]}, ${seconds(rrBefore)} seconds before and ${seconds(rrAfter)} after, probability ${probability?.toFixed(2) ?? "unknown"}`;
    const head = this.button("family-head", key, words, canvas, element("span", { class: "number-of" }, members.length.toLocaleString("en")), element("span", { class: "muted facts" }, ...facts.map((fact) => element("span", {}, fact))));
    const leads = this.on.leads();
    const width = picture.width * Math.min(2, leads.length);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${picture.height}px`;
    drawTemplate(canvas, this.templateOf(family, leads), this.desk.recording.rate, this.on.palette()[classes[label]], this.on.palette(), width, picture.height);
    const item = element("li", { class: "family" }, head);
    if (key === this.current) item.append(this.tools(family));
    return item;
  }

  /** The template of a family, worked out anew only where its beats or the leads are others. */
  templateOf({ key, members }, leads) {
    const { sample } = this.desk.recording.beats;
    const mark = `${digest(members.map((index) => sample[index]))} ${leads.map(({ name }) => name)}`;
    const known = this.templates.get(key);
    if (known?.mark === mark) return known.leads;
    const made = template(this.desk.recording, leads, members);
    this.templates.set(key, { mark, leads: made });
    return made;
  }

  /** What can be done with the family that is meant. */
  tools(family) {
    const act = (name, text, run, title = "") => {
      const button = element("button", { type: "button", "data-do": name, title }, text);
      button.addEventListener("click", run);
      return button;
    };
    const sort = element("select", { "data-do": "sort" }, ...[["time", "in time"], ["early", "earliest first"], ["unlike", "least alike first"]].map(([value, text]) => element("option", { value }, text)));
    sort.value = this.stepping.sort;
    sort.addEventListener("change", () => {
      this.stepping.sort = sort.value;
      this.stepping.take(family.members, this.overlay.order);
      this.step(0, this.stepping.steps[0]);
    });
    this.counter = element("span", { class: "muted counter" }, this.stepping.words);
    const picked = this.stepping.picked.size;
    return element("div", { class: "family-tools", role: "group", "aria-label": `Family ${family.key}` },
      this.overlay.host,
      element("div", { class: "group" },
        act("previous", "‹", () => this.step(-1), "Previous beat (←)"), this.counter, act("next", "›", () => this.step(1), "Next beat (→)"),
        element("label", { class: "group" }, element("span", { class: "unseen" }, "Order of the beats"), sort),
        act("pick", picked ? `Pick (${picked})` : "Pick", () => this.pick(), "Pick the beat that is shown out (P)")),
      element("div", { class: "group" },
        act("split", picked ? "Split out" : "Split by RR", () => this.split(family), picked ? "A family of the picked beats (S)" : "Early beats against late ones (S)"),
        this.mergeButton(family),
        act("noise", "To noise", () => this.actions.noise({ ids: this.desk.family.ids }), "Its beats count no more (X)")));
  }

  /** Shows another beat of the family: the next, the previous, or a given one. */
  step(by, index = null) {
    const shown = this.stepping.go(by, index);
    if (shown === null) return;
    this.on.choose(shown);
    if (this.counter) this.counter.textContent = this.stepping.words;
    this.drawOverlay();
  }

  /** Picks a beat out, or no longer: the one that is shown, or a given one. */
  pick(index) {
    if (!this.stepping.pick(index)) return this.on.say("Go to a beat of the family first.");
    const { size } = this.stepping.picked;
    this.on.say(`${size} ${size === 1 ? "beat" : "beats"} picked.`);
    this.show();
  }

  split(family) {
    const { beats } = this.desk.recording;
    const { picked } = this.stepping;
    const isByHand = picked.size > 0;
    const ids = isByHand ? [...picked] : splitByRR(this.desk.recording, family.members).map((index) => beats.id[index]);
    if (ids.length === 0 || ids.length === family.members.length) return this.on.say("There is nothing to split.");
    const number = beats.family.reduce((most, one) => Math.max(most, one), 0) + 1;
    this.stepping.picked = new Set();
    const key = `${classes[family.label]}${number}`;
    // One of that number may have been looked at, and undone.
    this.looked.delete(key);
    this.desk.session.make({ kind: "family", beats: ids, to: number });
    this.mean(key);
    const beatsAre = ids.length === 1 ? "beat is" : "beats are";
    this.on.say(`${ids.length} ${isByHand ? "picked" : "early"} ${beatsAre} a family of ${ids.length === 1 ? "its" : "their"} own.`);
  }

  mergeButton(family) {
    const button = element("button", { type: "button", "data-do": "merge", "aria-haspopup": "menu", title: "Into one of the families most like it (M)" }, "Merge");
    button.addEventListener("click", () => openMenu(below(button), "Merge into", this.nearest(family).map(({ key, members }) => ({
      text: `Into ${key}, ${members.length.toLocaleString("en")} ${members.length === 1 ? "beat" : "beats"}`,
      run: () => this.merge(family, this.family(key)),
    }))));
    return button;
  }

  /** Of the large families those that are most like a family. */
  nearest(family) {
    const leads = this.on.leads();
    const families = this.groups.flatMap((group) => group.families);
    return nearest(this.desk.recording, family, families, (one) => this.templateOf(one, leads));
  }

  /** Puts the beats of a family into another one, of whose class they then are. */
  merge(family, target) {
    const { length } = family.members;
    this.current = target.key;
    this.stepping.leave();
    this.desk.session.make(merging(this.desk.recording, family, target));
    this.mean(target.key);
    this.on.say(`${length} ${length === 1 ? "beat" : "beats"} merged into family ${target.key}.`);
  }

  drawOverlay() {
    const family = this.current && this.family(this.current);
    if (!family || !this.overlay.host.isConnected) return;
    const palette = this.on.palette();
    const picked = new Set(Array.from(this.stepping.picked, (id) => this.desk.recording.beats.index(id)));
    this.overlay.draw(palette, palette[classes[family.label]], this.desk.chosen, picked);
  }

  keyed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("select")) return;
    const heads = [...this.host.querySelectorAll("[data-key]")];
    const now = heads.indexOf(document.activeElement.closest("li")?.querySelector("[data-key]") ?? document.activeElement);
    const go = (place) => {
      const head = heads[Math.max(0, Math.min(heads.length - 1, place))];
      if (head) this.mean(head.dataset.key);
    };
    const family = this.current && this.family(this.current);
    const moves = {
      ArrowDown: () => go(now + 1), ArrowUp: () => go(now - 1),
      Home: () => go(0), End: () => go(heads.length - 1),
      ArrowRight: () => family && this.step(1), ArrowLeft: () => family && this.step(-1),
      p: () => family && this.pick(), s: () => family && this.split(family), m: () => this.host.querySelector("[data-do=merge]")?.click(),
      x: () => this.desk.family && this.actions.noise({ ids: this.desk.family.ids }),
      Escape: () => this.mean(null),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  }
}
