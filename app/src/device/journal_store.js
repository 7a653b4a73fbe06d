// The phone's journal: IndexedDB `rond`, version 2. Bound by journal_store.rs and used by keys.js; beside them only the page
// of the phone itself opens this database (public/telefon.js), which must work when nothing of this does.
//
// What a person recorded or knows lies here sealed (seal.rs): ids of entries are names that only the key can tell, and
// `body` and the values of `meta` are opaque. Plain are the things that the store goes by: whose, which journal, which
// number, and whether it waits.
//
// What is promised here: a write resolves only when its transaction is complete with strict durability, that is, when
// it survives the browser and the phone. Nothing foreign is awaited inside a transaction, so none ends halfway.
//
//   entries   by name: { id, journal, seq, author, body, state: { is } }
//   journals  by id: { id, person, partnership, last_seq, closed }
//   meta      by name: <person>/identity, <person>/contact, <person>/tallies …; in plain: promise/<id>, device
//   keys      by person: see keys.js
//
// Version 1 kept all of it in plain; such records are sealed when their person first chooses a PIN.

const NAME = 'rond';
const VERSION = 2;
const REOPENINGS = 3;
const STORES = ['entries', 'journals', 'meta', 'keys'];

let opening = null;

function open() {
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

function letGo(db) {
  db?.close();
  opening = null;
}

// "Connection to Indexed Database server lost" and its kin: the handle is dead, the data isn't.
function lost(error) {
  return error?.name === 'InvalidStateError' || /connection|closing|lost/i.test(error?.message ?? '');
}

export async function transact(mode, work) {
  for (let attempt = 0; ; attempt += 1) {
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
function once(db, mode, work) {
  return new Promise((resolve, reject) => {
    const tx = db.transaction(STORES, mode, { durability: 'strict' });
    let result = null;
    const failed = (event) => reject(tx.error ?? event.target?.error ?? new DOMException('aborted', 'AbortError'));
    tx.oncomplete = () => resolve(result);
    tx.onabort = failed;
    tx.onerror = failed;
    const done = (value) => {
      result = value;
      if (mode === 'readwrite') {
        tx.commit?.();
      }
    };
    work((name) => tx.objectStore(name), done);
  });
}

// Keeps an entry and gives it its number, in one transaction. It comes sealed for a journal; where the person's open one is
// another, nothing is kept and that one is named, or null where a new one must be begun. Resolves to { kept }, { held } when
// the name is taken, or { journal }.
export function keep(entry, partnership, sealedFor) {
  return transact('readwrite', (store, done) => {
    store('entries').get(entry.id).onsuccess = ({ target: { result: held } }) => {
      if (held) {
        done({ held });
        return;
      }
      store('journals').getAll().onsuccess = ({ target: { result: journals } }) => {
        const own = journals.find((j) => j.person === entry.author && j.partnership === partnership && !j.closed);
        if (own ? own.id !== sealedFor : journals.some((j) => j.id === sealedFor)) {
          done({ journal: own?.id ?? null });
          return;
        }
        const journal = own ?? { id: sealedFor, person: entry.author, partnership, last_seq: 0, closed: false };
        journal.last_seq += 1;
        const kept = { ...entry, journal: journal.id, seq: journal.last_seq, state: { is: 'waiting' } };
        store('journals').put(journal);
        store('entries').add(kept);
        done({ kept });
      };
    };
  });
}

// A person's journals, everything that waits or was refused, the newest others, and all that is known beside them.
export async function load(person, newest) {
  const found = await transact('readonly', (store, done) => {
    const seen = new Set();
    const out = { entries: [], journals: [], meta: {} };
    const mine = (record) => {
      if (record.author === person && !seen.has(record.id)) {
        seen.add(record.id);
        out.entries.push(record);
      }
    };
    for (const state of ['waiting', 'refused']) {
      store('entries').index('is').getAll(state).onsuccess = ({ target }) => target.result.forEach(mine);
    }
    store('journals').getAll().onsuccess = ({ target }) => {
      out.journals = target.result.filter((journal) => journal.person === person);
      for (const { id } of out.journals) {
        let left = newest;
        const numbers = IDBKeyRange.bound([id, 0], [id, Infinity]);
        store('entries').index('number').openCursor(numbers, 'prev').onsuccess = ({ target: { result: cursor } }) => {
          if (cursor && left > 0) {
            left -= 1;
            mine(cursor.value);
            cursor.continue();
          }
        };
      }
    };
    store('meta').openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (cursor) {
        if (cursor.key.startsWith(person) || /^(device$|promise\/)/.test(cursor.key)) {
          out.meta[cursor.key] = cursor.value;
        }
        cursor.continue();
      }
    };
    done(out);
  });
  found.entries.sort((a, b) => (a.journal === b.journal ? b.seq - a.seq : a.journal < b.journal ? 1 : -1));
  return found;
}

// All that is kept of a person: what an answer is settled against.
export function all(person) {
  return transact('readonly', (store, done) => {
    const out = [];
    store('entries').getAll().onsuccess = ({ target }) => {
      out.push(...target.result.filter((record) => record.author === person));
    };
    done(out);
  });
}

// What an answer changed, whole or not at all. A state is written only where the entry is still there.
export function settle(change) {
  return transact('readwrite', (store, done) => {
    let open = 1;
    const step = () => {
      open -= 1;
      if (open === 0) {
        done(true);
      }
    };
    for (const [id, state] of change.states) {
      open += 1;
      store('entries').get(id).onsuccess = ({ target: { result: record } }) => {
        if (record) {
          store('entries').put({ ...record, state });
        }
        step();
      };
    }
    for (const id of change.closed) {
      open += 1;
      store('journals').get(id).onsuccess = ({ target: { result: journal } }) => {
        if (journal) {
          store('journals').put({ ...journal, closed: true });
        }
        step();
      };
    }
    change.gone.forEach((id) => store('entries').delete(id));
    for (const [name, value] of Object.entries(change.meta)) {
      store('meta').put(value, name);
    }
    step();
  });
}

// What version 1 kept in plain takes its sealed form, whole or not at all: records under their new names, and what was
// known of the one person that the phone then had.
export function sealOver(records, meta) {
  return transact('readwrite', (store, done) => {
    for (const [old, record] of records) {
      store('entries').delete(old);
      store('entries').add(record);
    }
    for (const name of ['identity', 'contact', 'tallies', 'changes', 'timers', 'shift', 'unit']) {
      store('meta').delete(name);
    }
    for (const [name, value] of Object.entries(meta)) {
      store('meta').put(value, name);
    }
    done(true);
  });
}
