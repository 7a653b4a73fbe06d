// Anslut: a one-time code, scanned or typed inside the installed app, and the PIN that locks what is recorded. Also when the
// credential has expired, the PIN is forgotten or the phone gets one more person; nothing that waits is touched then.
//
// Loaded only when somebody is to be enrolled, with its markup, which lies on the phone's own page
// (server/src/web/officer/door.rs). Beside the key that the PIN opens lies the same key sealed for the server (P-256, HKDF,
// AES-GCM), which opens it again for a person who has forgotten the PIN, and for a rescue file.

import { forget } from './forget.js';
import { amendKey, get, put, transact } from './journal.js';
import { translate } from './language.js';
import { KEY_BYTES, bytesOf, encrypt, joined, ofPin, random, sealOf, textOf } from './seal.js';

// OWASP asks for 600 000 rounds of HMAC-SHA-256.
const ROUNDS = 600_000;
const PIN = /^\d{6,12}$/;
// What a finder tries first: one digit, a run up or down, a pair or a triple repeated.
const DIGITS = '01234567890123456789';
/** @param {string} pin */
const isGuessable = (pin) =>
  /^(\d{1,3})\1+$/.test(pin) || DIGITS.includes(pin) || DIGITS.includes([...pin].reverse().join(''));
const KNOWN = ['identity', 'contact', 'tallies', 'changes', 'timers', 'shift', 'unit'];

/**
 * What a person chooses.
 * @typedef {{ pin: string, mark: string }} Chosen
 */
/**
 * Who somebody is, as version 1 kept it in plain.
 * @typedef {{ person: string, partnership: string, device: string }} Identity
 */
/**
 * The server's answer to a code.
 * @typedef {{
 *   person: string, partnership: string, device: string, organisation: string, promises: { id: string }[],
 *   seal?: string, opened?: string,
 * }} Enrolment
 */

/**
 * @param {string} person
 * @param {string} name
 */
const known = (person, name) => `rond known 1|${person}|${name}`;
/** @returns {Promise<KeyRecord[]>} */
const keys = () => transact('readonly', (store, done) => {
  store('keys').getAll().onsuccess = ({ target }) => done(target.result);
});

// Resolves to the seal of the one who has been enrolled; to null where they gave up. Without `pin` only the code is asked for:
// who it is has unlocked the app.
/** @returns {Promise<OwnSeal | null>} */
export async function enrol(asksPin = true) {
  const page = new DOMParser().parseFromString(await (await fetch('/telefon')).text(), 'text/html');
  translate(page);
  const markup = /** @type {HTMLTemplateElement} */ (page.querySelector('[data-enrol]'));
  const form = /** @type {HTMLDialogElement} */ (document.importNode(markup.content, true).firstElementChild);
  /** @param {string} name */
  const part = (name) => /** @type {HTMLElement} */ (form.querySelector(`[data-${name}]`));
  /** @param {string} name */
  const input = (name) => /** @type {HTMLInputElement} */ (form.querySelector(`[data-field=${name}] input`));
  const unsealed = asksPin ? /** @type {Identity | undefined} */ (await get('meta', 'identity')) : null;
  const isFirst = (await keys()).length === 0;
  const asks = { code: !unsealed, pin: asksPin };
  /** @type {NodeListOf<HTMLElement>} */
  const pieces = form.querySelectorAll('[data-for]');
  pieces.forEach((piece) => {
    piece.hidden = !(piece.dataset.for === 'code' ? asks.code : asks.pin);
  });
  part('back').hidden = asksPin && isFirst;
  part('ios').hidden = navigator.standalone !== false;
  part('insecure').hidden = isSecureContext;
  // Without https the browser has no ciphers: a code would be spent on a phone that can't lock anything.
  /** @type {HTMLButtonElement} */ (form.querySelector('[data-do=enrol]')).disabled = !isSecureContext;
  const codeField = input('code');
  codeField.value = takeLinkedCode();
  document.body.prepend(form);
  form.showModal();
  return new Promise((resolve) => {
    /** @param {OwnSeal | null} seal */
    const leave = (seal) => {
      form.remove();
      resolve(seal);
    };
    /** @param {string} why */
    const say = (why) => {
      part('failed').hidden = !why;
      /** @type {NodeListOf<HTMLElement>} */
      const reasons = form.querySelectorAll('[data-why]');
      reasons.forEach((one) => {
        one.hidden = one.dataset.why !== why;
      });
      part('failed').focus();
    };
    const act = async () => {
      const [code, device, pin, again, mark] = ['code', 'device', 'pin', 'again', 'mark'].map((name) => {
        return input(name).value.trim();
      });
      if (asks.code && !code) {
        return say('400');
      }
      if (asks.pin && !PIN.test(pin)) {
        return say('short');
      }
      if (asks.pin && isGuessable(pin)) {
        return say('guessable');
      }
      if (asks.pin && pin !== again) {
        return say('differs');
      }
      form.dataset.busy = '';
      try {
        // Asked for now: somebody may have been enrolled in another window since this one was opened.
        const people = await keys();
        const chosen = { pin, mark: mark.slice(0, 20) || `Person ${people.length + 1}` };
        leave(unsealed ? await sealOver(unsealed, chosen) : await taken(code, device, asksPin ? chosen : null, people));
      } catch (why) {
        console.warn('not enrolled', why);
        say(told(why));
      }
      delete form.dataset.busy;
    };
    form.addEventListener('cancel', (event) => event.preventDefault());
    // The button, or the keyboard's own key for going on: that one leads to the next empty field first. It clicks the button
    // as well, without a pointer (`detail` is 0).
    let isTapped = false;
    form.querySelector('form')?.addEventListener('submit', (event) => {
      event.preventDefault();
      const fields = [...form.querySelectorAll('input')].filter((field) => field.offsetParent !== null);
      const active = fields.findIndex((field) => field === document.activeElement);
      const after = fields.slice(active + 1);
      const next = isTapped ? null : after.find((field) => !field.value && !field.dataset.optional);
      isTapped = false;
      if (next) {
        next.focus();
      } else if (form.dataset.busy === undefined) {
        act();
      }
    });
    form.addEventListener('click', async ({ target, detail }) => {
      const button = target instanceof Element ? target.closest('button') : null;
      const does = button?.dataset.do;
      if (does === 'enrol') {
        isTapped = detail > 0;
      } else if (does === 'back') {
        leave(null);
      } else if (does === 'scan') {
        try {
          const { read } = await import('./scan.js');
          codeField.value = (await read()) ?? codeField.value;
        } catch (why) {
          console.warn('not scanned', why);
          say('unread');
        }
      }
    });
  });
}

