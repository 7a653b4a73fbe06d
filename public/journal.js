// The phone's storage: IndexedDB `rond`, version 2. Nothing else opens this database; the journal's own rules are in
// app/src/device/journal_store.js, which reaches it through `unlocked.transact`.
//
// What is promised here: a write resolves only when its transaction is complete with strict durability, that is, when
// it survives the browser and the phone. Nothing foreign is awaited inside a transaction, so none ends halfway.
//
// What a person recorded or knows lies here sealed (seal.js): ids of entries are names that only the key can tell, and
// `body` and the values of `meta` are opaque. Plain are the things that the store goes by: whose, which journal, which
// number, and whether it waits.
//
//   entries   by name: { id, journal, seq, author, body, state: { is } }
//   journals  by id: { id, person, partnership, last_seq, closed }
//   meta      by name: <person>/identity, <person>/contact, <person>/tallies …; in plain: promise/<id>, device
//   keys      by person: { person, partnership, mark, salt, rounds, device, wrapped, escrow, check, wrong, until }
//
// Version 1 kept all of it in plain; such records are sealed when their person first chooses a PIN (enrol.js).

const NAME = 'rond';
const VERSION = 2;
const REOPENINGS = 3;
const STORES = ['entries', 'journals', 'meta', 'keys'];

/** @type {Promise<IDBDatabase> | null} */
let opening = null;

// A browser may keep a page that was left, with its transactions half done, for whoever goes back; in WebKit whoever wants to
// write then waits for as long as the page is kept. So what isn't done is undone, and done anew should the page come back.
/** @type {Set<IDBTransaction>} */
const running = new Set();
/** @type {Promise<void> | null} */
let back = null;

addEventListener('pagehide', () => {
  back ??= new Promise((shown) => {
    addEventListener('pageshow', shown, { once: true });
  }).then(() => {
    back = null;
  });
  for (const tx of running) {
    try {
      tx.abort();
    } catch {
      // It is being committed already.
    }
  }
});

/** @returns {Promise<IDBDatabase>} */
async function open() {
  await back;
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = ({ oldVersion }) => {
      const db = asked.result;
      if (oldVersion < 1) {
        const entries = db.createObjectStore('entries', { keyPath: 'id' });
        entries.createIndex('number', ['journal', 'seq'], { unique: true });
        entries.createIndex('is', 'state.is');
        db.createObjectStore('journals', { keyPath: 'id' });
        db.createObjectStore('meta');
      }
      db.createObjectStore('keys', { keyPath: 'person' });
    };
    asked.onsuccess = () => {
      const db = asked.result;
      // Another tab wants to change the database: make way; the next use opens it anew.
      db.onversionchange = () => letGo(db);
      db.onclose = () => letGo(db);
      resolve(db);
    };
    asked.onerror = () => {
      opening = null;
      reject(asked.error);
    };
  });
  return opening;
}

/** @param {IDBDatabase | null} db */
function letGo(db) {
  db?.close();
  opening = null;
}

// "Connection to Indexed Database server lost" and its kin: the handle is dead, the data isn't.
/** @param {{ name?: string, message?: string } | undefined} error */
function lost(error) {
  return error?.name === 'InvalidStateError' || /connection|closing|lost/i.test(error?.message ?? '');
}

// Fails with the name of what went wrong: 'QuotaExceededError'.
/**
 * @template Result
 * @param {IDBTransactionMode} mode
 * @param {(open: OpenStore, done: (result: Result) => void) => void} work
 * @returns {Promise<Result>}
 */
export async function transact(mode, work) {
  for (let attempt = 0; ; attempt += 1) {
    /** @type {IDBDatabase | null} */
    let db = null;
    try {
      db = await open();
      return await once(db, mode, work);
    } catch (error) {
      if (attempt >= REOPENINGS || !lost(error)) {
        throw error?.name ?? String(error);
      }
      letGo(db);
    }
  }
}

// `work` issues its requests and hands over its result; a failed flush fires only `abort`.
/**
 * @template Result
 * @param {IDBDatabase} db
 * @param {IDBTransactionMode} mode
 * @param {(open: OpenStore, done: (result: Result) => void) => void} work
 * @returns {Promise<Result>}
 */
function once(db, mode, work) {
  return new Promise((resolve, reject) => {
    const tx = db.transaction(STORES, mode, { durability: 'strict' });
    /** @type {any} */
    let result = null;
    /** @param {Event} event */
    const failed = (event) => {
      running.delete(tx);
      const request = /** @type {IDBRequest | null} */ (event.target);
      reject(tx.error ?? request?.error ?? new DOMException('aborted', back ? 'InvalidStateError' : 'AbortError'));
    };
    running.add(tx);
    tx.oncomplete = () => {
      running.delete(tx);
      resolve(result);
    };
    tx.onabort = failed;
    tx.onerror = failed;
    /** @param {Result} value */
    const done = (value) => {
      result = value;
      if (mode === 'readwrite') {
        tx.commit?.();
      }
    };
    // The stores hold what `Records` says: nothing else writes to them.
    const open = /** @type {OpenStore} */ (/** @type {unknown} */ (tx.objectStore.bind(tx)));
    work(open, done);
  });
}

// One request's result, for what needs no more than one.
/**
 * @template {keyof Records} Name
 * @param {Name} store
 * @param {IDBValidKey} key
 * @returns {Promise<Records[Name] | undefined>}
 */
export function get(store, key) {
  return transact('readonly', (open, done) => {
    open(store).get(key).onsuccess = ({ target }) => done(target.result);
  });
}

/**
 * @template {keyof Records} Name
 * @param {Name} store
 * @param {[value: Records[Name], key?: IDBValidKey]} values
 * @returns {Promise<boolean>}
 */
export function put(store, ...values) {
  return transact('readwrite', (open, done) => {
    open(store).put(...values);
    done(true);
  });
}

// Changes a person's key record, if it is still that of the same key: another window may have signed the person out since it
// was read, and enrolled them with another key. Resolves to whether it was changed.
/**
 * @param {KeyRecord} record
 * @param {Partial<KeyRecord>} change
 * @returns {Promise<boolean>}
 */
export function amendKey({ person, salt }, change) {
  return transact('readwrite', (open, done) => {
    open('keys').get(person).onsuccess = ({ target: { result: record } }) => {
      if (record !== undefined && String(record.salt) === String(salt)) {
        open('keys').put({ ...record, ...change });
        done(true);
      } else {
        done(false);
      }
    };
  });
}
