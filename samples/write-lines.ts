/** How the samples' generators put their events out: as JSON lines on standard output, when run as the main program. */
import { pathToFileURL } from "node:url"

/**
 * Prints the events when `module` (its `import.meta.url`) is the program that was started.
 * Arguments of the command line: how many events, and the seed.
 */
export function mainWritesLines(
  module: string,
  defaults: { readonly count: number; readonly seed: number },
  generate: (count: number, seed: number) => readonly unknown[],
): void {
  if (module !== pathToFileURL(process.argv[1] ?? "").href) return
  const [count = defaults.count, seed = defaults.seed] = process.argv.slice(2).map(Number)
  // The reader may stop early (`| head`): that is no failure of ours.
  process.stdout.on("error", () => process.exit(0))
  process.stdout.write(
    generate(count, seed)
      .map((event) => `${JSON.stringify(event)}\n`)
      .join(""),
  )
}
