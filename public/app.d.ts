// What wasm-bindgen makes of app/, for the type checker alone.

export default function (options: { module_or_path: Promise<Response> }): Promise<void>;
export function start(person: string, textKey: Uint8Array | undefined): void;
