// What the phone speaks: what somebody chose on it, else what the browser prefers of the two languages, else Swedish.
//
// A page that lies on the phone is the same for everybody, so it carries its words in both (server/src/web/officer): an element
// in Swedish, and behind it a template with the same element in English.

const KEY = 'rond.language';
const LANGUAGES = ['sv', 'en'];

// A browser that may keep nothing throws when its storage is only looked at.
function chosen() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function language() {
  const preferred = (navigator.languages ?? []).map((tag) => tag.split('-')[0].toLowerCase());
  return [chosen() ?? '', ...preferred].find((tag) => LANGUAGES.includes(tag)) ?? LANGUAGES[0];
}

// Puts a page into the language that the phone speaks.
/** @param {Document} page */
export function translate(page) {
  const tag = language();
  page.documentElement.lang = tag;
  /** @type {NodeListOf<HTMLTemplateElement>} */
  const templates = page.querySelectorAll(`template[data-in="${tag}"]`);
  templates.forEach((template) => {
    template.previousElementSibling?.replaceWith(page.importNode(template.content, true));
    template.remove();
  });
}

// A button that leads to the other language. Only where nobody has unlocked anything: the page starts anew.
document.addEventListener('click', ({ target }) => {
  /** @type {HTMLElement | null} */
  const button = target instanceof Element ? target.closest('[data-speak]') : null;
  const tag = button?.dataset.speak;
  if (tag) {
    try {
      localStorage.setItem(KEY, tag);
      location.reload();
    } catch (error) {
      console.warn('the language is not kept', error);
    }
  }
});
