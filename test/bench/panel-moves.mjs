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
 * Zooms in at two places, pans there, scrolls and zooms out again, by wheel events as a user's hand makes them, one in each frame. Answers
 * for each frame the milliseconds of script, of all that the page did for it (style, layout and painting as well), and since the one before.
 */
export async function moveThrough() {
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
  const { port1, port2 } = new MessageChannel();
  const frames = [];
  let before = await new Promise((resolve) => window.unmeasuredFrame(resolve));
  for (const move of moves) {
    window.scriptMs = 0;
    const began = performance.now();
    move();
    const moved = performance.now() - began;
    // Called in the frame before the page paints; a message comes after the frame was handed over.
    const [now, start] = await new Promise((resolve) => window.unmeasuredFrame((time) => resolve([time, performance.now()])));
    await new Promise((resolve) => {
      port1.onmessage = resolve;
      port2.postMessage(undefined);
    });
    frames.push({ script: moved + window.scriptMs, frame: moved + performance.now() - start, apart: now - before });
    before = now;
  }
  port1.close();
  return frames;
}

/** Clicks, or types into the search, and waits until that is painted: milliseconds of script in one piece, and until the picture. */
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
  window.scriptMs = 0;
  const began = performance.now();
  act();
  // The page renders in microtasks, before anything else comes to pass.
  await new Promise((resolve) => setTimeout(resolve));
  const rendered = performance.now() - began;
  for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => window.unmeasuredFrame(resolve));
  return { script: rendered + window.scriptMs, painted: performance.now() - began };
}
