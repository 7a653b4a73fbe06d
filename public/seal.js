// What lies on the phone is sealed: AES-256-GCM, under a key that is in memory only while its person has unlocked the app.
//
// Every text is bound to its place (app/domain/src/aad.rs names them all), so that none can be moved to another. A sealed
// text is twelve bytes of nonce, the text and sixteen bytes of tag, each byte a character: so local storage and IndexedDB
// keep it as bytes.

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const KEY_BYTES = 64;
// Texts that the tap itself seals are far shorter; a longer one has the second line of defence alone.
const PAD_BYTES = 20_000;
const PADS = 4;

const subtle = crypto.subtle;
const utf8 = new TextEncoder();
export const bytesOf = (text) => Uint8Array.from(text, (c) => c.charCodeAt(0));
export const textOf = (bytes) => Array.from(bytes, (b) => String.fromCharCode(b)).join('');
export const random = (count) => crypto.getRandomValues(new Uint8Array(count));
export const joined = (...parts) => {
  const all = parts.map((part) => new Uint8Array(part));
  const whole = new Uint8Array(all.reduce((length, part) => length + part.length, 0));
  all.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
};

export async function encrypt(key, bytes, place = '') {
  const iv = random(NONCE_BYTES);
  return joined(iv, await subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8.encode(place) }, key, bytes));
}

export async function decrypt(key, bytes, place = '') {
  const how = { name: 'AES-GCM', iv: bytes.slice(0, NONCE_BYTES), additionalData: utf8.encode(place) };
  return new Uint8Array(await subtle.decrypt(how, key, bytes.slice(NONCE_BYTES)));
}

// What a PIN gives.
export async function ofPin(pin, salt, iterations) {
  const typed = await subtle.importKey('raw', utf8.encode(pin), 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return subtle.deriveKey(how, typed, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

// Sixteen bytes as four numbers.
const words = (bytes) => [0, 4, 8, 12].map((at) => new DataView(bytes).getUint32(at));

// GHASH of SP 800-38D: blocks are added and multiplied in GF(2^128), bit by bit. It guards what never leaves the phone's own
// storage, and every text that it guards is opened by the browser's AES-GCM, which would refuse a wrong one.
function hashed(key, bound, sealed) {
  const padded = (bytes) => joined(bytes, new Uint8Array(-bytes.length & 15));
  const lengths = new Uint8Array(16);
  new DataView(lengths.buffer).setUint32(4, bound.length * 8);
  new DataView(lengths.buffer).setUint32(12, sealed.length * 8);
  const all = joined(padded(bound), padded(sealed), lengths);
  let hash = [0, 0, 0, 0];
  for (let at = 0; at < all.length; at += 16) {
    const block = words(all.buffer.slice(at, at + 16));
    const factor = hash.map((word, i) => word ^ block[i]);
    const [power, product] = [[...key], [0, 0, 0, 0]];
    for (let bit = 0; bit < 128; bit += 1) {
      if ((factor[bit >> 5] << (bit & 31)) & 0x80000000) {
        power.forEach((word, i) => (product[i] ^= word));
      }
      const carries = power[3] & 1;
      for (let i = 3; i >= 0; i -= 1) {
        power[i] = (power[i] >>> 1) | (i > 0 ? power[i - 1] << 31 : 0);
      }
      power[0] ^= carries && 0xe1000000;
    }
    hash = product;
  }
  const out = new Uint8Array(16);
  hash.forEach((word, i) => new DataView(out.buffer).setUint32(4 * i, word));
  return out;
}

// The seal of the one who has unlocked the page, until it starts anew.
export async function sealOf(person, bytes) {
  const use = (half, name, can) => subtle.importKey('raw', half, name, false, can);
  const [texts, counted, names] = await Promise.all([
    use(bytes.slice(0, KEY_BYTES / 2), 'AES-GCM', ['encrypt', 'decrypt']),
    use(bytes.slice(0, KEY_BYTES / 2), 'AES-CTR', ['encrypt']),
    use(bytes.slice(KEY_BYTES / 2), 'AES-CBC', ['encrypt']),
  ]);

  const seal = async (place, text) => textOf(await encrypt(texts, utf8.encode(text), place));
  const open = async (place, sealed) => {
    try {
      return new TextDecoder().decode(await decrypt(texts, bytesOf(sealed), place));
    } catch {
      return null;
    }
  };

  // What an entry is called here: one block under the second half, the same each time.
  const name = async (id) => {
    const plain = Uint8Array.from(id.replaceAll('-', '').match(/../g), (hex) => parseInt(hex, 16));
    const block = new Uint8Array(await subtle.encrypt({ name: 'AES-CBC', iv: new Uint8Array(16) }, names, plain));
    const hex = Array.from(block.slice(0, 16), (b) => b.toString(16).padStart(2, '0')).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  };

  // The first line of defence is sealed within the tap, where the browser's ciphers, which answer later, are of no use. What
  // they would do is got ready instead: for a nonce that is used once, the bytes that AES gives (NIST SP 800-38D: the mask
  // of the tag, then those that the text is added to). What comes of it is AES-GCM like everything else, and opened as such.
  const stream = (counter, length) =>
    subtle.encrypt({ name: 'AES-CTR', counter, length: 32 }, counted, new Uint8Array(length));
  const authenticates = words(await stream(new Uint8Array(16), 16));
  const pads = [];
  const refill = async () => {
    const nonce = random(NONCE_BYTES);
    const bytes = new Uint8Array(await stream(joined(nonce, [0, 0, 0, 1]), TAG_BYTES + PAD_BYTES));
    pads.push([nonce, bytes.subarray(0, TAG_BYTES), bytes.subarray(TAG_BYTES)]);
  };
  const sealNow = (place, text) => {
    const [bound, plain] = [utf8.encode(place), utf8.encode(text)];
    if (pads.length === 0 || plain.length > PAD_BYTES) {
      return undefined;
    }
    const [nonce, mask, pad] = pads.shift();
    refill();
    const sealed = plain.map((byte, at) => byte ^ pad[at]);
    const tag = hashed(authenticates, bound, sealed).map((byte, at) => byte ^ mask[at]);
    return textOf(joined(nonce, sealed, tag));
  };
  await Promise.all(Array.from({ length: PADS }, refill));
  // By this a key is known again, and nothing is told of it: whoever was signed out and enrolled anew has another.
  const check = await name('00000000-0000-0000-0000-000000000000');
  return { person, seal, open, name, sealNow, check };
}
