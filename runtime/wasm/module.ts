/** The binary form of a module of functions that are alike from outside (WebAssembly Core Specification 2.0, chapter 5). */
import { assemble, type Code, signed, unsigned } from "./code.ts"
import { pageBytes } from "./host.ts"

const types = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b } as const
export type LocalType = keyof typeof types

export interface ModuleParts {
  /** Parameters of each function, `i32` all of them; so is its result. */
  readonly parameters: readonly string[]
  readonly locals: Readonly<Record<string, LocalType>>
  /** Names of imported functions, in the module `from`: each takes an `i32` and gives an `f64`. */
  readonly imports: readonly string[]
  /** Functions by the names that they are exported by. */
  readonly bodies: Readonly<Record<string, Code>>
  /** Of the memory when it begins; it may grow. */
  readonly memoryBytes: number
  /** What stands in the memory from `dataAt` on. */
  readonly dataAt: number
  readonly data: Uint8Array
}

/** The module's bytes. It exports its memory as `memory`. */
export function moduleBytes({
  parameters,
  locals,
  imports,
  bodies,
  memoryBytes,
  dataAt,
  data,
}: ModuleParts): Uint8Array<ArrayBuffer> {
  const names = [...parameters, ...Object.keys(locals)]
  const declared = list(Object.values(locals).map((type) => [1, types[type]]))
  const functions = Object.values(bodies).map((body) => {
    const code = [...declared, ...assemble(body, names), 0x0b]
    return [...unsigned(code.length), ...code]
  })
  const pages = unsigned(Math.ceil(memoryBytes / pageBytes))
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [
      [0x60, ...list(parameters.map(() => [types.i32])), 1, types.i32],
      [0x60, 1, types.i32, 1, types.f64],
    ]),
    ...section(
      2,
      imports.map((name) => [...text("from"), ...text(name), 0x00, 1]),
    ),
    ...section(
      3,
      functions.map(() => [0]),
    ),
    ...section(5, [[0, ...pages]]),
    ...section(7, [
      ...Object.keys(bodies).map((name, at) => [...text(name), 0x00, ...unsigned(imports.length + at)]),
      [...text("memory"), 0x02, 0],
    ]),
    ...section(10, functions),
    ...section(11, [[0, 0x41, ...signed(BigInt(dataAt)), 0x0b, ...unsigned(data.length), ...data]]),
  ])
}

function section(number: number, entries: readonly (readonly number[])[]): number[] {
  const body = list(entries)
  return [number, ...unsigned(body.length), ...body]
}

function list(entries: readonly (readonly number[])[]): number[] {
  return [...unsigned(entries.length), ...entries.flat()]
}

function text(value: string): number[] {
  const bytes = new TextEncoder().encode(value)
  return [...unsigned(bytes.length), ...bytes]
}
