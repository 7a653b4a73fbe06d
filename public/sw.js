// The service worker: keeps one whole build on the phone, so that the app starts without coverage.
//
// - A build is installed whole or not at all, and a later start uses it; a page that is open keeps its own.
// - What was recorded never passes through here: the app's own journal keeps it.
// - Nothing under /api is ever kept or answered here, nor anything else that is somebody's own: that the app keeps, sealed. Of
//   pages, the officer's and the phone's belong to the build; published reports are kept as they were last read.
//
// The build's name and the list of files are filled in when the site is put together.

const BUILD = '__BUILD__';
const FILES = __FILES__;

// `self` is typed as any worker's.
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

const PREFIX = 'rond-';
const CACHE = PREFIX + BUILD;
const SHELL = '/';
const PAGES = [SHELL, '/telefon'];
// Not one of the builds' caches: it outlives them.
const READ = 'read';
const READ_MOST = 8;
const PATIENCE_MS = 4000;
// A version that hasn't arrived after so long is given up, and asked for again at the next look.
const INSTALL_MS = 300_000;

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(removeOld()));

// Taking over while pages are open is only done when the person asked for the new version. What will be read without coverage
// is fetched when the app says that there is some.
worker.addEventListener('message', (event) => {
  if (event.data?.type === 'take-over') {
    event.waitUntil(worker.skipWaiting());
  } else if (event.data?.type === 'read' && isRead(event.data.path)) {
    event.waitUntil(fetchRead(event.data.path).catch(() => undefined));
  }
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) {
    return;
  }
  if (request.mode === 'navigate') {
    if (PAGES.includes(url.pathname)) {
      event.respondWith(shell(url.pathname, request));
    } else if (isRead(url.pathname)) {
      event.respondWith(read(url.pathname, event));
    }
  } else if (isOfASet(url.pathname)) {
    event.respondWith(part(request, url.pathname));
  }
});

// Everything is fetched, bodies included, before anything is kept: a cache that reads from the network while it writes was
// seen to wait for ever in WebKit, and a worker that installs for ever keeps every later version away.
async function install() {
  const answers = await Promise.all(FILES.map(fetched));
  const known = await caches.has(CACHE);
  try {
    const cache = await caches.open(CACHE);
    await Promise.all(answers.map((answer, at) => cache.put(FILES[at], keepable(answer))));
  } catch (error) {
    // A phone that is full keeps the build it has.
    if (!known) {
      await caches.delete(CACHE);
    }
    throw error;
  }
}

// A file whose address names its content is the same wherever it is kept, so that what the page has just loaded isn't sent
// a second time. Where that copy is of no use, and for everything else, the server is asked.
/** @param {string} path */
async function fetched(path) {
  const signal = AbortSignal.timeout?.(INSTALL_MS);
  if (path.startsWith(`/pkg/${BUILD}/`)) {
    const answer = await fetch(path, { signal }).catch(() => null);
    if (answer && isFile(answer)) {
      return whole(answer);
    }
  }
  const answer = await fetch(path, { cache: 'reload', signal });
  const isFit = PAGES.includes(path) ? await isPageOf(answer, `/pkg/${BUILD}/`) : isFile(answer);
  if (!isFit) {
    throw new Error(`${path} answered ${answer.status}, and not with what build ${BUILD} has there: not installed`);
  }
  return whole(answer);
}

// The answer with its body in memory; a body that was cut off is an error here.
/** @param {Response} answer */
async function whole(answer) {
  const { headers, status, statusText } = answer;
  return new Response(await answer.arrayBuffer(), { headers, status, statusText });
}

/** @param {Response} answer */
const isHtml = (answer) => (answer.headers.get('content-type') ?? '').startsWith('text/html');

// A network that wants to be signed in to answers with its own page, whatever was asked for.
/** @param {Response} answer */
function isFile(answer) {
  return answer.ok && !answer.redirected && !isHtml(answer);
}

// A page of ours names files of its build. Proxies may drop headers that they don't know, but not words of a page.
/**
 * @param {Response} answer
 * @param {string} folder
 */
async function isPageOf(answer, folder) {
  return answer.ok && !answer.redirected && isHtml(answer) && (await answer.clone().text()).includes(`"${folder}`);
}

// A cache refuses an answer that says `Vary: *`, which some proxies add; nothing here is chosen by headers.
/** @param {Response} answer */
function keepable(answer) {
  const headers = new Headers(answer.headers);
  headers.delete('vary');
  return new Response(answer.body, { status: answer.status, statusText: answer.statusText, headers });
}

// The build before this one stays: a page that is open may still ask for its files.
async function removeOld() {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
  // Earlier versions kept feedback here in plain.
  const cache = await caches.open(READ);
  await cache.delete('/mine');
}

// A start never waits for a network, good or bad.
/**
 * @param {string} path
 * @param {Request} request
 */
async function shell(path, request) {
  return (await kept(path, CACHE)) ?? fetch(request);
}

// Own build first; then any that is kept, since a build's files carry its name; then the server, which keeps earlier
// builds as well.
/**
 * @param {Request} request
 * @param {string} path
 */
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

/** @param {string} path */
function isRead(path) {
  return /^\/promise\/[^/]+\/reports\/[^/.]+$/.test(path);
}

// The server's page when it answers in time, else the one that was read last.
/**
 * @param {string} path
 * @param {FetchEvent} event
 * @returns {Promise<Response>}
 */
async function read(path, event) {
  const fresh = fetchRead(path);
  event.waitUntil(fresh.catch(() => undefined));
  /** @type {Promise<undefined>} */
  const late = new Promise((resolve) => setTimeout(() => resolve(undefined), PATIENCE_MS));
  const answer = await Promise.race([fresh.catch(() => undefined), late]);
  return answer ?? (await kept(path, READ)) ?? fresh.catch(() => Response.redirect(SHELL));
}

/** @param {string} path */
async function fetchRead(path) {
  const answer = await fetch(path, { cache: 'no-cache', redirect: 'follow' });
  const cache = await caches.open(READ);
  if (answer.ok && !answer.redirected) {
    if (!(await isPageOf(answer, '/pkg/'))) {
      throw new Error(`${path} is a page of the network's own`);
    }
    await cache.put(path, keepable(answer.clone()));
    const paths = await cache.keys();
    await Promise.all(paths.slice(0, -READ_MOST).map((old) => cache.delete(old)));
  } else if (answer.redirected || answer.status === 404) {
    // No longer this phone's to read, or no longer there.
    await cache.delete(path);
    return answer.redirected ? Response.redirect(answer.url) : answer;
  }
  return answer;
}

/**
 * @param {string} path
 * @param {string} cacheName
 */
function kept(path, cacheName) {
  return caches.match(path, { cacheName, ignoreVary: true });
}

/** @param {string} path */
function isOfASet(path) {
  return path.startsWith('/pkg/') || path.startsWith('/icons/') || path === '/manifest.webmanifest';
}
