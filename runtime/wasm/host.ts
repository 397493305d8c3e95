/** Memory has pages of so many bytes. */
export const pageBytes = 65_536

/** Memory of a module. */
export interface WasmMemory {
  /** Another one after `grow`. */
  readonly buffer: ArrayBuffer
  /** By so many pages. Throws where there is not so much. */
  grow(pages: number): number
}

type Imports = Readonly<Record<string, Readonly<Record<string, (value: number) => number>>>>

/** What is used of the global of that name: not every host has it, or allows it. */
interface WebAssemblyHost {
  readonly Module: new (code: Uint8Array) => object
  readonly Instance: new (module: object, imports: Imports) => { readonly exports: Readonly<Record<string, unknown>> }
}

/** What a module exports. Throws where the host has no WebAssembly, does not allow it, lacks an instruction, or has no memory for it. */
export function instantiate(code: Uint8Array, imports: Imports = {}): Readonly<Record<string, unknown>> {
  const { WebAssembly: host } = globalThis as unknown as { readonly WebAssembly?: WebAssemblyHost }
  if (host === undefined) throw new Error("this host has no WebAssembly")
  return new host.Instance(new host.Module(code), imports).exports
}
