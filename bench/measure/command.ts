/** The command `cep` of a checkout. */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { run } from "./child.ts"

/**
 * The file that an installation starts: what `prepareCommand` made. (`npx cep` in a checkout looks first whether each of its nine hundred sources is what that was made of.)
 * Where nothing was made, the one that the checkout's package.json names.
 */
export function commandOf(checkout: string): string {
  const place = join(checkout, ".cache/cep")
  const made = join(place, "current.json")
  if (existsSync(made)) return join(place, (JSON.parse(readFileSync(made, "utf8")) as { main: string }).main)
  const { bin } = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")) as { bin: { cep: string } }
  return join(checkout, bin.cep)
}

/** Makes the form of the command that starts quickly, as an installation has it. Revisions that have none stay as they are. */
export async function prepareCommand(checkout: string): Promise<void> {
  const script = join(checkout, "tools/build-cep.ts")
  if (existsSync(script)) await run(process.execPath, [script])
}
