// How the trace is moved, selected on and asked: mouse, touch, wheel and keyboard.

/** Pixels up to which a pointer has not moved. */
const still = 5;

export function listen(trace) {
  const { host } = trace;
  const pointers = new Map();
  /** What a drag does: "scroll", "select" or "measure". */
  let purpose = "scroll";
  let travelled = 0;
  let begun = 0;
  let isByKey = false;

  host.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    host.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, event.offsetX);
    travelled = 0;
    begun = trace.time(event.offsetX);
    purpose = event.shiftKey ? "select" : trace.hasCalipers ? "measure" : "scroll";
    host.classList.add("dragging");
  });
  host.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined || !trace.recording) return;
    const now = event.offsetX;
    if (pointers.size === 1) {
      travelled += Math.abs(now - before);
      const time = Math.min(trace.recording.duration, Math.max(0, trace.time(now)));
      const stretch = { from: Math.min(begun, time), to: Math.max(begun, time) };
      if (purpose === "scroll") trace.scroll((before - now) / trace.perSecond);
      else if (travelled >= still) {
        if (purpose === "select") trace.selection = stretch;
        else trace.calipers = stretch;
        trace.redraw();
      }
    } else {
      travelled = Infinity;
      const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
      const factor = Math.max(10, Math.abs(now - other)) / Math.max(10, Math.abs(before - other));
      trace.zoom(factor, other);
    }
    pointers.set(event.pointerId, now);
  });
  for (const name of ["pointerup", "pointercancel"]) {
    host.addEventListener(name, (event) => {
      const alone = pointers.size === 1 && pointers.has(event.pointerId);
      pointers.delete(event.pointerId);
      host.classList.remove("dragging");
      if (name === "pointerup" && alone && travelled < still) clicked(trace, event);
      else if (alone && purpose === "select") trace.on.select(trace.selection);
      else if (alone && purpose === "measure") trace.on.measured();
    });
  }
  host.addEventListener("wheel", (event) => {
    if (!trace.recording) return;
    const unit = event.deltaMode === 1 ? 16 : 1;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      trace.zoom(Math.exp(-event.deltaY * unit * 0.004), event.offsetX);
    } else {
      const across = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
      if (Math.abs(across) <= Math.abs(event.deltaY) && !event.shiftKey) return;
      event.preventDefault();
      trace.scroll((across * unit) / trace.perSecond);
    }
  }, { passive: false });
  host.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    if (!trace.recording) return;
    pointers.clear();
    host.classList.remove("dragging");
    const box = host.getBoundingClientRect();
    const chosen = trace.chosen === null ? null : trace.recording.time(trace.chosen);
    const time = isByKey ? chosen ?? trace.time(trace.width / 2) : trace.time(event.clientX - box.left);
    const x = isByKey ? box.left + (time - trace.start) * trace.perSecond : event.clientX;
    trace.on.menu({ x, y: isByKey ? box.top + 60 : event.clientY, time, beat: beatNear(trace, time) });
    isByKey = false;
  });
  host.addEventListener("keydown", (event) => {
    isByKey = event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey);
    keyed(trace, event);
  });
}

/** The beat at a time, as far as a finger or a mouse means it, or null. */
function beatNear(trace, time) {
  const { beats, rate } = trace.recording;
  const index = beats.nearest(time * rate);
  if (index === null) return null;
  const apart = Math.abs(trace.recording.time(index) - time) * trace.perSecond;
  return apart <= Math.max(24, 0.4 * trace.perSecond) ? index : null;
}

function clicked(trace, event) {
  if (!trace.recording) return;
  const index = beatNear(trace, trace.time(event.offsetX));
  if (trace.selection) trace.on.select(null);
  if (index !== null) trace.on.choose(index);
}

function keyed(trace, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !trace.recording) return;
  if (event.shiftKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
    trace.on.extend(event.key === "ArrowLeft" ? -1 : 1);
    event.preventDefault();
    return;
  }
  const moves = {
    ArrowLeft: () => trace.scroll(-trace.span / 10),
    ArrowRight: () => trace.scroll(trace.span / 10),
    ArrowUp: () => trace.zoom(1.25),
    ArrowDown: () => trace.zoom(1 / 1.25),
    PageUp: () => trace.scroll(-trace.span * 0.9),
    PageDown: () => trace.scroll(trace.span * 0.9),
    Home: () => trace.scroll(-Infinity),
    End: () => trace.scroll(Infinity),
    "+": () => trace.zoom(1.5),
    "=": () => trace.zoom(1.5),
    "-": () => trace.zoom(1 / 1.5),
    0: () => trace.standard(),
  };
  const move = moves[event.key];
  if (move) {
    move();
    trace.on.keyMoved();
  }
  if (move || trace.on.key(event)) event.preventDefault();
}