// The code of a link that the phone's camera has followed; taken out of the address, so that it stays in no history.
function takeLinkedCode() {
  const code = new URLSearchParams(location.hash.slice(1)).get('kod') ?? '';
  if (code) {
    history.replaceState(null, '', location.pathname + location.search);
  }
  return code.slice(0, 40);
}

// The word for what went wrong: the server's status, one of our own, or what the storage throws.
/** @param {number | string} why */
function told(why) {
  if (typeof why === 'number') {
    return why >= 500 ? '503' : [0, 429].includes(why) ? String(why) : '401';
  }
  return ['unopened', 'other'].includes(why) ? why : 'storage';
}

/**
 * What the server says is read as it is documented (docs/protocol.md).
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>}
 */
async function ask(path, body) {
  const how = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(path, { ...how, cache: 'no-store' }).catch(() => null);
  if (!answer?.ok) {
    throw answer?.status ?? 0;
  }
  return answer.json().catch(() => {
    throw 0;
  });
}

// Enrols: the code becomes a credential, the PIN a key, and only then is anything said to be ready.
/**
 * @param {string} code
 * @param {string} device_name
 * @param {Chosen | null} chosen
 * @param {KeyRecord[]} people
 * @returns {Promise<OwnSeal>}
 */
async function taken(code, device_name, chosen, people) {
  const escrows = people.map((one) => one.escrow).filter(Boolean);
  /** @type {Enrolment} */
  const answer = await ask('/api/v1/enrol', { code: code.toUpperCase(), device_name, escrows });
  const { person, partnership } = answer;
  /** @type {OwnSeal} */
  let seal = globalThis.unlocked;
  if (chosen) {
    const made = await keyFor(person, partnership, chosen, answer.seal, answer.opened);
    const before = people.find((one) => one.person === person);
    const opens = before && answer.opened ? before.escrow : null;
    if (!(await turns(made.record, opens, () => {}))) {
      throw 'unopened';
    }
    seal = made.seal;
  } else if (seal.person !== person) {
    // The phone is theirs to the server now: the app sees by this that it has to ask again.
    await put('meta', answer.device, 'device');
    throw 'other';
  }
  const before = /** @type {string | undefined} */ (await get('meta', `${person}/contact`));
  const contact = before ? JSON.parse((await seal.open(known(person, 'contact'), before)) ?? '{}') : {};
  const { device, organisation, promises } = answer;
  await know(seal, 'identity', { device, person, partnership, organisation });
  await know(seal, 'contact', { ...contact, promises, revoked: false });
  await put('meta', device, 'device');
  for (const { id } of promises) {
    await put('meta', await ask(`/api/v1/promises/${id}`), `promise/${id}`);
  }
  return seal;
}

// Puts a person's key where there is none, or the one that `opens` lies beside: another would shut what lies here for ever.
/**
 * @param {KeyRecord} record
 * @param {string | null} opens
 * @param {(open: OpenStore) => void} beside
 * @returns {Promise<boolean>}
 */
function turns(record, opens, beside) {
  return transact('readwrite', (store, done) => {
    store('keys').get(record.person).onsuccess = ({ target: { result: held } }) => {
      const may = !held || (opens !== null && held.escrow === opens);
      if (may) {
        store('keys').put(record);
        beside(store);
      }
      done(may);
    };
  });
}

