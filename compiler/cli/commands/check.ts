import { summarize } from "../../../lang/diagnostic.ts"
import { compile } from "../../index.ts"
import { withPlaces } from "../diagnostic-places.ts"
import { exitCodes } from "../error.ts"
import { load } from "../load.ts"
import { print, say, sayProblems } from "../terminal.ts"

export interface CheckOptions {
  readonly json?: boolean
  readonly maxWarnings?: number
}

/**
 * `cep check`: the problems of files and what looks wrong in them, for people on standard error or for tools (`--json`) on standard output.
 * The exit code says that there are errors, or more warnings than are allowed.
 */
export async function check(files: readonly string[], options: CheckOptions): Promise<number> {
  const { entries, sources } = await load(files)
  const { diagnostics } = await compile(sources, { entries, lint: true })
  const errors = diagnostics.some(({ level }) => level === "error")
  const warnings = diagnostics.filter(({ level }) => level === "warning").length
  const tooMany = warnings > (options.maxWarnings ?? Number.POSITIVE_INFINITY)
  if (options.json === true) {
    await print(
      `${JSON.stringify(
        diagnostics.map((each) => withPlaces(each, sources)),
        null,
        2,
      )}\n`,
    )
  } else {
    await sayProblems(diagnostics, sources)
    const what = sources.length === 1 ? "1 file" : `${sources.length} files`
    await say(`${what}: ${summarize(diagnostics)}\n`)
    if (tooMany && !errors) await say(`more warnings than --max-warnings ${options.maxWarnings} allows\n`)
  }
  return errors || tooMany ? exitCodes.ruleErrors : exitCodes.done
}
