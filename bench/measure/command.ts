/** The command `cep` of a checkout. */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { run } from "./child.ts"

/** The file that users start, as the checkout's package.json names it. */
export function commandOf(checkout: string): string {
  const { bin } = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")) as { bin: { cep: string } }
  return join(checkout, bin.cep)
}

/** Makes the form of the command that starts quickly, as an installation has it. Revisions that have none stay as they are. */
export async function prepareCommand(checkout: string): Promise<void> {
  const script = join(checkout, "tools/build-cep.ts")
  if (existsSync(script)) await run(process.execPath, [script])
}
