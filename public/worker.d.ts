// What sw.js finds around it, for the type checker alone. Nothing of it is served.

/** Put in its place when the site is assembled. */
declare const __FILES__: string[];
