/** Another revision, installed in a folder of its own. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { run } from "./child.ts"
import { root } from "./machine.ts"

export interface Checkout {
  readonly folder: string
  /** What was asked for, and the commit that it is. */
  readonly name: string
  readonly remove: () => void
}

/**
 * Clones the revision and installs what it needs. This checkout's program for the library interface is put into it, since the revision may have
 * none; it then imports that revision's package.
 */
export async function checkOut(revision: string): Promise<Checkout> {
  const { stdout } = await run("git", ["rev-parse", "--verify", "--short=12", `${revision}^{commit}`], { cwd: root })
  const commit = stdout.trim()
  const folder = mkdtempSync(join(tmpdir(), "cep-bench-"))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once("SIGINT", () => {
    remove()
    process.exit(130)
  })
  try {
    await run("git", ["clone", "--quiet", "--shared", "--no-checkout", root, folder])
    await run("git", ["checkout", "--quiet", "--detach", commit], { cwd: folder })
    // What `npm run` sets is about this checkout.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("npm_")))
    await run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder, env })
    mkdirSync(join(folder, "bench"), { recursive: true })
    copyFileSync(join(root, "bench/through-library.ts"), join(folder, "bench/through-library.ts"))
  } catch (error) {
    remove()
    throw error
  }
  return { folder, name: commit.startsWith(revision) ? commit : `${revision} (${commit})`, remove }
}
