// The door: whose phone is it now? Before anybody has unlocked the page, nothing of what is recorded can be read, and the app
// doesn't start; while the PIN is tapped, the client loads. The markup is the page's (server/src/web/officer/door.rs).
//
// A person's key is 64 random bytes that are never kept as they are. They lie wrapped twice: under what the PIN gives
// (PBKDF2), and around that under a key of the browser's that no script can read out.

import { amendKey, get, transact } from './journal.js';
import { decrypt, ofPin, sealOf } from './seal.js';

/** @typedef {KeyRecord & { waiting?: number }} Person */

// After so many wrong PINs the next ones wait: half a minute, doubled each time.
const FREE_TRIES = 5;
const WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 900_000;

// Resolves once somebody has unlocked the page, or has been enrolled on it, to what the client starts with. `stands` is called
// before the door is shown, and keeps it from being shown by throwing.
/** @param {() => void} stands */
export async function opened(stands) {
  const people = await whoIsHere();
  stands();
  // Asked for each time: the phone's one person may have been signed out in another tab.
  const own = people.length > 0 ? await unlocked(people) : await enrolled();
  // Where nobody is here yet, enrolling can't be left.
  const { textKey, ...seal } = /** @type {OwnSeal} */ (own);
  globalThis.unlocked = { transact, ...seal };
  document.querySelector('[data-door]')?.remove();
  return { person: seal.person, textKey };
}

/** @returns {Promise<OwnSeal | null>} */
async function enrolled() {
  const { enrol } = await import('./enrol.js');
  return enrol();
}

// Everybody who has a key here, with what of theirs waits.
/** @returns {Promise<Person[]>} */
function whoIsHere() {
  return transact('readonly', (store, done) => {
    store('keys').getAll().onsuccess = ({ target: { result } }) => {
      /** @type {Person[]} */
      const people = result;
      store('entries').index('is').openCursor('waiting').onsuccess = ({ target: { result: cursor } }) => {
        if (cursor) {
          const author = people.find((one) => one.person === cursor.value.author);
          if (author) {
            author.waiting = (author.waiting ?? 0) + 1;
          }
          cursor.continue();
        } else {
          done(people);
        }
      };
    };
  });
}

/**
 * @param {Person[]} people
 * @returns {Promise<OwnSeal>}
 */
function unlocked(people) {
  const door = /** @type {HTMLDialogElement} */ (document.querySelector('[data-door]'));
  /** @param {string} name */
  const part = (name) => /** @type {HTMLElement} */ (door.querySelector(`[data-${name}]`));
  /** @param {string} name */
  const words = (name) => /** @type {HTMLTemplateElement} */ (part(name)).content.textContent;
  const choices = part('who');
  const choice = /** @type {HTMLElement} */ (choices.querySelector('label'));
  choices.hidden = people.length < 2;
  choice.replaceWith(
    ...people.map((one, at) => {
      const label = /** @type {HTMLElement} */ (choice.cloneNode(true));
      const [input, name] = ['input', 'span'].map((tag) => /** @type {Element} */ (label.querySelector(tag)));
      Object.assign(input, { value: one.person, checked: at === 0 });
      name.append(one.waiting ? `${one.mark} · ${one.waiting} ${words('unsent')}` : one.mark);
      return label;
    }),
  );
  let pin = '';
  /** @param {string} next */
  const type = (next) => {
    if (door.dataset.busy !== undefined) {
      return;
    }
    pin = next.slice(0, 12);
    part('dots').textContent = '●'.repeat(pin.length);
  };
  door.showModal();
  return new Promise((resolve) => {
    /** @type {ReturnType<typeof setInterval> | undefined} */
    let countdown;
    /** @param {number} ms */
    const waits = (ms) => {
      clearInterval(countdown);
      const until = performance.now() + ms;
      const show = () => {
        const left = Math.ceil((until - performance.now()) / 1000);
        part('wait').textContent = left > 0 ? words('later').replace('0', String(left)) : '';
        if (left <= 0) {
          clearInterval(countdown);
        }
      };
      show();
      countdown = setInterval(show, 500);
    };
    const tries = async () => {
      if (door.dataset.busy !== undefined || pin === '') {
        return;
      }
      // Opening takes a second or two of reckoning: said at once.
      door.dataset.busy = '';
      part('wrong').hidden = true;
      part('opening').textContent = words('opens');
      const { value } = /** @type {HTMLInputElement} */ (door.querySelector('[name=person]:checked'));
      const key = await tried(value, pin).catch(() => 0);
      delete door.dataset.busy;
      part('opening').textContent = '';
      type('');
      if (typeof key === 'number') {
        part('wrong').hidden = false;
        waits(key);
        part('wrong').focus();
      } else {
        clearInterval(countdown);
        resolve(key);
      }
    };
    door.addEventListener('cancel', (event) => event.preventDefault());
    door.addEventListener('keydown', ({ key, target }) => {
      if (/^\d$/.test(key)) {
        type(pin + key);
      } else if (key === 'Backspace') {
        type(pin.slice(0, -1));
      } else if (key === 'Enter' && !(target instanceof Element && target.closest('button, a'))) {
        tries();
      }
    });
    door.addEventListener('click', ({ target }) => {
      const button = target instanceof Element ? target.closest('button') : null;
      const { digit, do: does } = button?.dataset ?? {};
      if (digit) {
        type(pin + digit);
      } else if (does === 'erase') {
        type(pin.slice(0, -1));
      } else if (does === 'unlock') {
        tries();
      } else if (does === 'new') {
        enrolled().then((seal) => seal && resolve(seal), console.warn);
      }
    });
  });
}

// The seal, or how many milliseconds the next try waits. A wrong PIN is counted before it is known to be wrong, so that
// pulling the battery gives no more tries.
/**
 * @param {string} person
 * @param {string} pin
 * @returns {Promise<OwnSeal | number>}
 */
async function tried(person, pin) {
  const record = await get('keys', person);
  if (!record) {
    return 0;
  }
  const now = Date.now();
  const left = record.until - now;
  // A clock that was set back lengthens no wait.
  if (left > 0 && left <= LONGEST_WAIT_MS) {
    return left;
  }
  const wrong = record.wrong + 1;
  const wait = wrong < FREE_TRIES ? 0 : Math.min(WAIT_MS * 2 ** (wrong - FREE_TRIES), LONGEST_WAIT_MS);
  // A phone that is full counts no tries, and must be opened all the same: what waits is on it.
  await amendKey(record, { wrong, until: now + wait }).catch(console.warn);
  try {
    const inner = await decrypt(record.device, record.wrapped);
    const key = await decrypt(await ofPin(pin, record.salt, record.rounds), inner);
    const seal = await sealOf(person, key);
    const isStillThere = await amendKey(record, { check: seal.check, wrong: 0, until: 0 }).catch(() => true);
    if (!isStillThere) {
      return 0;
    }
    // One that isn't sealed for the server yet is to be, once the server's is known.
    return { ...seal, escrow: record.escrow, key: record.escrow ? null : key };
  } catch {
    return wait;
  }
}
