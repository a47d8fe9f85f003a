// What a device keeps for handing over without the net: one list of pickups, and notes of what was given.

/**
 * @typedef {{ code: string, name: string, phone_end: string, packed: boolean, lines: string[], total: number,
 *   hash: string }} Pickup
 * @typedef {{ id: string, place: string, place_name: string, made_at: string, valid_until: string, salt: string,
 *   orders: Pickup[] }} PickupList
 * @typedef {{ order: string, id: string, list: string, place: string, secret: string, at: string, outcome: string,
 *   detail: string }} Given  `outcome` is empty until the note was sent and taken
 */

const NAME = "pickups";
const LIST = "list";
const GIVEN = "given";

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function done(request) {
  return new Promise((well, failed) => {
    request.onsuccess = () => well(request.result);
    request.onerror = () => failed(request.error);
  });
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(LIST);
    request.result.createObjectStore(GIVEN, { keyPath: "order" });
  };
  return done(request);
}

/**
 * Do `work` on one store, and wait until it is written.
 * @template T @param {string} name @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest<T>} work
 * @returns {Promise<T>}
 */
async function within(name, mode, work) {
  const database = await open();
  try {
    const transaction = database.transaction(name, mode);
    const written = new Promise((well, failed) => {
      transaction.oncomplete = well;
      transaction.onabort = () => failed(transaction.error);
    });
    const [result] = await Promise.all([done(work(transaction.objectStore(name))), written]);
    return result;
  } finally {
    database.close();
  }
}

/** The list while it is good; one that has run out is removed. @returns {Promise<PickupList | null>} */
export async function readList() {
  const list = /** @type {PickupList | undefined} */ (await within(LIST, "readonly", (store) => store.get(LIST)));
  if (!list) return null;
  if (Date.parse(list.valid_until) > Date.now()) return list;
  await dropList();
  return null;
}

/** Keep a new list, and forget the notes that were sent: what they tell of is not on it. @param {PickupList} list */
export async function keepList(list) {
  await within(LIST, "readwrite", (store) => store.put(list, LIST));
  for (const note of await readGiven()) {
    if (note.outcome) await within(GIVEN, "readwrite", (store) => store.delete(note.order));
  }
}

/** Remove the list; notes that were not sent stay. */
export async function dropList() {
  await within(LIST, "readwrite", (store) => store.clear());
}

/** All notes. @returns {Promise<Given[]>} */
export function readGiven() {
  return within(GIVEN, "readonly", (store) => store.getAll());
}

/** Note an order as given; false when it was noted before. @param {Given} note */
export async function noteGiven(note) {
  try {
    await within(GIVEN, "readwrite", (store) => store.add(note));
    return true;
  } catch (error) {
    if (error instanceof DOMException && error.name === "ConstraintError") return false;
    throw error;
  }
}

/** Write what came of a note; the secret of one that was taken is forgotten. @param {Given} note */
export async function keepOutcome(note) {
  const kept = note.outcome ? { ...note, secret: "" } : note;
  await within(GIVEN, "readwrite", (store) => store.put(kept));
}
