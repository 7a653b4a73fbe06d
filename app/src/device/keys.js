// Each person's key on this phone, and what opens it. Bound by keys.rs.
//
// The key is 64 random bytes that are never kept as they are. They lie wrapped twice: under what the PIN gives (PBKDF2), and
// around that under a key of the browser's that no script can read out. Beside it lies the same key sealed for the server
// (P-256, HKDF, AES-GCM; app/domain/src/sealed.rs says to what it is bound), which opens it again for a person who has
// forgotten the PIN and enrols anew, and for a rescue file.
//
//   keys  by person: { person, partnership, mark, salt, rounds, device, wrapped, escrow, wrong, until }

import { transact } from './journal_store.js';

// OWASP asks for 600 000 rounds of HMAC-SHA-256.
const ROUNDS = 600_000;
const KEY_BYTES = 64;
// After so many wrong PINs the next ones wait: half a minute, doubled each time.
const FREE_TRIES = 5;
const WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 900_000;

const subtle = crypto.subtle;
const bytes = (text) => new TextEncoder().encode(text);
const random = (count) => crypto.getRandomValues(new Uint8Array(count));
const fromBase64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const joined = async (...parts) => new Uint8Array(await new Blob(parts).arrayBuffer());

async function sealed(key, text) {
  const iv = random(12);
  return joined(iv, await subtle.encrypt({ name: 'AES-GCM', iv }, key, text));
}

async function opened(key, text) {
  return new Uint8Array(await subtle.decrypt({ name: 'AES-GCM', iv: text.slice(0, 12) }, key, text.slice(12)));
}

async function ofPin(pin, salt, iterations) {
  const typed = await subtle.importKey('raw', bytes(pin), 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return subtle.deriveKey(how, typed, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

// The key for the server alone: a fresh pair of keys agrees with the server's on one that seals it.
async function forServer(key, server, place) {
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const theirs = await subtle.importKey('raw', server, curve, false, []);
  const pair = await subtle.generateKey(curve, false, ['deriveBits']);
  const own = new Uint8Array(await subtle.exportKey('raw', pair.publicKey));
  const agreed = await subtle.deriveBits({ name: 'ECDH', public: theirs }, pair.privateKey, 256);
  const seed = await subtle.importKey('raw', agreed, 'HKDF', false, ['deriveKey']);
  const how = { name: 'HKDF', hash: 'SHA-256', salt: own, info: bytes(place) };
  const once = await subtle.deriveKey(how, seed, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
  const text = await joined(own, await sealed(once, key));
  return btoa(String.fromCharCode(...text));
}

// Who has a key on this phone, with what of theirs waits.
export function people() {
  return transact('readonly', (store, done) => {
    store('keys').getAll().onsuccess = ({ target: { result: people } }) => {
      const waiting = new Map();
      store('entries').index('is').openCursor('waiting').onsuccess = ({ target: { result: cursor } }) => {
        if (cursor) {
          waiting.set(cursor.value.author, (waiting.get(cursor.value.author) ?? 0) + 1);
          cursor.continue();
          return;
        }
        done(people.map((one) => ({ ...one, waiting: waiting.get(one.person) ?? 0 })));
      };
    };
  });
}

function put(record) {
  return transact('readwrite', (store, done) => {
    store('keys').put(record);
    done(true);
  });
}

function get(person) {
  return transact('readonly', (store, done) => {
    store('keys').get(person).onsuccess = ({ target: { result } }) => done(result);
  });
}

// A PIN for a person's key, which is a new one unless the server has just opened the old one. Resolves to the key.
export async function choose(person, partnership, mark, pin, server, place, old) {
  const key = old ? fromBase64(old) : random(KEY_BYTES);
  const device = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const salt = random(16);
  const wrapped = await sealed(device, await sealed(await ofPin(pin, salt, ROUNDS), key));
  const escrow = server ? await forServer(key, fromBase64(server), place) : null;
  await put({ person, partnership, mark, salt, rounds: ROUNDS, device, wrapped, escrow, wrong: 0, until: 0 });
  return key;
}

// Seals a key for the server that was chosen before the server's was known.
export async function entrust(person, key, server, place) {
  const record = await get(person);
  if (record && !record.escrow) {
    await put({ ...record, escrow: await forServer(key, fromBase64(server), place) });
  }
}

// The key, or how many milliseconds the next try waits. A wrong PIN is counted before it is known to be wrong, so that
// pulling the battery gives no more tries.
export async function unlock(person, pin) {
  const record = await get(person);
  const now = Date.now();
  if (record.until > now) {
    return record.until - now;
  }
  const wrong = record.wrong + 1;
  const wait = wrong < FREE_TRIES ? 0 : Math.min(WAIT_MS * 2 ** (wrong - FREE_TRIES), LONGEST_WAIT_MS);
  await put({ ...record, wrong, until: now + wait });
  try {
    const inner = await opened(record.device, record.wrapped);
    const key = await opened(await ofPin(pin, record.salt, record.rounds), inner);
    await put({ ...record, wrong: 0, until: 0 });
    return key;
  } catch {
    return wait;
  }
}

// A revoked phone's end: the key, and what nobody can open any more.
export function destroy(person) {
  return transact('readwrite', (store, done) => {
    store('keys').delete(person);
    store('meta').delete(IDBKeyRange.bound(`${person}/`, `${person}/\uffff`));
    store('entries').openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) {
        done(true);
        return;
      }
      if (cursor.value.author === person) {
        cursor.delete();
      }
      cursor.continue();
    };
  });
}
