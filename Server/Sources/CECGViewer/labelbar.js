// The bar below the trace: what is meant, and what can be done to it; and the menu at a place, which offers the same.

import { classNames, classes, rhythmNames } from "./classes.js";
import { element, markElement } from "./marks.js";
import { below, openMenu } from "./menu.js";
import { find, say } from "./messages.js";
import { clock } from "./recording.js";

/** What the button for rhythms says: where a stretch is selected, and where none is. */
const rhythmTitles = {
  selected: "Mark the selected stretch as a rhythm",
  none: "Select a stretch first: Shift and drag on the trace, Shift and the arrow keys, or its menu",
};

export class LabelBar {
  /** `select` is called with a stretch of time, { from, to } in seconds. */
  constructor(desk, actions, select) {
    Object.assign(this, { desk, actions, select });
    /** Where a stretch begins whose end is still to be told. */
    this.from = null;
    this.buttons = classes.map((letter, label) => {
      const button = element("button", { type: "button", "aria-pressed": "false", title: `${classNames[letter]} (${label + 1})`, "aria-label": `${letter} ${classNames[letter]}` }, markElement(letter, letter));
      button.addEventListener("click", () => actions.relabel(label));
      return button;
    });
    this.restore = element("button", { type: "button", title: "The class that was found (Backspace)" }, "Restore");
    this.restore.addEventListener("click", () => actions.relabel(null));
    find("labels").append(...this.buttons, this.restore);
    find("insert").addEventListener("click", () => actions.insertAfter());
    find("delete").addEventListener("click", () => actions.remove());
    find("noise").addEventListener("click", () => actions.noise());
    find("undo").addEventListener("click", () => actions.undo());
    find("redo").addEventListener("click", () => actions.redo());
    find("rhythm").addEventListener("click", () => {
      const { stretch } = actions.target();
      if (!stretch) return say(`${rhythmTitles.none}.`);
      const items = Object.entries(rhythmNames).map(([name, words]) => ({ text: `${name} ${words.toLowerCase()}`, run: () => actions.rhythm(name, stretch) }));
      openMenu(below(find("rhythm")), "Rhythm of the selected stretch", [...items, null, { text: "None of these", run: () => actions.rhythm("N", stretch) }]);
    });
  }

  /** Says what is meant, and which of its buttons do something. */
  show() {
    const { recording, session } = this.desk;
    if (!recording) return;
    const { ids, words, stretch } = this.actions.target();
    const { beats } = recording;
    find("target").textContent = words;
    const indices = ids.map((id) => beats.index(id));
    this.buttons.forEach((button, label) => {
      const isPressed = indices.length > 0 && indices.every((index) => beats.label[index] === label);
      button.setAttribute("aria-pressed", String(isPressed));
      enable(button, ids.length > 0);
    });
    enable(this.restore, indices.some((index) => beats.isRelabelled(index)));
    enable(find("delete"), ids.length > 0);
    enable(find("noise"), ids.length > 0 || stretch);
    enable(find("rhythm"), stretch);
    find("rhythm").title = stretch ? rhythmTitles.selected : rhythmTitles.none;
    enable(find("undo"), session.canUndo);
    enable(find("redo"), session.canRedo);
  }

  /** The menu at a place of the trace: `time`, and the index of the beat there or null. */
  menu({ x, y, time, beat }) {
    const { actions, desk } = this;
    const { recording, selection, chosen } = desk;
    const isInside = selection && time >= selection.from && time <= selection.to;
    const target = isInside || beat === null ? actions.target()
      : { ids: [recording.beats.id[beat]], words: `Beat ${beat + 1}` };
    const hasBeats = target.ids.length > 0 && (isInside || beat !== null);
    const items = hasBeats ? [
      ...classes.map((letter, label) => ({ text: `${letter} ${classNames[letter]}`, key: String(label + 1), run: () => actions.relabel(label, target) })),
      null,
      { text: target.ids.length === 1 ? "Delete" : `Delete ${target.ids.length} beats`, key: "Delete", run: () => actions.remove(target) },
    ] : [];
    if (isInside || hasBeats) items.push({ text: "Noise, or no longer", key: "x", run: () => actions.noise(target) });
    if (isInside) items.push({ text: "Atrial fibrillation", run: () => actions.rhythm("AFIB", selection) }, { text: "No rhythm", run: () => actions.rhythm("N", selection) });
    if (items.length) items.push(null);
    items.push({ text: "Insert a beat here", key: "i", run: () => actions.insert(time) });
    if (chosen !== null && chosen !== beat) items.push({ text: `Move beat ${chosen + 1}, at ${clock(recording.time(chosen), 1)}, here`, key: "m", run: () => actions.move(time) });
    items.push({ text: this.from === null ? "Select from here" : "Select up to here", key: "s", run: () => this.mark(time) });
    openMenu({ x, y }, `${hasBeats ? target.words : "Place"} at ${clock(time, 1)}`, items);
  }

  /** Takes one end of a stretch, and with the second one selects it: where there is no Shift key to drag with. */
  mark(time) {
    const { from } = this;
    this.from = from === null ? time : null;
    if (from === null) say(`From ${clock(time, 1)}: now choose the end in the same way.`);
    else if (from !== time) this.select({ from: Math.min(from, time), to: Math.max(from, time) });
  }
}

function enable(button, isEnabled) {
  button.setAttribute("aria-disabled", String(!isEnabled));
}
