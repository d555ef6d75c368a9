// How a class looks: a colour, a shape and a letter, so that none has to be told by colour alone.

import { classes, classNames } from "./classes.js";

// Corner points in a square of 16 by 16; N is a dot.
const shapes = {
  S: [[8, 2], [14.5, 13.5], [1.5, 13.5]],
  V: [[1.5, 2.5], [14.5, 2.5], [8, 14]],
  F: [[2.5, 2.5], [13.5, 2.5], [13.5, 13.5], [2.5, 13.5]],
  Q: [[8, 1], [15, 8], [8, 15], [1, 8]],
};

/** The shape of a class, centred at a place on a canvas. */
export function drawMark(context, letter, x, y, size, palette) {
  context.beginPath();
  if (letter === "N") context.arc(x, y, size * 0.28, 0, 2 * Math.PI);
  else {
    for (const [across, down] of shapes[letter]) {
      context.lineTo(x + ((across - 8) / 16) * size, y + ((down - 8) / 16) * size);
    }
    context.closePath();
  }
  context.fillStyle = palette[letter];
  context.fill();
  if (letter !== "N") {
    context.strokeStyle = palette.text;
    context.lineWidth = 1;
    context.stroke();
  }
}

/** The shape, letter and name of a class as an element. */
export function markElement(letter, ...text) {
  const mark = element("span", { class: `what class-${letter}` });
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("viewBox", "0 0 16 16");
  picture.setAttribute("class", "mark");
  picture.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(space, letter === "N" ? "circle" : "polygon");
  if (letter === "N") {
    for (const [name, value] of [["cx", 8], ["cy", 8], ["r", 5]]) shape.setAttribute(name, value);
  } else {
    shape.setAttribute("points", shapes[letter].map((point) => point.join()).join(" "));
  }
  picture.append(shape);
  mark.append(picture, ...(text.length ? text : [`${letter} ${classNames[letter]}`]));
  return mark;
}

/** The colours of the style sheet as they are now. */
export function readPalette() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const palette = {};
  for (const letter of classes) palette[letter] = colour(`class-${letter}`);
  for (const name of ["text", "muted", "paper", "grid", "trace", "chosen", "adds", "takes", "neutral"]) {
    palette[name] = colour(name);
  }
  palette.gridStrong = colour("grid-strong");
  palette.font = colour("font");
  return palette;
}

export function element(name, attributes = {}, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
}

/** A canvas's context in CSS pixels, with as many device pixels as the screen has. */
export function prepare(canvas, width, height, ratio = window.devicePixelRatio || 1) {
  // Chromium prints a canvas at the size of its box over its own, rounded down to a 64th: with a part of a pixel too
  // many it is some hundredths too small.
  const across = Math.max(1, Math.floor(width * ratio));
  const down = Math.max(1, Math.floor(height * ratio));
  if (canvas.width !== across) canvas.width = across;
  if (canvas.height !== down) canvas.height = down;
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}
