// Speaks to the browser's keys (WebAuthn) for the pages that offer them. What is asked and whether the answer is right is the
// server's affair; this only carries both. Without this script, or in a browser without keys, what it works on stays
// hidden and the pages are whole.

const WAYS = '/api/v1/passkeys/';

function bytes(text) {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
}

function text(buffer) {
  const letters = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return letters.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

class Told extends Error {}

async function post(way, what) {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(WAYS + way, { method: 'POST', headers, body: JSON.stringify(what) });
  const told = await answer.json();
  if (!answer.ok) {
    throw new Told(told.title);
  }
  return told;
}

function asked(options) {
  const named = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));
  const read = { ...options, challenge: bytes(options.challenge) };
  read.excludeCredentials = named(options.excludeCredentials);
  read.allowCredentials = named(options.allowCredentials);
  if (options.user) {
    read.user = { ...options.user, id: bytes(options.user.id) };
  }
  return read;
}

function answered(key) {
  const { clientDataJSON, attestationObject, authenticatorData, signature, userHandle } = key.response;
  const parts = { clientDataJSON, attestationObject, authenticatorData, signature, userHandle };
  const response = {};
  for (const [name, part] of Object.entries(parts)) {
    if (part) {
      response[name] = text(part);
    }
  }
  return { id: key.id, rawId: text(key.rawId), type: key.type, response };
}

async function carry(place) {
  const { passkey, next } = place.dataset;
  const { publicKey } = await post(`${passkey}/ask`, {});
  if (passkey === 'new') {
    const key = await navigator.credentials.create({ publicKey: asked(publicKey) });
    const name = place.querySelector('input').value;
    return post(passkey, { name, answer: answered(key) });
  }
  const key = await navigator.credentials.get({ publicKey: asked(publicKey) });
  return post(passkey, { next, answer: answered(key) });
}

async function act(place, button) {
  const said = place.querySelector('[data-said]');
  said.textContent = '';
  button.disabled = true;
  try {
    const { to } = await carry(place);
    location.assign(to);
  } catch (error) {
    // What the server says is for people; what the browser says isn't.
    said.textContent = (error instanceof Told && error.message) || place.dataset.failed;
    button.disabled = false;
  }
}

if (window.PublicKeyCredential) {
  document.querySelectorAll('[data-without-passkeys]').forEach((place) => place.remove());
  for (const place of document.querySelectorAll('[data-passkey]')) {
    place.hidden = false;
    const button = place.querySelector('button');
    place.addEventListener(place.matches('form') ? 'submit' : 'click', (event) => {
      event.preventDefault();
      if (place.matches('form') || button.contains(event.target)) {
        act(place, button);
      }
    });
  }
}
