// The phone's journal, in the storage that public/journal.js describes. Bound by journal_store.rs.
//
// Everything goes in sealed and comes out opened here, under the key of the one who has unlocked the page (`unlocked`, public/door.js);
// how a text is bound to its place stands in app/domain/src/aad.rs.

/**
 * An entry as the client hands it over; `body` is its canonical text.
 * @typedef {{ id: string, author: string, body: string, kept_at_ms: number }} NewEntry
 */
/**
 * A record that this key opened: `id` and `body` are the entry's own.
 * @typedef {EntryRecord} OpenedEntry
 */
/**
 * What `add` found: the record, if it was added; else another under its name, another journal, or a key that is gone.
 * @typedef {{ record?: EntryRecord, held?: EntryRecord, journal?: string, shut?: boolean }} Added
 */
/**
 * An entry's state, by its id or by its name.
 * @typedef {[string, { is: string }]} Named
 */
/**
 * What an answer changes.
 * @typedef {{ states: Named[], gone: string[], meta: Record<string, unknown>, closed: string[] }} Change
 */

// The client is loaded while the door still stands: nobody has unlocked anything when this module is read.
/**
 * @template Result
 * @param {IDBTransactionMode} mode
 * @param {(open: OpenStore, done: (result: Result) => void) => void} work
 */
const transact = (mode, work) => unlocked.transact(mode, work);
/**
 * @param {string} journal
 * @param {string} name
 */
const atEntry = (journal, name) => `rond entry 1|${journal}|${name}`;
/** @param {string} name */
const atKnown = (name) => `rond known 1|${unlocked.person}|${name}`;
// What everybody may read.
const PLAIN = /^promise\//;
// Of the 50 that a request may name (app/domain/src/limits.rs); the others are room for those that are begun meanwhile.
const JOURNALS = 40;

// The journal that the next entry most likely goes into: it is sealed for it before the transaction begins.
/** @type {string | null} */
let likely = null;

// What the last answer has given back: it waits, also where no room was found to write that down.
/** @type {string[]} */
let owed = [];

// A record as it was before it was sealed; null for one that this key doesn't open, or that was moved.
/**
 * @param {EntryRecord} record
 * @returns {Promise<OpenedEntry | null>}
 */
async function opened(record) {
  const inside = JSON.parse((await unlocked.open(atEntry(record.journal, record.id), record.body)) ?? 'null');
  return inside && (await unlocked.name(inside.id)) === record.id ? { ...record, ...inside } : null;
}

/** @param {EntryRecord[]} records */
async function allOpened(records) {
  return (await Promise.all(records.map(opened))).filter((entry) => entry !== null);
}

// Keeps an entry and gives it its number, in one transaction. Resolves to the record that is now kept, or to null when
// the id is taken by other content.
/**
 * @param {NewEntry} entry
 * @param {string} partnership
 * @param {string} fresh A journal's id, should a new one be begun.
 */
export function keep(entry, partnership, fresh) {
  const again = () => kept(entry, partnership, fresh);
  return again().catch((why) => withRoom(why, [], again));
}

// Does it again where there was no room and now is some: what the server has is let go before its time, also what it is known
// to have although that couldn't be written down, and never what it has given back. Only removing needs no room.
/**
 * @template Result
 * @param {string} why
 * @param {string[]} held
 * @param {() => Promise<Result>} again
 * @returns {Promise<Result>}
 */
async function withRoom(why, held, again) {
  /** @type {boolean} */
  const freed =
    why === 'QuotaExceededError' &&
    (await transact('readwrite', (store, done) => {
      store('entries').index('is').getAllKeys('received').onsuccess = ({ target: { result } }) => {
        const names = [...result, ...held].filter((name) => !owed.includes(name));
        names.forEach((name) => store('entries').delete(name));
        done(names.length > 0);
      };
    }));
  if (!freed) {
    throw why;
  }
  return again();
}

/**
 * @param {NewEntry} entry
 * @param {string} partnership
 * @param {string} fresh
 * @returns {Promise<OpenedEntry | null>}
 */
async function kept({ author, ...inside }, partnership, fresh) {
  const name = await unlocked.name(inside.id);
  for (let journal = likely ?? fresh; ; ) {
    const body = await unlocked.seal(atEntry(journal, name), JSON.stringify(inside));
    const answer = await add({ id: name, author, body }, partnership, journal);
    if (answer.record) {
      likely = journal;
      return { ...answer.record, ...inside };
    }
    if (answer.shut) {
      throw 'shut';
    }
    if (answer.held) {
      const held = await opened(answer.held);
      return held?.body === inside.body && held.author === author ? held : null;
    }
    // Another journal is open, or the one that was is closed: it is sealed again for the right one.
    journal = answer.journal ?? fresh;
  }
}

// An entry comes sealed for a journal; where the person's open one is another, nothing is added and that one is named, or
// null where a new one must be begun. Nor is anything added once the key is gone that would open it, or is another's (enrol.js).
/**
 * @param {{ id: string, author: string, body: string }} entry
 * @param {string} partnership
 * @param {string} sealedFor
 * @returns {Promise<Added>}
 */
