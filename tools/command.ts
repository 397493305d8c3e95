/** The command `cep` as two JavaScript files: Node takes three times as long to load 400 small modules. */
import { createHash } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { join, relative, resolve, sep } from "node:path"
import { fileURLToPath } from "node:url"
import { type BuildOptions, build, type Plugin } from "esbuild"

/** The checkout. */
export const root = fileURLToPath(new URL("..", import.meta.url))

export interface CommandOptions {
  /** The folder in which the files will stand, or one at the same depth. */
  readonly folder: string
  /** Where a module of ours (an absolute path) can be found when the command runs. Default: where it is now. */
  readonly placeOf?: (path: string) => string
}

/** The command, not written yet, and what it was made from. */
export interface Command {
  /** By their names; `main.js` is the one to start. They belong in one folder. */
  readonly files: ReadonlyMap<string, Uint8Array>
  /** Absolute paths of all files that were read. */
  readonly inputs: readonly string[]
}

/**
 * Makes the command: the program as one script, and `main.js`, which runs it. What a run of plain rules does not need is evaluated on demand: the
 * other commands' modules, and the packages of `external`, which must be installed where the folder is. Throws what esbuild finds wrong.
 */
export async function buildCommand({ folder, placeOf = (path) => path }: CommandOptions): Promise<Command> {
  const program = await build({
    ...shared,
    entryPoints: [join(root, "compiler/cli/program.ts")],
    outdir: folder,
    format: "cjs",
    // The parameters of `Program` in compiler/cli/quick-main.ts. CommonJS exports by `module`.
    banner: {
      js: `(function (exports, require, ${placeUrl}, imports) { const module = { set exports(all) { Object.assign(exports, all) } };`,
    },
    footer: { js: "})" },
    // Read as Latin-1, so that V8 keeps a byte for each character.
    charset: "ascii",
    // They bring programs of their own, or are large and rarely needed.
    external: [
      ...["@aws-sdk/client-s3", "esbuild", "kafkajs", "onnxruntime-node", "pg", "ts-morph", "typescript"],
      "vscode-languageserver",
    ],
    plugins: [givenImport, keepPlaces(folder, placeOf), lightBuiltins],
    // Packages are loaded by `require`.
    supported: { "dynamic-import": false },
  })
  const script = program.outputFiles[0]!.contents
  const programFile = `program-${createHash("sha256").update(script).digest("hex").slice(0, 16)}.cjs`
  const main = await build({
    ...shared,
    entryPoints: [join(root, "compiler/cli/quick-main.ts")],
    outdir: folder,
    format: "esm",
    define: { programFile: JSON.stringify(programFile) },
    plugins: [lightBuiltins],
  })
  const inputs = new Set([program, main].flatMap(({ metafile }) => Object.keys(metafile.inputs)))
  return {
    files: new Map([
      ["main.js", main.outputFiles[0]!.contents],
      [programFile, script],
    ]),
    inputs: [...inputs].flatMap((path) => (path.startsWith(light) ? [] : [resolve(root, path)])),
  }
}

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20",
  // `licensesOf` has the whole texts.
  legalComments: "none",
  write: false,
  metafile: true,
  logLevel: "silent",
} satisfies BuildOptions

/** In the script: the URL of `main.js`. */
const placeUrl = "placeUrl"

/** The script cannot import ES modules: `main.js` hands it the function that does. It is also what threads begin with. */
const givenImport: Plugin = {
  name: "given-import",
  setup(setup) {
    const threadFile = `export const threadFile = new URL(${placeUrl})`
    setup.onLoad({ filter: /[/\\]thread-file\.ts$/ }, () => ({ contents: threadFile }))
    setup.onLoad({ filter: /[/\\]import-module\.ts$/ }, () => ({ contents: "export const importModule = imports" }))
  },
}

const light = "light-builtins:"

/**
 * Modules of Node that load many others, taken in a lighter way. `import process` reads all of its properties, which opens the standard streams and
 * loads reports and networking: the global is the same object. commander starts programs for subcommands that are files, and `cep` has none. Most runs
 * ask for no hash: ours load those when they do.
 */
const lightBuiltins: Plugin = {
  name: "light-builtins",
  setup(setup) {
    const contents = new Map([
      ["node:process", "export default globalThis.process"],
      ["node:child_process", 'export default { spawn: () => { throw new Error("cep starts no programs") } }'],
      [
        "node:crypto",
        ["createHash", "randomBytes", "timingSafeEqual"]
          .map((name) => `export const ${name} = (...all) => require("node:crypto").${name}(...all)`)
          .join("\n"),
      ],
    ])
    const namespace = light.slice(0, -1)
    setup.onResolve({ filter: /^node:(process|child_process)$/ }, ({ path }) => ({ path, namespace }))
    setup.onResolve({ filter: /^node:crypto$/ }, ({ path, importer, namespace: from }) =>
      importer.includes("node_modules") || from === namespace ? undefined : { path, namespace },
    )
    setup.onLoad({ filter: /.*/, namespace }, ({ path }) => ({ contents: contents.get(path)! }))
  },
}

/** Modules look for files beside themselves. In the script they have no place: `import.meta.url` is made to name their old one. */
function keepPlaces(folder: string, placeOf: (path: string) => string): Plugin {
  return {
    name: "keep-places",
    setup(setup) {
      setup.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, "utf8")
        if (!text.includes("import.meta.url")) return undefined
        const place = relative(folder, placeOf(path)).split(sep).join("/")
        const url = `new URL(${JSON.stringify(place)}, ${placeUrl}).href`
        return { contents: text.replaceAll("import.meta.url", url), loader: "ts" }
      })
    },
  }
}

/** The licenses of the packages whose code is in the command, as a document. Throws where a package says nothing of its own. */
export function licensesOf({ inputs }: Command): string {
  const folders = new Set(inputs.flatMap((path) => packageFolder(path) ?? []))
  const parts = [...folders].sort().map((folder) => {
    const { name, version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
    const file = licenseNames.map((each) => join(folder, each)).find(existsSync)
    if (file === undefined && !shortLicenses.has(license)) throw new Error(`the package ${name} has no license`)
    const text = file === undefined ? `${license}, by ${author}: all that the package says` : readFileSync(file, "utf8")
    return `## ${name} ${version} (${license})\n\n\`\`\`text\n${text.trim()}\n\`\`\`\n`
  })
  return `# Packages whose code is in the command\n\n${parts.join("\n")}`
}

/** So well known that some packages name them only. */
const shortLicenses: ReadonlySet<string> = new Set(["MIT", "ISC"])

const licenseNames = ["LICENSE", "LICENSE.txt", "LICENSE.md", "license"]

/** The folder of the package that a file belongs to; nothing for files of our own. */
function packageFolder(path: string): string | undefined {
  const parts = path.split(sep)
  const at = parts.lastIndexOf("node_modules")
  if (at < 0) return undefined
  return parts.slice(0, at + (parts[at + 1]!.startsWith("@") ? 3 : 2)).join(sep)
}
