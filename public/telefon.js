// The phone's own page: who has entries here, what waits, a rescue file, and signing somebody out.
//
// It works when the app doesn't start and nobody has unlocked anything, since a record is as sealed in the file as it is on the
// phone: only the server opens it. The words are the page's.

import { forget } from './forget.js';
import { transact } from './journal.js';
import { translate } from './language.js';
import './taps.js';

translate(document);

const LINE_ONE = 'rond.line1.';
const STAYS = ['waiting', 'refused'];

/** @typedef {Omit<KeyRecord, 'device'> & { device: unknown, entries: EntryRecord[], unsaved: string[], waiting: number, refused: number }} Person */

const told = /** @type {HTMLElement} */ (document.querySelector('[data-told]'));
const someone = /** @type {HTMLTemplateElement} */ (document.querySelector('[data-someone]'));
/** @param {string} name */
function words(name) {
  const template = /** @type {HTMLTemplateElement} */ (document.querySelector(`[data-says=${name}]`));
  return template.content.textContent;
}
// By person, what the file that was saved last carries.
/** @type {Map<string, Set<string>>} */
const carried = new Map();

/** @param {string | null} name */
function say(name) {
  told.textContent = name ? words(name) : '';
}

// Everything that lies here, by person.
/** @returns {Promise<Person[]>} */
async function people() {
  /** @type {{ keys: KeyRecord[], entries: EntryRecord[], device: unknown }} */
  const found = await transact('readonly', (store, done) => {
    /** @type {{ keys: KeyRecord[], entries: EntryRecord[], device: unknown }} */
    const all = { keys: [], entries: [], device: undefined };
    store('keys').getAll().onsuccess = ({ target }) => (all.keys = target.result);
    store('entries').getAll().onsuccess = ({ target }) => (all.entries = target.result);
    store('meta').get('device').onsuccess = ({ target }) => (all.device = target.result);
    done(all);
  });
  return found.keys.map((key) => {
    const entries = found.entries.filter((entry) => entry.author === key.person);
    /** @param {string} is */
    const count = (is) => entries.filter((entry) => entry.state.is === is).length;
    const unsaved = lineOne(key.person);
    return { ...key, device: found.device, entries, unsaved, waiting: count('waiting'), refused: count('refused') };
  });
}

/** @param {string} person */
const lineOne = (person) => Object.keys(localStorage).filter((key) => key.startsWith(`${LINE_ONE}${person}.`));

// Whether something would be gone with this person that no file carries.
/** @param {Person} person */
function isOpen({ person, entries, unsaved }) {
  const has = carried.get(person) ?? new Set();
  const waits = entries.filter(({ state }) => STAYS.includes(state.is)).map(({ id }) => id);
  return [...waits, ...unsaved].some((name) => !has.has(name));
}

/** @param {Person} one */
function file(one) {
  const { partnership, person, device, escrow } = one;
  const entries = one.entries.map(({ id, journal, seq, body }) => ({ id, journal, seq, body }));
  const text = JSON.stringify({ rond_rescue: 1, partnership, person, device, escrow, entries, unsaved: one.unsaved.length });
  return new File([text], `rond-raddning-${new Date().toISOString().slice(0, 10)}.json`, { type: 'application/json' });
}

/** @param {File} made */
function download(made) {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(made), download: made.name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// An installed app of an iPhone downloads nothing; it shares.
/** @param {Person} one */
async function save(one) {
  const made = file(one);
  if (navigator.standalone && navigator.canShare?.({ files: [made] })) {
    await navigator.share({ files: [made] });
  } else {
    download(made);
  }
  carried.set(one.person, new Set([...one.entries.map(({ id }) => id), ...one.unsaved]));
  await show();
  say('saved-file');
}

/** @param {Person} person */
async function signOut({ person }) {
  // Another window may have recorded something since this page was drawn.
  const one = (await people()).find((each) => each.person === person);
  if (one && (isOpen(one) || !(await forget(person, STAYS, carried.get(person))))) {
    await show();
    return;
  }
  carried.delete(person);
  const own = [`rond.${person}.`, `${LINE_ONE}${person}.`];
  Object.keys(localStorage)
    .filter((key) => own.some((prefix) => key.startsWith(prefix)))
    .forEach((key) => localStorage.removeItem(key));
  // The server is told where it can be.
  const body = JSON.stringify({ person });
  await fetch('/api/v1/sign-out', { method: 'POST', headers: { 'content-type': 'application/json' }, body }).catch(() => {});
  await show();
  say('signed-out');
}

/** @param {Person} one */
function counts(one) {
  const all = { waiting: one.waiting, refused: one.refused, unsaved: one.unsaved.length };
  const parts = Object.entries(all).filter(([, count]) => count > 0).map(([name, count]) => `${count} ${words(name)}`);
  return parts.length > 0 ? parts.join(', ') : words('all-sent');
}

/** @param {Person} one */
function section(one) {
  const piece = /** @type {DocumentFragment} */ (someone.content.cloneNode(true));
  /** @param {string} name */
  const part = (name) => /** @type {HTMLElement} */ (piece.querySelector(name));
  /** @param {string} name */
  const button = (name) => /** @type {HTMLButtonElement} */ (part(`[data-do=${name}]`));
  part('section').dataset.person = one.person;
  part('[data-mark]').textContent = one.mark;
  part('[data-counts]').textContent = counts(one);
  const open = isOpen(one);
  part('[data-blocked]').hidden = !open;
  const out = button('sign-out');
  out.disabled = open;
  out.addEventListener('click', () => guarded(() => signOut(one)));
  const keep = button('save-file');
  keep.addEventListener('click', () => guarded(() => save(one)));
  if (!one.escrow) {
    keep.disabled = true;
    part('[data-save-why]').textContent = words('no-key');
  }
  return piece;
}

async function show() {
  const all = await people();
  document.querySelectorAll('section[data-person]').forEach((old) => old.remove());
  someone.before(...all.map(section));
  say(all.length === 0 ? 'nobody' : null);
}

/** @param {() => Promise<void>} act */
function guarded(act) {
  act().catch((error) => {
    console.error('the phone\'s storage', error);
    say('unavailable');
  });
}

guarded(show);
