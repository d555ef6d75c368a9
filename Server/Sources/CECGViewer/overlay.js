// The beats of a family on top of one another: its template, and those that do not fit it.

import { element, prepare } from "./marks.js";
import { complex, middle, template, unlikeness } from "./families.js";
import { drawGrid } from "./paper.js";

const height = 150;
/** Beats drawn at the most: the least alike, and others evenly spread. */
const most = 160;
const least = 30;

/** A small picture of a family's mean and deviation on some leads, side by side. */
export function drawTemplate(canvas, templates, rate, colour, palette, width, tall) {
  const context = prepare(canvas, width, tall);
  const each = width / templates.length;
  const whole = templates.filter(Boolean);
  const extent = Math.max(0.5, ...whole.map(({ mean, deviation }) => Math.max(...mean.map((value, at) => value + deviation[at])) - Math.min(...mean.map((value, at) => value - deviation[at]))));
  const perMillivolt = Math.min(26, (tall - 6) / extent);
  templates.forEach((one, place) => {
    if (!one) return;
    const { across, down } = scales(one.mean, place * each + 2, each - 4, tall, perMillivolt);
    context.beginPath();
    one.mean.forEach((value, at) => context.lineTo(across(at), down(value + one.deviation[at])));
    for (let at = one.mean.length - 1; at >= 0; at -= 1) context.lineTo(across(at), down(one.mean[at] - one.deviation[at]));
    context.globalAlpha = 0.3;
    context.fillStyle = colour;
    context.fill();
    context.globalAlpha = 1;
    line(context, one.mean, across, down, palette.trace, 1.5);
  });
}

function scales(mean, left, width, tall, perMillivolt) {
  const half = (Math.max(...mean) + Math.min(...mean)) / 2;
  return {
    across: (at) => left + (width * at) / (mean.length - 1),
    down: (value) => tall / 2 - (value - half) * perMillivolt,
  };
}

function line(context, values, across, down, colour, wide) {
  context.beginPath();
  values.forEach((value, at) => context.lineTo(across(at), down(value)));
  context.strokeStyle = colour;
  context.lineWidth = wide;
  context.lineJoin = "round";
  context.stroke();
}

export class Overlay {
  /** `choose` is called with the index of the beat whose line was clicked, and whether it is picked as well. */
  constructor(choose) {
    this.lines = [];
    this.canvas = element("canvas", { "aria-hidden": "true" });
    this.host = element("div", { class: "picture overlay", role: "img" }, this.canvas);
    this.canvas.addEventListener("click", (event) => {
      const index = this.nearest(event.offsetX, event.offsetY);
      if (index !== null) choose(index, event.shiftKey || event.ctrlKey || event.metaKey);
    });
  }

  /** Takes a family: its members, and the leads it is shown on. */
  open(recording, leads, members) {
    this.recording = recording;
    this.leads = leads;
    this.templates = template(recording, leads, members);
    const apart = members.map((index) => [index, unlikeness(recording, leads, this.templates, index)]);
    apart.sort((a, b) => a[1] - b[1]);
    this.order = apart.map(([index]) => index).reverse();
    const step = Math.max(1, apart.length / most);
    const some = new Set(this.order.slice(0, least));
    for (let place = 0; place < apart.length; place += step) some.add(apart[Math.floor(place)][0]);
    this.drawn = [...some];
    const worst = apart.at(-1)[1];
    this.host.setAttribute("aria-label", `${members.length} beats superimposed; the farthest from their mean is ${Number.isFinite(worst) ? `${worst.toFixed(2)} mV away` : "not whole"}.`);
  }

  draw(palette, colour, chosen, picked) {
    this.lines = [];
    const width = this.host.clientWidth;
    if (width === 0 || !this.templates.some(Boolean)) return;
    const context = prepare(this.canvas, width, height);
    const each = width / this.leads.length;
    this.leads.forEach((lead, place) => {
      const one = this.templates[place];
      if (!one) return;
      const { rate } = this.recording;
      const perSecond = (each - 2) / (one.mean.length / rate);
      const extent = Math.max(0.6, Math.max(...one.mean) - Math.min(...one.mean));
      const perMillivolt = Math.min(60, (height - 40) / extent);
      drawGrid(context, { x: place * each, y: 0, width: each - 2, height }, 0, perSecond, perMillivolt, { ...palette, grid: "transparent" });
      context.save();
      context.beginPath();
      context.rect(place * each, 0, each - 2, height);
      context.clip();
      const { across, down } = scales(one.mean, place * each, each - 2, height, perMillivolt);
      for (const index of this.drawn) {
        const span = complex(this.recording, lead, index);
        if (!span) continue;
        const level = middle(span);
        const values = Array.from(span, (value) => (value - level) * lead.scale);
        this.lines.push({ index, values, across, down });
        const isMeant = index === chosen || picked.has(index);
        context.globalAlpha = isMeant ? 1 : Math.max(0.12, Math.min(0.6, 12 / this.drawn.length));
        line(context, values, across, down, isMeant ? palette.chosen : colour, isMeant ? 2.2 : 1);
        context.globalAlpha = 1;
      }
      line(context, one.mean, across, down, palette.trace, 1.6);
      context.restore();
      context.fillStyle = palette.muted;
      context.font = `11px ${palette.font}`;
      context.fillText(lead.name, place * each + 4, 12);
    });
  }

  /** The beat whose line passes nearest to a place. */
  nearest(x, y) {
    let [best, found] = [14, null];
    for (const { index, values, across, down } of this.lines) {
      const at = Math.round(((x - across(0)) / (across(values.length - 1) - across(0))) * (values.length - 1));
      for (let near = Math.max(0, at - 2); near <= Math.min(values.length - 1, at + 2); near += 1) {
        const apart = Math.hypot(across(near) - x, down(values[near]) - y);
        if (apart < best) [best, found] = [apart, index];
      }
    }
    return found;
  }
}
