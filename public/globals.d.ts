// What the scripts share, for the type checker alone (`cargo xtask test --only scripts`). Nothing of it is served.

/** What journal.js keeps of an entry: `body` is sealed, and so is the name. */
interface EntryRecord {
  id: string;
  journal: string;
  seq: number;
  author: string;
  body: string;
  state: { is: string };
  /** Of version 1 alone, which kept entries in plain. */
  kept_at_ms?: number;
}

interface JournalRecord {
  id: string;
  person: string;
  partnership: string;
  last_seq: number;
  closed: boolean;
}

/** A person's key, wrapped under what the PIN gives and under a key of the browser's. */
interface KeyRecord {
  person: string;
  partnership: string;
  mark: string;
  salt: Bytes;
  rounds: number;
  device: CryptoKey;
  wrapped: Bytes;
  escrow: string | null;
  check: string;
  wrong: number;
  until: number;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** By the names of the stores. A value of `meta` is text under a seal, or what the server said in plain. */
interface Records {
  entries: EntryRecord;
  journals: JournalRecord;
  meta: unknown;
  keys: KeyRecord;
}

/** A request of IndexedDB, as far as the scripts use one. */
interface Answered<Result> {
  onsuccess: ((event: { target: { result: Result } }) => void) | null;
}

interface Cursor<Value> {
  key: string;
  value: Value;
  update(value: Value): void;
  continue(): void;
}

/** A store of IndexedDB inside a transaction, as far as the scripts use one. Its keys are texts. */
interface Store<Value> {
  get(key: IDBValidKey): Answered<Value | undefined>;
  getAll(): Answered<Value[]>;
  put(value: Value, key?: IDBValidKey): void;
  add(value: Value): void;
  delete(key: IDBValidKey | IDBKeyRange): void;
  openCursor(range?: IDBKeyRange | null, direction?: IDBCursorDirection): Answered<Cursor<Value> | null>;
  index(name: string): {
    count(key: IDBValidKey): Answered<number>;
    get(key: IDBValidKey): Answered<Value | undefined>;
    getAll(key?: IDBValidKey | IDBKeyRange): Answered<Value[]>;
    getAllKeys(key?: IDBValidKey | IDBKeyRange): Answered<string[]>;
    openCursor(
      key?: IDBValidKey | IDBKeyRange | null,
      direction?: IDBCursorDirection,
    ): Answered<Cursor<Value> | null>;
  };
}

type OpenStore = <Name extends keyof Records>(name: Name) => Store<Records[Name]>;

/** What opens and seals for the one who has unlocked the page. */
type Seal = Awaited<ReturnType<typeof import('./seal.js').sealOf>>;

/**
 * With what the server is to open it by: `key` is there until the server has it, sealed. The client takes `textKey` over when
 * it starts.
 */
type OwnSeal = Omit<Seal, 'textKey'> & { textKey?: Bytes; escrow: string | null; key: Bytes | null };

declare var unlocked: OwnSeal & { transact: typeof import('./journal.js').transact };

/** WebKit's word for "was installed on the home screen". */
interface Navigator {
  readonly standalone?: boolean;
}

/** The Barcode Detection API, which only some browsers have. */
declare class BarcodeDetector {
  constructor(options: { formats: string[] });
  detect(image: ImageBitmapSource): Promise<{ rawValue: string }[]>;
}
