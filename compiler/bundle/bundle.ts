import { join, resolve, sep } from "node:path"
import { fileURLToPath } from "node:url"
import { inlineMap, partOfMap, type SourceMap } from "../5-emit/source-map.ts"

/** What a bundle is made from: the generated module of a compilation. */
export interface Bundled {
  readonly code: string
  readonly map: SourceMap
}

export interface BundleOptions {
  /** Puts the source map into the bundle, so that stack traces name the rules' lines. Default: true. */
  readonly sourceMap?: boolean
  /** Exports `createEnricher` as well: for rules that call asynchronous functions. */
  readonly enricher?: boolean
}

/**
 * One ES module without any import: the rules and the engine. Exports `rules` and `createEngine`, and runs in Node, in a
 * browser and in other hosts of JavaScript. esbuild is loaded when it is called.
 */
export async function bundle({ code, map }: Bundled, options: BundleOptions = {}): Promise<string> {
  const { build } = await import("esbuild")
  const result = await build({
    stdin: {
      contents: entry(options.enricher === true),
      resolveDir: here,
      sourcefile: "bundle.js",
    },
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2022",
    charset: "ascii",
    legalComments: "inline",
    logLevel: "silent",
    // The map names sources as seen from where the process works.
    outfile: "bundle.js",
    sourcemap: options.sourceMap === false ? false : "external",
    sourcesContent: true,
    plugins: [
      {
        name: "rules",
        setup(setup) {
          setup.onResolve({ filter: /^cepheus-rules$/ }, () => ({ path: "rules.js", namespace: "rules" }))
          setup.onLoad({ filter: /.*/, namespace: "rules" }, () => ({ contents: `${code}${inlineMap(map)}\n` }))
        },
      },
    ],
  })
  const [text, written] = ["js", "map"].map(
    (end) => result.outputFiles.find(({ path }) => path.endsWith(`.${end}`))?.text,
  )
  if (written === undefined) return text!
  // That of the engine would be twice as long as all the code, and Node reads it at each start.
  const full = JSON.parse(written) as SourceMap
  return `${text!}${inlineMap(partOfMap(full, (source) => !isOurs(resolve(source))))}\n`
}

const here = fileURLToPath(new URL(".", import.meta.url))
const runtime = fileURLToPath(new URL("../../runtime", import.meta.url))

/** Whether a file is the engine's, or a package's. */
function isOurs(path: string): boolean {
  return path.startsWith(runtime + sep) || path.split(sep).includes("node_modules")
}

/** The engine stands beside the compiler: as TypeScript in a checkout, as JavaScript in the package. */
function entry(enricher: boolean): string {
  const engine = join(runtime, `index.${extension()}`)
  const names = enricher ? "createEngine, createEnricher" : "createEngine"
  return `export { rules } from "cepheus-rules"\nexport { ${names} } from ${JSON.stringify(engine)}\n`
}

function extension(): string {
  return import.meta.url.endsWith(".ts") ? "ts" : "js"
}
