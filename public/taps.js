// A glove or a wet glass taps twice. The second tap was meant for what the first one hit: where something else has come in
// its place meanwhile, it does nothing, for SETTLED_MS after the first tap and after the screen has changed. What is still in
// its place (digits, steps, choices) takes every tap.

const SETTLED_MS = 700;
// Taps of one finger lie within this of each other; the smallest key is as large.
const SAME_POINT_PX = 64;
const CONTROLS = 'button, a, label, summary, input, select, textarea';

const root = document.documentElement;
/** @type {{ control: Element, x: number, y: number, at: number } | null} */
let last = null;
let changedAt = -SETTLED_MS;

document.addEventListener('rond-screen', () => {
  changedAt = performance.now();
});

/**
 * @param {Element | null} element
 * @returns {Element | null}
 */
function controlOf(element) {
  const control = element?.closest(CONTROLS) ?? null;
  return control?.closest('label') ?? control;
}

// Whether a tap hits something that has come where the one before it hit something else.
/** @param {MouseEvent} event */
function isEcho({ clientX, clientY }) {
  if (!last || performance.now() >= Math.max(last.at, changedAt) + SETTLED_MS) {
    return false;
  }
  const isNear = Math.hypot(clientX - last.x, clientY - last.y) < SAME_POINT_PX;
  return isNear && controlOf(document.elementFromPoint(last.x, last.y)) !== last.control;
}

document.addEventListener(
  'click',
  (event) => {
    // A keyboard or a screen reader hits what it names, not a point.
    if (!event.isTrusted || event.detail === 0) {
      return;
    }
    if (isEcho(event)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      // Told for those who tap by program: they tap again.
      root.dataset.echoes = String(Number(root.dataset.echoes ?? 0) + 1);
      return;
    }
    const target = event.target instanceof Element ? event.target : null;
    const control = controlOf(target);
    // The tap on a label comes a second time as one on its field.
    if (control && !target?.matches('label input')) {
      last = { control, x: event.clientX, y: event.clientY, at: performance.now() };
    }
  },
  true,
);
