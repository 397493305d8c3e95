/**
 * The property tests for a long time, with a seed of their own: `npm run fuzz [-- PAIRS [SEED]]`. What fails says the seed with
 * which it fails again.
 */
import { spawnSync } from "node:child_process"
import { randomInt } from "node:crypto"
import { fileURLToPath } from "node:url"

const [pairs = "100000", seed = String(randomInt(2 ** 31)), ...rest] = process.argv.slice(2)
const isNumber = (text: string) => /^\d+$/.test(text)
if (!isNumber(pairs) || !isNumber(seed) || rest.length > 0) {
  console.error(
    "npm run fuzz [-- PAIRS [SEED]], two whole numbers: pairs of a rule and a stream, and where chance begins",
  )
  process.exit(2)
}
console.log(`To repeat this run: npm run fuzz -- ${pairs} ${seed}`)
const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url))
const env = { ...process.env, PAIRS: pairs, SEED: seed }
const files = ["engine-reference", "stream.test", "forms.test", "lines.test"].map((name) => `test/property/${name}`)
const args = [vitest, "run", ...files]
const { status } = spawnSync(process.execPath, args, {
  env,
  stdio: "inherit",
  cwd: fileURLToPath(new URL("..", import.meta.url)),
})
process.exitCode = status ?? 1
