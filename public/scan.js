// Reads a one-time code off a picture that the phone's own camera takes. Loaded only when somebody asks for it (enrol.js).
//
// Where the browser can't read codes itself, a decoder is fetched (app/decoder): enrolling needs coverage anyhow, so no phone
// keeps one. The picture never leaves the phone.

const SIDE_PX = 640;

// The code; null where no picture was taken. Fails where there is no code on it.
export async function read() {
  const picture = await taken();
  if (!picture) {
    return null;
  }
  const bitmap = await createImageBitmap(picture);
  const text = (await readInBrowser(bitmap)) ?? (await readWithDecoder(bitmap));
  if (!text) {
    throw new Error('no code on the picture');
  }
  return codeIn(text);
}

/** @returns {Promise<File | undefined>} */
function taken() {
  const input = document.createElement('input');
  Object.assign(input, { type: 'file', accept: 'image/*', hidden: true });
  input.setAttribute('capture', 'environment');
  document.body.append(input);
  return new Promise((resolve) => {
    const done = () => {
      resolve(input.files?.[0]);
      input.remove();
    };
    input.addEventListener('change', done);
    input.addEventListener('cancel', done);
    input.click();
  });
}

/** @param {ImageBitmap} bitmap */
async function readInBrowser(bitmap) {
  try {
    const [found] = await new BarcodeDetector({ formats: ['qr_code'] }).detect(bitmap);
    return found?.rawValue;
  } catch {
    return undefined;
  }
}

/** @param {ImageBitmap} bitmap */
async function readWithDecoder(bitmap) {
  const scale = Math.min(1, SIDE_PX / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.floor(side * scale)));
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const drawing = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  drawing.drawImage(bitmap, 0, 0, width, height);
  const { data } = drawing.getImageData(0, 0, width, height);
  const grey = new Uint8Array(width * height);
  for (let at = 0; at < grey.length; at += 1) {
    grey[at] = 0.3 * data[4 * at] + 0.6 * data[4 * at + 1] + 0.1 * data[4 * at + 2];
  }
  const { default: start, decode } = await import('./decoder.js');
  await start({ module_or_path: new URL('./decoder_bg.wasm', import.meta.url) });
  return decode(width, grey);
}

// The code alone, or an address that ends in it.
/** @param {string} text */
function codeIn(text) {
  return (/[#&]kod=([^&]+)/.exec(text)?.[1] ?? text).slice(0, 40);
}
