import { fileURLToPath } from "node:url"
import { inlineMap, type SourceMap } from "../5-emit/source-map.ts"

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
      resolveDir: fileURLToPath(new URL(".", import.meta.url)),
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
    sourcemap: options.sourceMap === false ? false : "inline",
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
  return result.outputFiles[0]!.text
}

/** The engine stands beside the compiler: as TypeScript in a checkout, as JavaScript in the package. */
function entry(enricher: boolean): string {
  const runtime = fileURLToPath(new URL(`../../runtime/index.${extension()}`, import.meta.url))
  const names = enricher ? "createEngine, createEnricher" : "createEngine"
  return `export { rules } from "cepheus-rules"\nexport { ${names} } from ${JSON.stringify(runtime)}\n`
}

function extension(): string {
  return import.meta.url.endsWith(".ts") ? "ts" : "js"
}
