// Keeps a page for staff up to date while it is looked at. The server says that the figures have changed, the same page
// is fetched again, and only what differs is replaced: where one has scrolled, what one is on and what is unfolded stay.
//
// The words are the page's own: they stand on the element with [data-live], {} for the time of the figures. Without
// this script the page is whole; it is then as of when it was loaded.

const SOON_MS = 2_000;
const AT_MOST_MS = 60_000;
const STEADY_MS = 30_000;

const place = document.querySelector('[data-live]');
const { live, fresh, lost, over } = place.dataset;
const script = document.querySelector('script').getAttribute('src');
let { commit, at } = place.dataset;
let line, opened, timer, busy, again, ended;
let tries = 0;

function say(words) {
  const text = words.replace('{}', at);
  // The same words again would be read aloud again.
  if (place.textContent !== text) {
    place.textContent = text;
  }
}

function become(mine, theirs) {
  if (mine.nodeType !== 1 || mine.nodeName !== theirs.nodeName) {
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
      const stamp = page.querySelector('[data-live]');
      if (!answer.ok || !stamp) {
        throw new Error(answer.statusText);
      }
      if (page.querySelector('script').getAttribute('src') !== script) {
        // Of another build: its sheets belong to it.
        location.reload();
        return;
      }
      ({ commit, at } = stamp.dataset);
      for (const region of ['header', 'main']) {
        become(document.querySelector(region), page.querySelector(region));
      }
      document.title = page.title;
      say(fresh);
    }
  } finally {
    busy = false;
  }
}

function hangUp() {
  clearTimeout(timer);
  line?.close();
}

function lose() {
  hangUp();
  tries = Date.now() - opened > STEADY_MS ? 1 : tries + 1;
  opened = undefined;
  say(lost);
  const wait = Math.min(SOON_MS * 2 ** (tries - 1), AT_MOST_MS);
  // Not all pages at once when a server comes back.
  timer = setTimeout(start, wait * (0.75 + Math.random() / 2));
}

function follow() {
  hangUp();
  line = new EventSource(`${live}?after=${commit}`);
  line.onopen = () => (opened = Date.now());
  line.onerror = lose;
  line.addEventListener('figures', () => refresh().then(leave, lose));
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
