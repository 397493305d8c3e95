/** Where the declarations stand in the project; the name makes them TypeScript's own there, whose types no rule can pass on. */
export const outsidePath = "/lib.outside.d.ts"

/**
 * What asynchronous functions reach of the world: a part of the web's interfaces that Node and browsers have alike, no more than a
 * lookup needs.
 */
export const outsideTypes = `
interface AbortSignal { readonly aborted: boolean }
declare var AbortSignal: { timeout(milliseconds: number): AbortSignal }
declare class AbortController { readonly signal: AbortSignal; abort(): void }
declare class URLSearchParams {
  constructor(init?: string | Record<string, string> | string[][])
  append(name: string, value: string): void
  get(name: string): string | null
  set(name: string, value: string): void
  toString(): string
}
declare class URL {
  constructor(url: string | URL, base?: string | URL)
  readonly host: string
  readonly hostname: string
  pathname: string
  search: string
  readonly searchParams: URLSearchParams
  toString(): string
}
interface Headers { get(name: string): string | null; has(name: string): boolean }
interface Response {
  readonly ok: boolean
  readonly status: number
  readonly statusText: string
  readonly headers: Headers
  json(): Promise<any>
  text(): Promise<string>
}
interface RequestInit {
  method?: string
  headers?: Record<string, string>
  body?: string | URLSearchParams
  signal?: AbortSignal
}
declare function fetch(url: string | URL, init?: RequestInit): Promise<Response>
declare function setTimeout(act: (...given: any[]) => void, milliseconds?: number): unknown
declare function clearTimeout(timer: unknown): void
`
