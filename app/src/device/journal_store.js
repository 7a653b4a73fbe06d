// The phone's journal: IndexedDB `rond`, version 1. Bound by journal_store.rs; nothing else opens this database.
//
// What is promised here: a write resolves only when its transaction is complete with strict durability, that is, when
// it survives the browser and the phone. Nothing foreign is awaited inside a transaction, so none ends halfway.
//
//   entries   by id: { id, journal, seq, author, body, state: { is }, kept_at_ms }
//   journals  by id: { id, person, partnership, last_seq, closed }
//   meta      by name: identity, contact, tallies, changes, timers, promise/<id>

const NAME = 'rond';
const VERSION = 1;
const REOPENINGS = 3;
const STORES = ['entries', 'journals', 'meta'];

let opening = null;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = () => {
      const db = asked.result;
      const entries = db.createObjectStore('entries', { keyPath: 'id' });
      entries.createIndex('number', ['journal', 'seq'], { unique: true });
      entries.createIndex('is', 'state.is');
      db.createObjectStore('journals', { keyPath: 'id' });
      db.createObjectStore('meta');
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

async function transact(mode, work) {
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

// Keeps an entry and gives it its number, in one transaction. Resolves to the record that is now kept, or to null when
// the id is taken by other content.
export function keep(entry, partnership, freshJournal) {
  return transact('readwrite', (store, done) => {
    store('entries').get(entry.id).onsuccess = ({ target: { result: held } }) => {
      if (held) {
        done(held.body === entry.body && held.author === entry.author ? held : null);
        return;
      }
      store('journals').getAll().onsuccess = ({ target: { result: journals } }) => {
        const own = journals.find((j) => j.person === entry.author && j.partnership === partnership && !j.closed);
        const journal = own ?? { id: freshJournal, person: entry.author, partnership, last_seq: 0, closed: false };
        journal.last_seq += 1;
        const record = { ...entry, journal: journal.id, seq: journal.last_seq, state: { is: 'waiting' } };
        store('journals').put(journal);
        store('entries').add(record);
        done(record);
      };
    };
  });
}

// A person's journals, everything that waits or was refused, the newest others, and all that is known beside them.
export function load(person, newest) {
  return transact('readonly', (store, done) => {
    const found = new Map();
    const out = { entries: [], journals: [], meta: {} };
    const mine = (record) => record.author === person && found.set(record.id, record);
    store('journals').getAll().onsuccess = ({ target }) => {
      out.journals = target.result.filter((journal) => journal.person === person);
    };
    for (const state of ['waiting', 'refused']) {
      store('entries').index('is').getAll(state).onsuccess = ({ target }) => target.result.forEach(mine);
    }
    let left = newest;
    store('entries').openCursor(null, 'prev').onsuccess = ({ target: { result: cursor } }) => {
      if (cursor && left > 0) {
        left -= mine(cursor.value) ? 1 : 0;
        cursor.continue();
        return;
      }
      out.entries = [...found.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
    };
    store('meta').openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (cursor) {
        out.meta[cursor.key] = cursor.value;
        cursor.continue();
      }
    };
    done(out);
  });
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