function add(entry, partnership, sealedFor) {
  return transact('readwrite', (store, done) => {
    let shut = false;
    store('keys').get(entry.author).onsuccess = ({ target: { result: key } }) => {
      shut = !key || (Boolean(key.check) && key.check !== unlocked.check);
    };
    store('entries').get(entry.id).onsuccess = ({ target: { result: held } }) => {
      if (held || shut) {
        done({ held, shut });
        return;
      }
      store('journals').getAll().onsuccess = ({ target: { result: journals } }) => {
        const own = journals.find((j) => j.person === entry.author && j.partnership === partnership && !j.closed);
        if (own ? own.id !== sealedFor : journals.some((j) => j.id === sealedFor)) {
          done({ journal: own?.id });
          return;
        }
        const journal = own ?? { id: sealedFor, person: entry.author, partnership, last_seq: 0, closed: false };
        journal.last_seq += 1;
        const record = { ...entry, journal: journal.id, seq: journal.last_seq, state: { is: 'waiting' } };
        store('journals').put(journal);
        store('entries').add(record);
        done({ record });
      };
    };
  });
}

// This person's journals, everything that waits or was refused, the newest others, and all that is known beside them. A
// request names every journal that is loaded: of closed ones of which nothing lies here any more only the newest, as far as
// the server's bound allows.
/** @param {number} newest */
export async function load(newest) {
  const { person } = unlocked;
  /**
   * @typedef {{
   *   found: Map<string, EntryRecord>, inUse: Set<string>, journals: JournalRecord[], meta: Record<string, unknown>,
   * }} Found
   */
  /** @type {Found} */
  const out = await transact('readonly', (store, done) => {
    const found = new Map();
    /** @type {Found} */
    const out = { found, inUse: new Set(), journals: [], meta: {} };
    /** @param {EntryRecord} record */
    const mine = (record) => record.author === person && found.set(record.id, record);
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
            out.inUse.add(id);
            mine(cursor.value);
            cursor.continue();
          }
        };
      }
    };
    store('meta').openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (cursor) {
        out.meta[cursor.key] = cursor.value;
        cursor.continue();
      }
    };
    done(out);
  });
  /** @param {JournalRecord} journal */
  const isOver = ({ id, closed }) => Number(closed && !out.inUse.has(id));
  out.journals.sort((a, b) => isOver(a) - isOver(b) || (a.id < b.id ? 1 : -1)).splice(JOURNALS);
  likely = out.journals.find((journal) => !journal.closed)?.id ?? null;
  const entries = await allOpened([...out.found.values()]);
  entries.sort((a, b) => (a.id < b.id ? 1 : -1));
  /** @type {Record<string, unknown>} */
  const meta = {};
  for (const [key, value] of Object.entries(out.meta)) {
    const [of, name] = key.split('/');
    if (of === person) {
      const text = await unlocked.open(atKnown(name), String(value));
      meta[name] = JSON.parse(text ?? 'null') ?? undefined;
    } else if (PLAIN.test(key) || key === 'device') {
      meta[key] = value;
    }
  }
  return { entries, journals: out.journals, meta };
}

// All that is kept of this person: what an answer is settled against.
export async function all() {
  /** @type {EntryRecord[]} */
  const records = await transact('readonly', (store, done) => {
    store('entries').getAll().onsuccess = ({ target }) => done(target.result);
  });
  return allOpened(records.filter((record) => record.author === unlocked.person));
}

// What an answer changed, whole or not at all; where there is no room, as much of it as takes none. A state is written only
// where the entry is still there.
/** @param {Change} change */
export async function settle(change) {
  /** @param {Named} state @returns {Promise<Named>} */
  const renamed = async ([id, state]) => [await unlocked.name(id), state];
  const named = await Promise.all(change.states.map(renamed));
  const gone = await Promise.all(change.gone.map(unlocked.name));
  /**
   * @param {string} name
   * @param {unknown} value
   * @returns {Promise<[string, unknown]>}
   */
  const sealed = async (name, value) => {
    if (PLAIN.test(name)) {
      return [name, value];
    }
    return [`${unlocked.person}/${name}`, await unlocked.seal(atKnown(name), JSON.stringify(value))];
  };
  const meta = await Promise.all(Object.entries(change.meta).map(([name, value]) => sealed(name, value)));
  /** @param {string} is */
  const all = (is) => named.filter(([, state]) => state.is === is).map(([name]) => name);
  owed = all('waiting');
  const write = () => written(named, gone, meta, change.closed);
  return write().catch((why) => withRoom(why, all('received'), write));
}

/**
 * @param {Named[]} named
 * @param {string[]} gone
 * @param {[string, unknown][]} meta
 * @param {string[]} closed
 * @returns {Promise<boolean>}
 */
function written(named, gone, meta, closed) {
  return transact('readwrite', (store, done) => {
    let open = 1;
    const step = () => {
      open -= 1;
      if (open === 0) {
        done(true);
      }
    };
    for (const [name, state] of named) {
      open += 1;
      store('entries').get(name).onsuccess = ({ target: { result: record } }) => {
        if (record) {
          store('entries').put({ ...record, state });
        }
        step();
      };
    }
    for (const id of closed) {
      open += 1;
      store('journals').get(id).onsuccess = ({ target: { result: journal } }) => {
        if (journal) {
          store('journals').put({ ...journal, closed: true });
        }
        step();
      };
    }
    gone.forEach((name) => store('entries').delete(name));
    meta.forEach(([name, value]) => store('meta').put(value, name));
    step();
  });
}