/**
 * @param {OwnSeal} seal
 * @param {string} name
 * @param {object} value
 */
async function know(seal, name, value) {
  await put('meta', await seal.seal(known(seal.person, name), JSON.stringify(value)), `${seal.person}/${name}`);
}

// A person's key gets a PIN: a new key, unless the server has just opened the old one. Nothing lies here of it yet.
/**
 * @param {string} person
 * @param {string} partnership
 * @param {Chosen} chosen
 * @param {string} [server]
 * @param {string} [old]
 * @returns {Promise<{ record: KeyRecord, seal: OwnSeal }>}
 */
async function keyFor(person, partnership, { pin, mark }, server, old) {
  const key = old ? bytesOf(atob(old)) : random(KEY_BYTES);
  const device = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const salt = random(16);
  const wrapped = await encrypt(device, await encrypt(await ofPin(pin, salt, ROUNDS), key));
  const escrow = server ? await forServer(key, server, partnership, person) : null;
  const seal = await sealOf(person, key);
  const { check } = seal;
  const record = { person, partnership, mark, salt, rounds: ROUNDS, device, wrapped, escrow, check, wrong: 0, until: 0 };
  return { record, seal: { ...seal, escrow, key: escrow ? null : key } };
}

// The key for the server alone: a fresh pair of keys agrees with the server's on one that seals it.
/**
 * @param {Bytes} key
 * @param {string} server
 * @param {string} partnership
 * @param {string} person
 */
async function forServer(key, server, partnership, person) {
  const subtle = crypto.subtle;
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const theirs = await subtle.importKey('raw', bytesOf(atob(server)), curve, false, []);
  const pair = await subtle.generateKey(curve, false, ['deriveBits']);
  const own = new Uint8Array(await subtle.exportKey('raw', pair.publicKey));
  const agreed = await subtle.deriveBits({ name: 'ECDH', public: theirs }, pair.privateKey, 256);
  const seed = await subtle.importKey('raw', agreed, 'HKDF', false, ['deriveKey']);
  const info = new TextEncoder().encode(`rond escrow 1|${partnership}|${person}`);
  const how = { name: 'HKDF', hash: 'SHA-256', salt: own, info };
  const once = await subtle.deriveKey(how, seed, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
  return btoa(textOf(joined(own, await encrypt(once, key))));
}

// What follows from an answer for the key itself. One that was made before the server's was known is sealed for the server;
// a revoked phone's is destroyed once nothing of it waits.
/**
 * @param {string | undefined} server
 * @param {boolean} isOver
 */
export async function settleKey(server, isOver) {
  const { person, key } = globalThis.unlocked;
  if (isOver) {
    await forget(person, ['waiting']);
  } else if (key && server) {
    const record = /** @type {KeyRecord} */ (await get('keys', person));
    const escrow = await forServer(key, server, record.partnership, person);
    if (await amendKey(record, { escrow })) {
      Object.assign(globalThis.unlocked, { escrow, key: null });
    }
  }
}

// What version 1 kept in plain takes its sealed form, whole or not at all, and the key with it: once there is one, nobody asks
// any more for what was plain.
/**
 * @param {Identity} identity
 * @param {Chosen} chosen
 */
async function sealOver(identity, chosen) {
  const { person, partnership } = identity;
  const { record: key, seal } = await keyFor(person, partnership, chosen);
  /** @typedef {{ entries: EntryRecord[], meta: Record<string, unknown> }} Plain */
  /** @type {Plain} */
  const plain = await transact('readonly', (store, done) => {
    /** @type {Plain} */
    const all = { entries: [], meta: {} };
    store('entries').getAll().onsuccess = ({ target }) => (all.entries = target.result);
    for (const name of KNOWN) {
      store('meta').get(name).onsuccess = ({ target }) => (all.meta[name] = target.result);
    }
    done(all);
  });
  const own = plain.entries.filter((entry) => entry.author === person && entry.body.startsWith('{'));
  const records = await Promise.all(
    own.map(/** @returns {Promise<[string, EntryRecord]>} */ async ({ id, kept_at_ms, body, ...rest }) => {
      const name = await seal.name(id);
      const inside = JSON.stringify({ id, body, kept_at_ms });
      return [id, { ...rest, id: name, body: await seal.seal(`rond entry 1|${rest.journal}|${name}`, inside) }];
    }),
  );
  const meta = await Promise.all(
    Object.entries(plain.meta)
      .filter(([, value]) => value !== undefined)
      .map(async ([name, value]) => [`${person}/${name}`, await seal.seal(known(person, name), JSON.stringify(value))]),
  );
  const sealed = await turns(key, null, (store) => {
    records.forEach(([old, record]) => {
      store('entries').delete(old);
      store('entries').add(record);
    });
    KNOWN.forEach((name) => store('meta').delete(name));
    meta.forEach(([name, value]) => store('meta').put(value, name));
    store('meta').put(identity.device, 'device');
  });
  if (!sealed) {
    throw 'unopened';
  }
  return seal;
}
