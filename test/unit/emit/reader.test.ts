import { expect, test } from "vitest"
import type { Host } from "../../../runtime/abi/host.ts"
import { builtins } from "../../../runtime/functions/index.ts"
import { createLibrary } from "../../../runtime/library/library.ts"
import { LineScanner } from "../../../runtime/library/line-scanner.ts"
import { compileText } from "../../support/compiled.ts"

test("a field may be called as what its reader uses of the module", async () => {
  const { manifest, create } = await compileText(`
    event A { values: "x" | "y", scan: integer, field: string, at: time } timed by at
    rule R { when A where values == "x" alert }
  `)
  const [read] = create(createLibrary(builtins), {}, { code: (_: number, constant: number) => constant } as Host)
    .readers!
  const fields = { values: "x", scan: 3, field: "f", at: 5 }
  const line = `${JSON.stringify(fields)}\n`
  const bytes = new TextEncoder().encode(line)
  const scanner = new LineScanner(manifest.events[0]!.fields.map(({ name }) => name))
  scanner.open({ bytes, ascii: true, text: (from, to) => line.slice(from, to) })
  scanner.begin(0)
  expect(read!(scanner)).toEqual(fields)
})
