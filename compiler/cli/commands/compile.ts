import { writeFile } from "node:fs/promises"
import { basename, join, relative, resolve } from "node:path"
import { fileFailure } from "../../../runtime/connectors/file/failure.ts"
import { makeFolder } from "../../../runtime/connectors/file/folder.ts"
import type { SourceMap } from "../../index.ts"
import { compileLoaded, type Success } from "../compile.ts"
import { CliError, exitCodes } from "../error.ts"
import { load } from "../load.ts"
import { say } from "../terminal.ts"

export interface CompileOptions {
  readonly out: string
  readonly bundle?: boolean
  readonly target: string
}

/** `cep compile`: writes an ES module, its types and its source map. */
export async function compileFiles(files: readonly string[], options: CompileOptions): Promise<number> {
  if (options.target === "flink") throw new CliError("--target flink is not built yet; --target js is")
  if (options.target !== "js")
    throw new CliError(`--target ${options.target}: there is js (and flink, which is not built yet)`)
  const loaded = await load(files)
  const compiled = await compileLoaded(loaded)
  const name = basename(loaded.entries[0]!, ".cep")
  const folder = resolve(options.out)
  const written = options.bundle === true ? await bundled(compiled, name) : separate(compiled, name, folder)
  try {
    await makeFolder(folder)
    for (const [file, text] of written) await writeFile(join(folder, file), text)
  } catch (error) {
    throw fileFailure("write into", options.out, error)
  }
  await say(`wrote ${written.map(([file]) => join(options.out, file)).join(", ")}\n`)
  return exitCodes.done
}

/** Module, types, map: the map's sources are named as seen from the folder. */
function separate({ module }: Success, name: string, folder: string): [string, string][] {
  const map = { ...module.map, file: `${name}.js`, sources: namedFrom(folder, module.map) }
  return [
    [`${name}.js`, `${module.code.trimEnd()}\n//# sourceMappingURL=${name}.js.map\n`],
    [`${name}.js.map`, `${JSON.stringify(map)}\n`],
    [`${name}.d.ts`, module.dts()],
  ]
}

function namedFrom(folder: string, map: SourceMap): string[] {
  return map.sources.map((path) => relative(folder, resolve(path ?? "")).replaceAll("\\", "/"))
}

async function bundled({ module, plan }: Success, name: string): Promise<[string, string][]> {
  const { bundle } = await import("../../bundle/bundle.ts")
  return [
    [`${name}.js`, await bundle(module, { enricher: plan.awaited.length > 0 })],
    [`${name}.d.ts`, module.dts({ bundle: true })],
  ]
}
