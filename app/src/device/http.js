// Requests to the server. Bound by http.rs. Whether the phone is online is never trusted; only a response is.

// Sends one request. A lost connection, a time-out and a page of somebody else's network come back as such, never as an
// exception: status 0 where nothing came.
/**
 * @param {string} method
 * @param {string} path
 * @param {string | undefined} body
 * @param {number} timeoutMs
 */
export async function request(method, path, body, timeoutMs) {
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), timeoutMs);
  try {
    const answer = await fetch(path, {
      method,
      body: body ?? undefined,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      credentials: 'same-origin',
      cache: 'no-store',
      signal: cut.signal,
    });
    const text = await answer.text();
    const seconds = Number(answer.headers.get('retry-after'));
    return { status: answer.status, text, retry_after_ms: seconds > 0 ? seconds * 1000 : null };
  } catch {
    return { status: 0, text: '', retry_after_ms: null };
  } finally {
    clearTimeout(timer);
  }
}

// What the unit's entries added up to: the page that the server makes of it, without what stands around.
export async function feedback() {
  try {
    const answer = await fetch(`/mine?person=${unlocked.person}&lang=${document.documentElement.lang}`, { cache: 'no-store', redirect: 'error' });
    // It names the newest report, which will be read without coverage too.
    const path = answer.headers.get('x-rond-report');
    if (path) {
      navigator.serviceWorker?.ready.then(({ active }) => active?.postMessage({ type: 'read', path }));
    }
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const main = page.querySelector('main');
    return answer.ok && main ? main.innerHTML : null;
  } catch {
    return null;
  }
}

// One sender across tabs: resolves to a function that releases the lock, or to null when another tab has it. Where there are
// no locks everybody sends; the server counts an entry once anyhow.
export function lockSender() {
  if (!navigator.locks) {
    return Promise.resolve(() => {});
  }
  return new Promise((resolve) => {
    /** @param {Lock | null} lock */
    const held = (lock) => {
      if (lock) {
        return new Promise((release) => resolve(release));
      }
      resolve(null);
      return undefined;
    };
    navigator.locks.request('rond-sender', { ifAvailable: true }, held).catch(() => resolve(() => {}));
  });
}
