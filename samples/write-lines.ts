/** How the samples' generators put their events out: on standard output, when run as the main program. */
import { realpathSync } from "node:fs"
import { pathToFileURL } from "node:url"

/** Whether a module (its `import.meta.url`) is the program that was started, by whatever path. */
export function isProgram(module: string): boolean {
  const program = process.argv[1]
  return program !== undefined && module === pathToFileURL(realpathSync(program)).href
}

interface Size {
  readonly count: number
  readonly seed: number
}

/**
 * Prints the events, as JSON lines, when `module` is the program that was started.
 * Arguments of the command line: how many events, and the seed.
 */
export function mainWritesLines(
  module: string,
  defaults: Size,
  generate: (count: number, seed: number) => readonly unknown[],
): void {
  mainWritesText(module, defaults, (count, seed) =>
    generate(count, seed)
      .map((event) => `${JSON.stringify(event)}\n`)
      .join(""),
  )
}

/** Likewise, for a text of any form. */
export function mainWritesText(
  module: string,
  defaults: Size,
  generate: (count: number, seed: number) => string,
): void {
  if (!isProgram(module)) return
  const [count = defaults.count, seed = defaults.seed] = process.argv.slice(2).map(Number)
  // The reader may stop early (`| head`): that is no failure of ours.
  process.stdout.on("error", () => process.exit(0))
  process.stdout.write(generate(count, seed))
}
