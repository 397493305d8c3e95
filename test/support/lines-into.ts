import type { EngineOptions } from "../../runtime/abi/engine.ts"
import { ByteBuffer } from "../../runtime/library/growing-bytes.ts"

/** Options that collect the lines of outputs. `direct`: as far as they can be written without an object for each, they are. */
export function linesInto(lines: string[], direct: boolean): Pick<EngineOptions, "onOutput" | "linesOf"> {
  const onOutput: EngineOptions["onOutput"] = (output) => lines.push(output.line())
  if (!direct) return { onOutput }
  const bytes = new ByteBuffer()
  let taken = 0
  const added = (): void => {
    const text = new TextDecoder().decode(bytes.bytes.subarray(taken, bytes.length))
    // Several outputs of one match are written before the first of them is counted.
    const end = text.indexOf("\n")
    lines.push(text.slice(0, end))
    taken += new TextEncoder().encode(text.slice(0, end + 1)).length
  }
  return { onOutput, linesOf: () => ({ bytes, added }) }
}
