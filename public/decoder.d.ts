// What wasm-bindgen makes of app/decoder/, for the type checker alone.

export default function (options: { module_or_path: URL }): Promise<void>;
export function decode(width: number, grey: Uint8Array): string | undefined;
