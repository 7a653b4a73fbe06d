// Starts the officer's app: loads the client, starts it in the page, hands over to the service worker.
//
// A file of its own since the page's policy forbids scripts inside it. It lies in the build's folder beside what it
// loads, so a page always starts with the client of its own build (__BUILD__).
//
// The page is told how it went by attributes on <html>: data-started, data-update="ready", and data-offline with the reason
// why the app can't start without coverage: insecure, unsupported, refused (by the browser), unfinished.
// An element with [data-boot] gets the message when starting fails.

import { translate } from './language.js';
import './taps.js';

translate(document);

const PATIENCE_MS = 10_000;
const ASK_AGAIN_MS = 3_600_000;

/** @param {string} name */
function words(name) {
  const template = /** @type {HTMLTemplateElement} */ (document.querySelector(`[data-says=${name}]`));
  return template.content.textContent;
}
const FAILED = words('failed');
const CRASHED = words('crashed');

const root = document.documentElement;
/** @type {NodeListOf<HTMLElement>} */
const messages = document.querySelectorAll('[data-boot]');
const places = [...messages].map((element) => {
  return { element, text: element.textContent, hidden: element.hidden };
});

// What lies on the phone is reached by a page that needs nothing of what failed.
const door = /** @type {HTMLElement} */ (document.querySelector('[data-boot-door]'));

// The app that was installed has no button of a browser for it.
const again = /** @type {HTMLButtonElement} */ (document.querySelector('[data-boot-again]'));
again.addEventListener('click', () => location.reload());

// The one thing that an officer asks now, wherever the storage answers at all.
async function tellWhatWaits() {
  const { transact } = await import('./journal.js');
  /** @type {number} */
  const waiting = await transact('readonly', (store, done) => {
    store('entries').index('is').count('waiting').onsuccess = ({ target }) => done(target.result);
  });
  door.textContent = words('unsent-entries').replace('0', String(waiting));
}

// A browser that may keep nothing for a site throws when its storage is only looked at.
function isStorageBlocked() {
  try {
    return !(window.localStorage && window.indexedDB);
  } catch {
    return true;
  }
}

function sayThatItFailed(message = FAILED) {
  const isBlocked = isStorageBlocked();
  door.hidden = isBlocked;
  again.hidden = isBlocked;
  if (!isBlocked) {
    tellWhatWaits().catch(console.warn);
  }
  for (const { element } of places) {
    element.textContent = isBlocked ? words('blocked') : message;
    element.hidden = false;
  }
}

// A start that was slow, not broken, takes its message back.
function takeItBack() {
  door.hidden = true;
  again.hidden = true;
  for (const { element, text, hidden } of places) {
    if (element.textContent === FAILED) {
      element.textContent = text;
      element.hidden = hidden;
    }
  }
}

// What lies over the page would hide the message.
function closeDialog() {
  /** @type {HTMLDialogElement | null} */ (document.querySelector('dialog[open]'))?.close();
}

// After a trap nothing of the client runs any more, and what its page shows answers nobody: its place is given to the message.
/** @param {unknown} error */
function sayThatItCrashed(error) {
  if (error instanceof WebAssembly.RuntimeError && root.dataset.started) {
    document.querySelector('[data-app]')?.replaceChildren();
    closeDialog();
    sayThatItFailed(CRASHED);
    delete root.dataset.started;
  }
}
addEventListener('error', ({ error }) => sayThatItCrashed(error));
addEventListener('unhandledrejection', ({ reason }) => sayThatItCrashed(reason));

const patience = setTimeout(sayThatItFailed, PATIENCE_MS);
/** @type {unknown} */
let failure;

// The door is there, and from now on it is a person who takes their time. Throws what made the start fail before it: nobody
// should tap a PIN that opens nothing.
function doorStands() {
  clearTimeout(patience);
  if (failure) {
    throw failure;
  }
  takeItBack();
}

async function start() {
  // Both at once: the module needn't wait for the script that uses it.
  const module = fetch(new URL('./app_bg.wasm', import.meta.url));
  // Whoever awaits it sees a failure; this only keeps it from being reported twice.
  module.catch(() => {});
  root.dataset.parts = new URL('.', import.meta.url).href;
  const client = await import('./app.js');
  const ready = client.default({ module_or_path: module });
  ready.catch(() => {});
  const door = await import('./door.js');
  const [, { person, textKey }] = await Promise.all([ready, door.opened(doorStands)]);
  client.start(person, textKey);
  root.dataset.started = '__BUILD__';
}

// Only says that an update is there. Nothing reloads by itself: an officer may be in the middle of an entry.
async function keepForOffline() {
  if (!window.isSecureContext || !('serviceWorker' in navigator)) {
    root.dataset.offline = window.isSecureContext ? 'unsupported' : 'insecure';
    return;
  }
  const registration = await navigator.serviceWorker.register('/sw.js').catch((error) => {
    root.dataset.offline = 'refused';
    throw error;
  });
  // Until a worker is in charge, whose files are then all on the phone.
  root.dataset.offline = 'unfinished';
  navigator.serviceWorker.ready.then(() => delete root.dataset.offline);
  const look = () => {
    // A page of a first visit is in nobody's charge, and hears of the next version all the same.
    if (registration.waiting && registration.active) {
      root.dataset.update = 'ready';
      document.dispatchEvent(new Event('rond-update'));
    }
  };
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
  look();
  // An app that is left open goes nowhere, so that the browser would never ask by itself.
  setInterval(() => registration.update().catch(() => undefined), ASK_AGAIN_MS);
}

try {
  await start();
  takeItBack();
} catch (error) {
  console.error('Rond could not start', error);
  failure = error;
  closeDialog();
  sayThatItFailed();
} finally {
  clearTimeout(patience);
}

// Also after a failed start: a newer build may be what repairs it.
keepForOffline().catch((error) => console.warn('Rond will not start without coverage', error));
