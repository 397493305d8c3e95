/** The simulation of the whole job for a long time: `npm run simulate [-- SEEDS [FIRST]]`. What fails says its seed. */
import { spawnSync } from "node:child_process"
import { randomInt } from "node:crypto"
import { fileURLToPath } from "node:url"

const [seeds = "10000", first = String(randomInt(2 ** 31)), ...rest] = process.argv.slice(2)
const isNumber = (text: string) => /^\d+$/.test(text)
if (!isNumber(seeds) || !isNumber(first) || rest.length > 0) {
  console.error("npm run simulate [-- SEEDS [FIRST]], two whole numbers: how many seeds, and the first one")
  process.exit(2)
}
console.log(`To repeat this run: npm run simulate -- ${seeds} ${first}`)
const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url))
const args = [vitest, "run", "test/simulation", "-t", "whatever goes wrong"]
const { status } = spawnSync(process.execPath, args, {
  env: { ...process.env, SIMULATIONS: seeds, FIRST: first },
  stdio: "inherit",
  cwd: fileURLToPath(new URL("..", import.meta.url)),
})
process.exitCode = status ?? 1
