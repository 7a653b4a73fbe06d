// The few things of the browser that are neither journal nor line. Bound by browser.rs.

const root = document.documentElement;
const others = 'BroadcastChannel' in window ? new BroadcastChannel('rond') : null;
let inside = false;
let guarded = false;

// Tells what happens around the page, a word each time.
/** @param {(what: string) => void} tell */
export function listen(tell) {
  window.addEventListener('online', () => tell('online'));
  window.addEventListener('offline', () => tell('offline'));
  document.addEventListener('visibilitychange', () => tell(document.hidden ? 'hidden' : 'visible'));
  document.addEventListener('rond-update', () => tell('update'));
  others?.addEventListener('message', () => tell('changed'));
  window.addEventListener('popstate', () => {
    guarded = false;
    if (inside) {
      tell('back');
    }
  });
  setInterval(() => document.hidden || tell('second'), 1000);
  setInterval(() => tell('timer'), 30_000);
}

// Whether there is a network at all. That the server is reached over it only an answer proves.
export function online() {
  return navigator.onLine;
}

// The build of the client that runs, as its address names it.
export function build() {
  return root.dataset.parts?.split('/').at(-2) ?? '';
}

// Why the app can't start without coverage, as boot.js found out; empty where nothing is known to be wrong.
export function offlineProblem() {
  return root.dataset.offline ?? '';
}

export function tellOtherTabs() {
  others?.postMessage('changed');
}

export function monotonicMs() {
  return performance.now();
}

/** @param {number} ms */
export function offsetMin(ms) {
  return -new Date(ms).getTimezoneOffset();
}

/** @param {number} bytes */
export function random(bytes) {
  return crypto.getRandomValues(new Uint8Array(bytes));
}

export function persist() {
  navigator.storage?.persist?.().catch(() => {});
}

export function vibrate() {
  navigator.vibrate?.(30);
}

// Where a person or a policy denies storage, reading the property is what throws.
export function storageAllowed() {
  try {
    return Boolean(window.localStorage && window.sessionStorage);
  } catch {
    return false;
  }
}

/** @param {string | undefined} theme */
export function setTheme(theme) {
  if (theme) {
    root.dataset.theme = theme;
  } else {
    delete root.dataset.theme;
  }
}

// The page's language is the app's: language.js chose it before the client was there.
export function spoken() {
  return root.lang;
}

// Remembered for the phone, whoever has it. A browser that keeps nothing speaks it until the page is left.
/** @param {string} tag */
export function speak(tag) {
  root.lang = tag;
  try {
    localStorage.setItem('rond.language', tag);
  } catch (error) {
    console.warn(error);
  }
}

export function updateWaits() {
  return root.dataset.update === 'ready';
}

// The waiting build takes over and the page starts anew in it. Only ever by hand, and never mid-form.
export async function takeOver() {
  const registration = await navigator.serviceWorker?.getRegistration();
  const again = () => location.reload();
  if (registration?.waiting) {
    navigator.serviceWorker.addEventListener('controllerchange', again, { once: true });
    registration.waiting.postMessage({ type: 'take-over' });
    setTimeout(again, 3000);
  } else {
    again();
  }
}

// Locking: the page starts anew, so that nothing of the one who had it stays in memory.
export function startAnew() {
  location.reload();
}

// The credential has expired, or somebody else has enrolled the phone: the part of the site that asks for a code.
/** @returns {Promise<typeof import('../../../public/enrol.js')>} */
const enrolling = () => import(`${root.dataset.parts}enrol.js`);

export async function enrolAnew() {
  try {
    return Boolean(await (await enrolling()).enrol(false));
  } catch {
    return false;
  }
}

// What an answer says of the key itself (enrol.js); almost always nothing.
/**
 * @param {string | undefined} server
 * @param {boolean} isOver
 */
export function settleKey(server, isOver) {
  if (isOver || unlocked.key) {
    enrolling().then((part) => part.settleKey(server, isOver)).catch(() => {});
  }
}

const SHELL_PATIENCE_MS = 25_000;

// Whether the phone can start without coverage: a worker is in charge and its build is kept whole. On a first visit the
// worker is still installing when this is asked, so it is waited for.
export async function shellReady() {
  try {
    const patience = new Promise((giveUp) => setTimeout(giveUp, SHELL_PATIENCE_MS));
    const registration = await Promise.race([navigator.serviceWorker?.ready, patience]);
    const names = registration?.active ? await caches.keys() : [];
    const kept = names.filter((name) => name.startsWith('rond-'));
    const pages = await Promise.all(kept.map((cacheName) => caches.match('/', { cacheName })));
    return pages.some(Boolean);
  } catch {
    return false;
  }
}

// A tab's own name, for its draft. A duplicated tab gets a new one; a tab that died leaves its draft to be found.
/**
 * @param {string | undefined} remembered
 * @param {string} fresh
 */
export async function claimTab(remembered, fresh) {
  if (!navigator.locks) {
    return { own: remembered ?? fresh, living: [] };
  }
  /**
   * @param {string} name
   * @returns {Promise<boolean>}
   */
  const take = (name) =>
    new Promise((resolve) => {
      /** @param {Lock | null} lock */
      const held = (lock) => {
        resolve(Boolean(lock));
        return lock ? new Promise(() => {}) : undefined;
      };
      navigator.locks.request(`rond-tab-${name}`, { ifAvailable: true }, held).catch(() => resolve(false));
    });
  const own = remembered && (await take(remembered)) ? remembered : fresh;
  if (own === fresh) {
    await take(fresh);
  }
  const locks = await navigator.locks.query();
  return { own, living: (locks.held ?? []).map(({ name = '' }) => name.replace('rond-tab-', '')) };
}

// Keeps the phone's back button inside the app while a screen lies above the tabs. The step that this takes in the
// history is never taken back by us: moving in it is slow to happen, and a second move meanwhile would leave the app.
/** @param {boolean} wanted */
export function setInside(wanted) {
  inside = wanted;
  if (inside && !guarded) {
    guarded = true;
    history.pushState(null, '');
  }
}

// What a shortcut of the installed app asked for; asked once.
/** @param {string} name */
export function takeQuery(name) {
  const url = new URL(location.href);
  const value = url.searchParams.get(name);
  if (value !== null) {
    url.searchParams.delete(name);
    history.replaceState(null, '', url);
  }
  return value ?? undefined;
}

// The screen is another one: for a moment no second tap acts on it (taps.js).
const tellScreen = () => document.dispatchEvent(new Event('rond-screen'));

// After two frames what was drawn is there, and has its place.
/** @param {() => void} act */
const onceDrawn = (act) => requestAnimationFrame(() => requestAnimationFrame(act));

// After the screen has changed: its heading, or what asks for attention, gets the focus.
/** @param {string} selector */
export function screenChanged(selector) {
  tellScreen();
  onceDrawn(() => {
    window.scrollTo(0, 0);
    /** @type {HTMLElement | null} */
    const element = document.querySelector(selector);
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: 'nearest' });
  });
}

// Brings a question into sight; what answers it gets the focus.
/** @param {string} id */
export function showQuestion(id) {
  tellScreen();
  onceDrawn(() => {
    const question = document.getElementById(id);
    /** @type {HTMLElement | null | undefined} */
    const answer = question?.querySelector('input:checked') ?? question?.querySelector('input, button');
    answer?.focus({ preventScroll: true });
    question?.scrollIntoView({ block: 'center' });
  });
}
