// What lies on the phone is sealed: AES-256-GCM, under a key that is in memory only while its person has unlocked the app.
//
// Every text is bound to its place (app/domain/src/aad.rs names them all), so that none can be moved to another. A sealed
// text is twelve bytes of nonce, the text and sixteen bytes of tag, each byte a character: so local storage and IndexedDB
// keep it as bytes.

const NONCE_BYTES = 12;
export const KEY_BYTES = 64;

const subtle = crypto.subtle;
const utf8 = new TextEncoder();
/** @param {string} text */
export const bytesOf = (text) => Uint8Array.from(text, (c) => c.charCodeAt(0));
/** @param {Uint8Array} bytes */
export const textOf = (bytes) => Array.from(bytes, (b) => String.fromCharCode(b)).join('');
/** @param {number} count */
export const random = (count) => crypto.getRandomValues(new Uint8Array(count));
/** @param {(ArrayBuffer | ArrayLike<number>)[]} parts */
export const joined = (...parts) => {
  const all = parts.map((part) => new Uint8Array(/** @type {ArrayBuffer} */ (part)));
  const whole = new Uint8Array(all.reduce((length, part) => length + part.length, 0));
  all.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
};

/**
 * @param {CryptoKey} key
 * @param {Bytes} bytes
 * @param {string} [place]
 */
export async function encrypt(key, bytes, place = '') {
  const iv = random(NONCE_BYTES);
  return joined(iv, await subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8.encode(place) }, key, bytes));
}

/**
 * @param {CryptoKey} key
 * @param {Bytes} bytes
 * @param {string} [place]
 */
export async function decrypt(key, bytes, place = '') {
  const how = { name: 'AES-GCM', iv: bytes.slice(0, NONCE_BYTES), additionalData: utf8.encode(place) };
  return new Uint8Array(await subtle.decrypt(how, key, bytes.slice(NONCE_BYTES)));
}

// What a PIN gives.
/**
 * @param {string} pin
 * @param {Bytes} salt
 * @param {number} iterations
 */
export async function ofPin(pin, salt, iterations) {
  const typed = await subtle.importKey('raw', utf8.encode(pin), 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return subtle.deriveKey(how, typed, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

// The seal of the one who has unlocked the page, until it starts anew.
/**
 * @param {string} person
 * @param {Bytes} bytes
 */
export async function sealOf(person, bytes) {
  /**
   * @param {Bytes} half
   * @param {string} name
   * @param {KeyUsage[]} can
   */
  const use = (half, name, can) => subtle.importKey('raw', half, name, false, can);
  const textKey = bytes.slice(0, KEY_BYTES / 2);
  const [texts, names] = await Promise.all([
    use(textKey, 'AES-GCM', ['encrypt', 'decrypt']),
    use(bytes.slice(KEY_BYTES / 2), 'AES-CBC', ['encrypt']),
  ]);

  /**
   * @param {string} place
   * @param {string} text
   */
  const seal = async (place, text) => textOf(await encrypt(texts, utf8.encode(text), place));
  /**
   * @param {string} place
   * @param {string} sealed
   */
  const open = async (place, sealed) => {
    try {
      return new TextDecoder().decode(await decrypt(texts, bytesOf(sealed), place));
    } catch {
      return null;
    }
  };

  // What an entry is called here: one block under the second half, the same each time.
  /** @param {string} id */
  const name = async (id) => {
    const plain = Uint8Array.from(id.replaceAll('-', '').match(/../g) ?? [], (hex) => parseInt(hex, 16));
    const block = new Uint8Array(await subtle.encrypt({ name: 'AES-CBC', iv: new Uint8Array(16) }, names, plain));
    const hex = Array.from(block.slice(0, 16), (b) => b.toString(16).padStart(2, '0')).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  };

  // By this a key is known again, and nothing is told of it: whoever was signed out and enrolled anew has another.
  const check = await name('00000000-0000-0000-0000-000000000000');
  // The client seals within the tap, where the browser's ciphers, which answer later, are of no use: it gets the key itself.
  return { person, seal, open, name, check, textKey };
}
