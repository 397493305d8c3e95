/** Whether a service does what checkpoints rest on: of all who make an object under one key one succeeds. Many do not, and say nothing. */
import { randomBytes } from "node:crypto"
import { ConnectorError } from "../../connectors/contract.ts"
import type { S3Objects } from "./objects.ts"

/** So often several requests race. A service that looks and writes in two steps was seen to let more than one win in nearly half of such races. */
const races = 8
const racers = 4

/**
 * Asks for it: one request after the other, then several at once. `prefix`: how the keys of the probes begin; nothing is left of them. Throws `ConnectorError` that says what
 * the service does instead.
 */
export async function proveOnce(objects: S3Objects, prefix: string): Promise<void> {
  const key = `${prefix}-${randomBytes(8).toString("hex")}`
  const one = (text: string) => () => objects.putOnce(key, encode(text))
  await probe(objects, key, "replaces an object in spite of it", async () => [await one("0")(), await one("1")()])
  for (let race = 0; race < races; race++) {
    const own = `${key}-race-${race}`
    const contend = (_: unknown, racer: number) => objects.putOnce(own, encode(String(racer)))
    await probe(objects, own, "lets several requests win that come at once", () =>
      Promise.all(Array.from({ length: racers }, contend)),
    )
  }
}

/** `make` tells who was said to have made the object; it holds the number of one of them. */
async function probe(
  objects: S3Objects,
  key: string,
  otherwise: string,
  make: () => Promise<boolean[]>,
): Promise<void> {
  let made: boolean[]
  let left: Uint8Array | undefined
  try {
    made = await make()
    left = await objects.get(key)
  } finally {
    // What failed before says more than a failure here.
    await objects.remove(key).catch(() => {})
  }
  const winners = made.flatMap((won, number) => (won ? [number] : []))
  const held = left === undefined ? undefined : Number(new TextDecoder().decode(left))
  // Nobody was told where an answer was lost: the one who asked again hears that the name is taken.
  const told = winners.length === 1 ? winners[0] === held : winners.length === 0 && held !== undefined
  if (told) return
  const found = winners.length > 1 ? otherwise : "does not keep the object that was made first"
  throw new ConnectorError(
    "failure",
    `the service does not honour \`If-None-Match: *\` (${objects.show(key)}: it ${found}): two processes could make the same checkpoint, and outputs come twice. Take a service that does, as AWS S3, or a folder`,
  )
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
