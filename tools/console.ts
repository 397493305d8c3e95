/** The web pages: the console, which a job serves, and the playground. Each is a page, a script and a style sheet. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { type BuildOptions, build, type Metafile, type OutputFile } from "esbuild"
import { licensesOf, root } from "./command.ts"

/** Makes the console in `console/dist`, whose files `cep run --listen` serves. */
export async function buildConsole(folder = join(root, "console/dist")): Promise<void> {
  await buildPage({ folder, name: "console", entry: "console/main.tsx", page: "console/index.html" })
}

/** Makes the playground: files that any web server can serve, or that are opened from disk. */
export async function buildPlayground(folder = join(root, "samples/playground/dist")): Promise<void> {
  const page = { name: "playground", entry: "console/playground/main.tsx", page: "console/playground/index.html" }
  await buildPage({ folder, ...page })
}

/** Makes the scripts and the style sheet of the documents' site in a folder, with the icon and the licences of what is in them. */
export async function buildSiteScripts(folder: string): Promise<void> {
  const { outputFiles, metafile } = await build({
    ...inBrowser,
    entryPoints: { site: join(root, "console/site/main.tsx"), theme: join(root, "console/site/early.ts") },
    outdir: folder,
  })
  writeBeside(folder, outputFiles, metafile)
}

interface Page {
  readonly folder: string
  readonly name: string
  readonly entry: string
  readonly page: string
}

const inBrowser = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  // No module: browsers load those from servers alone, and the pages may be opened from disk.
  format: "iife",
  platform: "browser",
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  define: { "process.env.NODE_ENV": '"production"' },
  // The same reader of CSV without Node's buffers.
  alias: { "csv-parse/sync": "csv-parse/browser/esm/sync" },
  // What reads TypeScript is Node's: in a browser rules that use some are refused.
  external: ["ts-morph", "esbuild", "typescript"],
  legalComments: "none",
  charset: "utf8",
  write: false,
  metafile: true,
  logLevel: "silent",
} as const satisfies BuildOptions

async function buildPage({ folder, name, entry, page }: Page): Promise<void> {
  const { outputFiles, metafile } = await build({
    ...inBrowser,
    entryPoints: { [name]: join(root, entry) },
    outdir: folder,
  })
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeBeside(folder, outputFiles, metafile)
  writeFileSync(join(folder, "index.html"), readFileSync(join(root, page)))
}

/** Writes what was made, the icon, and the licences of all that is in it. */
function writeBeside(folder: string, files: readonly OutputFile[], { inputs }: Metafile): void {
  for (const { path, contents } of files) writeFileSync(path, contents)
  writeFileSync(join(folder, "icon.svg"), readFileSync(join(root, "console/icon.svg")))
  const paths = Object.keys(inputs).map((path) => join(root, path))
  writeFileSync(join(folder, "LICENSES.md"), licensesOf({ files: new Map(), inputs: paths }))
}
