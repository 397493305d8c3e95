import { summarize } from "../../../lang/diagnostic.ts"
import { compile } from "../../index.ts"
import { withPlaces } from "../diagnostic-places.ts"
import { exitCodes } from "../error.ts"
import { load } from "../load.ts"
import { print, say, sayProblems } from "../terminal.ts"

export interface CheckOptions {
  readonly json?: boolean
}

/** `cep check`: the problems of files, for people on standard error or for tools (`--json`) on standard output. */
export async function check(files: readonly string[], options: CheckOptions): Promise<number> {
  const { entries, sources } = await load(files)
  const { diagnostics } = await compile(sources, { entries })
  const errors = diagnostics.some(({ level }) => level === "error")
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
  }
  return errors ? exitCodes.ruleErrors : exitCodes.done
}
