/**
 * `npm run bench:plot`: the picture of results that were kept.
 *
 *   node bench/plot.ts bench/results/NAME.json OUTPUT.svg
 */
import { readFileSync, writeFileSync } from "node:fs"
import process from "node:process"
import { machineLine } from "./measure/machine.ts"
import { barPlot } from "./measure/plot.ts"
import type { Report } from "./measure/report.ts"

const [kept, image] = process.argv.slice(2)
if (kept === undefined || image === undefined) {
  console.error("npm run bench:plot -- bench/results/NAME.json OUTPUT.svg")
  process.exit(2)
}
const { machine, results } = JSON.parse(readFileSync(kept, "utf8")) as Report
writeFileSync(image, barPlot(machineLine(machine), results))
