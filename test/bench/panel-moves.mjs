// Functions that run in the panel's page: each is sent there by itself and sees nothing of this file.

/** Fetches what the host would send, sends it, and answers how many milliseconds later it was painted. */
export async function showProfile() {
  const message = await (await fetch("message.json")).json();
  const columns = [];
  const walk = (value) => {
    for (const [key, each] of Object.entries(value)) {
      if (typeof each !== "object" || each === null) continue;
      if (each.$column === undefined) walk(each);
      else columns.push([value, key, each]);
    }
  };
  walk(message);
  for (const [parent, key, { $column, name }] of columns) parent[key] = new globalThis[$column](await (await fetch(name)).arrayBuffer());
  const began = performance.now();
  window.dispatchEvent(new MessageEvent("message", { data: message }));
  while (!document.querySelector("profile-flame")) await new Promise((resolve) => window.unmeasuredFrame(resolve));
  for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => window.unmeasuredFrame(resolve));
  return performance.now() - began;
}

/**
 * Gets ready to zoom in at two places, pan there, scroll and zoom out again, by wheel events as a user's hand makes them, one in each
 * frame. Answers how many frames that takes.
 */
export function prepareMoves() {
  const scroller = document.querySelector(".flame-scroll");
  const { left, top, width, height } = scroller.getBoundingClientRect();
  const wheel = (part, options) => scroller.firstElementChild.dispatchEvent(new WheelEvent("wheel", { clientX: left + width * part, clientY: top + height / 2, bubbles: true, cancelable: true, ...options }));
  const moves = [];
  for (const part of [0.2, 0.7]) {
    for (let step = 0; step < 40; step++) moves.push(() => wheel(part, { deltaY: -50, ctrlKey: true }));
    for (let step = 0; step < 30; step++) moves.push(() => wheel(part, { deltaX: (step < 15 ? 0.03 : -0.04) * width }));
    for (let step = 0; step < 20; step++) moves.push(() => (scroller.scrollTop += step < 14 ? 60 : -140));
    for (let step = 0; step < 40; step++) moves.push(() => wheel(part, { deltaY: 55, ctrlKey: true }));
  }
  window.moves = moves;
  return moves.length;
}

/** Makes one move and waits until its frame was handed over: milliseconds of script, and of the clock for all that the page did. */
export async function makeMove(index) {
  window.scriptMs = 0;
  const began = performance.now();
  window.moves[index]();
  const moved = performance.now() - began;
  // Called in the frame before the page paints; a message comes after the frame was handed over.
  const start = await new Promise((resolve) => window.unmeasuredFrame(() => resolve(performance.now())));
  await new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(port1.close());
    port2.postMessage(undefined);
  });
  return { script: moved + window.scriptMs, frame: moved + performance.now() - start };
}

/** Clicks, or types into the search, and answers how many milliseconds later that was painted. */
export async function timeOf({ click, search }) {
  const field = document.querySelector("#search");
  const act = () => {
    if (click !== undefined) {
      const control = document.querySelector(click);
      return (control.shadowRoot?.querySelector("button") ?? control).click();
    }
    field.value = search;
    return field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const began = performance.now();
  act();
  for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => window.unmeasuredFrame(resolve));
  return performance.now() - began;
}
