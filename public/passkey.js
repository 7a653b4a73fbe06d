// Speaks to the browser's keys (WebAuthn) for the pages that offer them. What is asked and whether the answer is right is the
// server's affair; this only carries both. Without this script, or in a browser without keys, what it works on stays
// hidden and the pages are whole.

const WAYS = '/api/v1/passkeys/';

/** @param {string} text */
function bytes(text) {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
}

/** @param {ArrayBuffer} buffer */
function text(buffer) {
  const letters = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return letters.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

class Told extends Error {}

/**
 * @param {string} way
 * @param {object} what
 */
async function post(way, what) {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(WAYS + way, { method: 'POST', headers, body: JSON.stringify(what) });
  const told = await answer.json();
  if (!answer.ok) {
    throw new Told(told.title);
  }
  return told;
}

// The server's JSON, with bytes where the browser wants them.
/**
 * @param {PublicKeyCredentialCreationOptionsJSON & PublicKeyCredentialRequestOptionsJSON} options
 * @returns {any} Of either kind, as the page has asked for it.
 */
function asked(options) {
  /** @param {{ id: string }[] | undefined} list */
  const named = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));
  const read = {
    ...options,
    challenge: bytes(options.challenge),
    excludeCredentials: named(options.excludeCredentials),
    allowCredentials: named(options.allowCredentials),
  };
  return options.user ? { ...read, user: { ...options.user, id: bytes(options.user.id) } } : read;
}

/** @param {Credential | null} credential */
function answered(credential) {
  const key = /** @type {PublicKeyCredential} */ (credential);
  // An attestation or an assertion: each has some of these.
  const given = /** @type {AuthenticatorAttestationResponse & AuthenticatorAssertionResponse} */ (key.response);
  const { clientDataJSON, attestationObject, authenticatorData, signature, userHandle } = given;
  const parts = { clientDataJSON, attestationObject, authenticatorData, signature, userHandle };
  /** @type {Record<string, string>} */
  const response = {};
  for (const [name, part] of Object.entries(parts)) {
    if (part) {
      response[name] = text(part);
    }
  }
  return { id: key.id, rawId: text(key.rawId), type: key.type, response };
}

/** @param {HTMLElement} place */
async function carry(place) {
  const { passkey = '', next } = place.dataset;
  const { publicKey } = await post(`${passkey}/ask`, {});
  if (passkey === 'new') {
    const key = await navigator.credentials.create({ publicKey: asked(publicKey) });
    const name = place.querySelector('input')?.value;
    return post(passkey, { name, answer: answered(key) });
  }
  const key = await navigator.credentials.get({ publicKey: asked(publicKey) });
  return post(passkey, { next, answer: answered(key) });
}

/**
 * @param {HTMLElement} place
 * @param {HTMLButtonElement} button
 */
async function act(place, button) {
  const said = /** @type {HTMLElement} */ (place.querySelector('[data-said]'));
  said.textContent = '';
  button.disabled = true;
  try {
    const { to } = await carry(place);
    location.assign(to);
  } catch (error) {
    // What the server says is for people; what the browser says isn't.
    said.textContent = (error instanceof Told && error.message) || (place.dataset.failed ?? '');
    button.disabled = false;
  }
}

if (window.PublicKeyCredential) {
  document.querySelectorAll('[data-without-passkeys]').forEach((place) => place.remove());
  /** @type {NodeListOf<HTMLElement>} */
  const places = document.querySelectorAll('[data-passkey]');
  for (const place of places) {
    place.hidden = false;
    const button = /** @type {HTMLButtonElement} */ (place.querySelector('button'));
    place.addEventListener(place.matches('form') ? 'submit' : 'click', (event) => {
      event.preventDefault();
      if (place.matches('form') || button.contains(/** @type {Node} */ (event.target))) {
        act(place, button);
      }
    });
  }
}
