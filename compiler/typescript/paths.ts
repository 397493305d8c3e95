import { normalizePath } from "../../lang/check/paths.ts"

/** Paths of sources may begin with `../`; so the folder that stands for their start lies this deep in the project. */
const depth = 24
const root = `/${Array.from({ length: depth }, (_, at) => `cep-${at}`).join("/")}`

/** The path that a source has inside the TypeScript project. Sources that mean one file get one path. */
export function projectPath(path: string): string {
  const normal = normalizePath(path)
  return normal.startsWith("/") ? normal : normalizePath(`${root}/${normal}`)
}

/** Whether a source is TypeScript. */
export function isTypeScript(path: string): boolean {
  return /\.ts$/.test(path)
}

/** Whether an import names a file by its place. */
export function isRelative(specifier: string): boolean {
  return /^\.\.?(\/|$)/.test(specifier)
}

/**
 * The project path of an imported file: as written, or as TypeScript completes it (`./a`, `./a.js`, a folder's `index.ts`).
 * Undefined if there is none.
 */
export function resolveImport(from: string, specifier: string, exists: (path: string) => boolean): string | undefined {
  const target = normalizePath(`${from.split("/").slice(0, -1).join("/")}/${specifier}`)
  const candidates = [target, `${target}.ts`, target.replace(/\.js$/, ".ts"), `${target}.d.ts`, `${target}/index.ts`]
  return candidates.find((candidate) => isTypeScript(candidate) && exists(candidate))
}
