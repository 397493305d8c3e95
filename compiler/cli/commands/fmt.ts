import { writeFile } from "node:fs/promises"
import { Report } from "../../../lang/diagnostic.ts"
import { format } from "../../../lang/format/format.ts"
import { parse } from "../../../lang/syntax/parse.ts"
import { exitCodes } from "../error.ts"
import { findFiles, readText } from "../load.ts"
import { say, sayProblems } from "../terminal.ts"

export interface FmtOptions {
  readonly check?: boolean
}

/** `cep fmt`: brings files into the one canonical layout; `--check` only says which are not. Files with syntax errors stay as they are. */
export async function fmt(files: readonly string[], options: FmtOptions): Promise<number> {
  let broken = 0
  const changed: string[] = []
  const paths = await findFiles(files)
  for (const path of paths) {
    const source = { path, text: await readText(path) }
    const report = new Report()
    const file = parse(source, report)
    if (report.hasErrors) {
      broken++
      await sayProblems(report.diagnostics, [source])
      continue
    }
    const text = format(file, source)
    if (text === source.text) continue
    changed.push(path)
    if (options.check !== true) await writeFile(path, text)
  }
  const verb = options.check === true ? "would be formatted" : "formatted"
  for (const path of changed) await say(`${verb}: ${path}\n`)
  if (broken === 0 && changed.length === 0)
    await say(`${paths.length === 1 ? "1 file is" : `${paths.length} files are`} in the canonical layout\n`)
  return broken > 0 || (options.check === true && changed.length > 0) ? exitCodes.ruleErrors : exitCodes.done
}
