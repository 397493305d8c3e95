import { spawnSync } from "node:child_process"
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { buildCommand, licensesOf, root } from "./command.ts"
import { buildConsole } from "./console.ts"

/** The parts of package.json that publishing needs. */
interface Manifest {
  name: string
  version: string
  description: string
  license: string
  type: string
  engines: Record<string, string>
  dependencies: Record<string, string>
  peerDependencies: Record<string, string>
  peerDependenciesMeta: Record<string, { optional: boolean }>
  exports: Record<string, string>
}

/** The command in the published folder. */
const command = "compiler/cli/main.js"

/**
 * Makes the folder that is published: JavaScript, declarations and source maps of lang, compiler and runtime, the command as a few files of its
 * own, and a package.json. Returns the compiler's words, empty if all went well. Whatever was in the folder is gone.
 */
export async function build(folder: string): Promise<string> {
  rmSync(folder, { recursive: true, force: true })
  const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc")
  const run = spawnSync(process.execPath, [tsc, "-p", join(root, "tsconfig.build.json"), "--outDir", folder], {
    cwd: root,
    encoding: "utf8",
  })
  if (run.status !== 0) return `${run.stdout}${run.stderr}` || `tsc ended with ${run.status ?? run.signal}`
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (path.endsWith(".d.ts")) nameBuiltFiles(join(folder, path))
  }
  await writeCommand(folder)
  const manifest: Manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(published(manifest), null, 2)}\n`)
  await buildConsole(join(folder, "console/dist"))
  // Dashboard and alerting rules for those who run jobs.
  cpSync(join(root, "ops"), join(folder, "ops"), { recursive: true })
  if (existsSync(join(root, "README.md"))) copyFileSync(join(root, "README.md"), join(folder, "README.md"))
  return ""
}

async function writeCommand(folder: string): Promise<void> {
  const place = join(folder, dirname(command))
  const placeOf = (path: string) => join(folder, built(relative(root, path)))
  const made = await buildCommand({ folder: place, placeOf })
  mkdirSync(place, { recursive: true })
  for (const [name, contents] of made.files) writeFileSync(join(place, name), contents)
  writeFileSync(join(place, "LICENSES.md"), licensesOf(made))
}

/** The published package.json: without what is there for development alone, and with the built files' names. */
export function published(manifest: Manifest): Record<string, unknown> {
  const { name, version, description, license, type, engines, dependencies } = manifest
  const { peerDependencies, peerDependenciesMeta } = manifest
  const exports = Object.fromEntries(
    Object.entries(manifest.exports).map(([entry, path]) => [
      entry,
      path.endsWith(".ts") ? { types: path.replace(/\.ts$/, ".d.ts"), default: built(path) } : path,
    ]),
  )
  return {
    name,
    version,
    description,
    license,
    type,
    engines,
    bin: { cep: command },
    exports,
    dependencies,
    peerDependencies,
    peerDependenciesMeta,
  }
}

/** The compiler rewrites the imports' endings in JavaScript only; declarations keep `.ts`, which users' settings may refuse. */
function nameBuiltFiles(path: string): void {
  const text = readFileSync(path, "utf8")
  const renamed = text.replace(/((?:from|import)\s*\(?\s*")(\.[^"]*?)(?<!\.d)\.ts"/g, '$1$2.js"')
  if (renamed !== text) writeFileSync(path, renamed)
}

function built(path: string): string {
  return path.replace(/\.ts$/, ".js")
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const problems = await build(join(root, "dist"))
  if (problems !== "") {
    console.error(problems)
    process.exitCode = 1
  }
}
