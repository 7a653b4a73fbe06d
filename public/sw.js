// The service worker: keeps one whole build on the phone, so that the app starts without coverage.
//
// - A build is installed whole or not at all, and a later start uses it; a page that is open keeps its own.
// - What was recorded never passes through here: the app's own journal keeps it.
// - Nothing under /api, and no page but the officer's, is ever kept or answered here.
//
// The build's name and the list of files are filled in when the site is put together.

const BUILD = '__BUILD__';
const FILES = __FILES__;

const PREFIX = 'rond-';
const CACHE = PREFIX + BUILD;
const SHELL = '/';

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(removeOld()));

// Taking over while pages are open is only done when the person asked for the new version.
self.addEventListener('message', (event) => {
  if (event.data?.type === 'take-over') {
    event.waitUntil(self.skipWaiting());
  }
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) {
    return;
  }
  if (request.mode === 'navigate') {
    if (url.pathname === SHELL) {
      event.respondWith(shell(request));
    }
  } else if (isOfASet(url.pathname)) {
    event.respondWith(part(request, url.pathname));
  }
});

// Everything is fetched before anything is kept, past every cache in between.
async function install() {
  const answers = await Promise.all(FILES.map(fetched));
  const known = await caches.has(CACHE);
  try {
    const cache = await caches.open(CACHE);
    await Promise.all(answers.map((answer, at) => cache.put(FILES[at], answer)));
  } catch (error) {
    // A phone that is full keeps the build it has.
    if (!known) {
      await caches.delete(CACHE);
    }
    throw error;
  }
}

async function fetched(path) {
  const answer = await fetch(path, { cache: 'reload' });
  if (!answer.ok || answer.redirected) {
    throw new Error(`${path} answered ${answer.status}: build ${BUILD} is not installed`);
  }
  // The page must be of this build: between two deploys, or behind a login of the network's, it may not be.
  if (path === SHELL && answer.headers.get('x-rond-build') !== BUILD) {
    throw new Error(`the page is of another build than ${BUILD}, which is not installed`);
  }
  return answer;
}

// The build before this one stays: a page that is open may still ask for its files.
async function removeOld() {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
}

// A start never waits for a network, good or bad.
async function shell(request) {
  return (await kept(SHELL, CACHE)) ?? fetch(request);
}

// Own build first; then any that is kept, since a build's files carry its name; then the server, which keeps earlier
// builds as well.
async function part(request, path) {
  const own = await kept(path, CACHE);
  if (own) {
    return own;
  }
  for (const name of (await caches.keys()).filter((name) => name.startsWith(PREFIX))) {
    const other = await kept(path, name);
    if (other) {
      return other;
    }
  }
  return fetch(request);
}

function kept(path, cacheName) {
  return caches.match(path, { cacheName, ignoreVary: true });
}

function isOfASet(path) {
  return path.startsWith('/pkg/') || path.startsWith('/icons/') || path === '/manifest.webmanifest';
}
