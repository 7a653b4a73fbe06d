// Keeps a page for staff up to date while it is looked at. The server says that the figures have changed, the same page
// is fetched again, and only what differs is replaced: where one has scrolled, what one is on and what is unfolded stay.
//
// The stream is read with fetch and not with EventSource, which tells neither the status of a refusal nor whether
// anything arrives. A proxy that holds the stream back until it ends lets nothing through, not even the comment that the
// server sends every few seconds; the page then says so and fetches itself once a minute. It does the same where the
// server follows as many pages as it can.
//
// The words are the page's own: they stand on the element with [data-live], {} for the time of the figures. Without
// this script the page is whole; it is then as of when it was loaded.

const SOON_MS = 2_000;
const AT_MOST_MS = 60_000;
const STEADY_MS = 30_000;
// Longer than any gap between two comments of the server.
const SILENT_MS = 20_000;
const MINUTE_MS = 60_000;

const place = /** @type {HTMLElement} */ (document.querySelector('[data-live]'));
const { live, fresh = '', full = '', held = '', lost = '', over = '' } = place.dataset;
const script = document.querySelector('script')?.getAttribute('src');
let { commit, at = '' } = place.dataset;
/** @type {AbortController | undefined} */
let line;
/** @type {number | undefined} */
let opened;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let busy = false;
let again = false;
let ended = false;
let tries = 0;
// How the figures come: what the page says once it is up to date.
let way = fresh;

/** @param {string} words */
function say(words) {
  const text = words.replace('{}', at);
  // The same words again would be read aloud again.
  if (place.textContent !== text) {
    place.textContent = text;
  }
}

/**
 * @param {ChildNode} mine
 * @param {ChildNode} theirs
 */
function become(mine, theirs) {
  if (!(mine instanceof Element && theirs instanceof Element) || mine.nodeName !== theirs.nodeName) {
    if (!mine.isEqualNode(theirs)) {
      mine.replaceWith(theirs);
    }
    return;
  }
  if (mine === place || mine.isEqualNode(theirs)) {
    return;
  }
  for (const { name } of [...mine.attributes]) {
    // What is unfolded is the reader's own.
    if (!theirs.hasAttribute(name) && name !== 'open') {
      mine.removeAttribute(name);
    }
  }
  for (const { name, value } of theirs.attributes) {
    if (mine.getAttribute(name) !== value) {
      mine.setAttribute(name, value);
    }
  }
  const [here, there] = [[...mine.childNodes], [...theirs.childNodes]];
  here.slice(there.length).forEach((node) => node.remove());
  there.forEach((node, at) => (at < here.length ? become(here[at], node) : mine.append(node)));
}

async function refresh() {
  again = true;
  if (busy) {
    return;
  }
  busy = true;
  try {
    while (again) {
      again = false;
      // Nobody need be there: the session must not last longer for it.
      const answer = await fetch(location.href, { cache: 'no-store', headers: { 'x-rond-by-itself': '1' } });
      if (answer.redirected) {
        ended = true;
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      /** @type {HTMLElement | null} */
      const stamp = page.querySelector('[data-live]');
      if (!answer.ok || !stamp) {
        throw new Error(answer.statusText);
      }
      if (page.querySelector('script')?.getAttribute('src') !== script) {
        // Of another build: its sheets belong to it.
        location.reload();
        return;
      }
      ({ commit, at = '' } = stamp.dataset);
      for (const region of ['header', 'main']) {
        const [mine, theirs] = [document, page].map((whole) => whole.querySelector(region));
        become(/** @type {Element} */ (mine), /** @type {Element} */ (theirs));
      }
      document.title = page.title;
      say(way);
    }
  } finally {
    busy = false;
  }
}

function hangUp() {
  clearTimeout(timer);
  line?.abort();
}

// Tries again after a while: a longer one each time, unless the stream was steady before.
function later() {
  hangUp();
  tries = opened !== undefined && Date.now() - opened > STEADY_MS ? 1 : tries + 1;
  opened = undefined;
  const wait = Math.min(SOON_MS * 2 ** (tries - 1), AT_MOST_MS);
  // Not all pages at once when a server comes back.
  timer = setTimeout(start, wait * (0.75 + Math.random() / 2));
}

function lose() {
  later();
  say(lost);
}

// No stream for now, for a reason that the words tell: the page is fetched once a minute, and each time the stream is tried.
/** @param {string} words */
function byTheMinute(words) {
  hangUp();
  way = words;
  say(way);
  timer = setTimeout(start, MINUTE_MS);
}

async function follow() {
  hangUp();
  const mine = new AbortController();
  line = mine;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => byTheMinute(held), SILENT_MS);
  };
  wait();
  try {
    const headers = { accept: 'text/event-stream' };
    const answer = await fetch(`${live}?after=${commit}`, { cache: 'no-store', headers, signal: mine.signal });
    if (!answer.ok) {
      if (answer.status < 500) {
        // The session has ended or the promise is another: the page itself tells which.
        return later();
      }
      const { code } = await answer.json();
      return code === 'too_many_streams' ? byTheMinute(full) : lose();
    }
    const body = /** @type {ReadableStream<BufferSource>} */ (answer.body);
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        // The session or the server has ended: the page itself tells which.
        return later();
      }
      opened ??= Date.now();
      if (way !== fresh) {
        way = fresh;
        say(way);
      }
      wait();
      const events = (text + value).split('\n\n');
      text = events.pop() ?? '';
      if (events.some((event) => event.startsWith('event: figures'))) {
        refresh().then(leave, lose);
      }
    }
  } catch {
    // Unless the page itself hung up.
    if (!mine.signal.aborted) {
      lose();
    }
  }
}

function leave() {
  if (ended) {
    hangUp();
    say(over);
  }
}

function start() {
  refresh().then(() => (ended ? leave() : follow()), lose);
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    hangUp();
  } else if (!ended) {
    start();
  }
});
follow();
