// Signing somebody out of the phone. Loaded only when it is done, unlike the rest of the storage (journal.js).

import { transact } from './journal.js';

// All that lies here of a person goes, and the key with it; nothing does where an entry of theirs is in one of the states
// `held`, but for those that were carried away. Journals end: another enrolment begins new ones.
/**
 * @param {string} person
 * @param {string[]} held
 * @param {Set<string>} [carried]
 * @returns {Promise<boolean>}
 */
export function forget(person, held, carried = new Set()) {
  return transact('readwrite', (open, done) => {
    open('entries').getAll().onsuccess = ({ target: { result: entries } }) => {
      const own = entries.filter((entry) => entry.author === person);
      if (own.some(({ id, state }) => held.includes(state.is) && !carried.has(id))) {
        done(false);
        return;
      }
      own.forEach(({ id }) => open('entries').delete(id));
      open('keys').delete(person);
      open('meta').delete(IDBKeyRange.bound(`${person}/`, `${person}/\uffff`));
      open('journals').openCursor().onsuccess = ({ target: { result: at } }) => {
        if (!at) {
          done(true);
          return;
        }
        if (at.value.person === person) {
          at.update({ ...at.value, closed: true });
        }
        at.continue();
      };
    };
  });
}
