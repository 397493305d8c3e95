import { expect, test } from "vitest"
import {
  assemble,
  block,
  branch,
  branchIf,
  type Code,
  call,
  f64,
  get,
  i32,
  i64,
  loop,
  set,
  tee,
  when,
} from "../../../runtime/wasm/code.ts"
import { instantiate, type WasmMemory } from "../../../runtime/wasm/host.ts"
import { moduleBytes } from "../../../runtime/wasm/module.ts"

/** A function of two numbers, in a memory of one page. */
function run(body: Code, first = 0, second = 0, day: (value: number) => number = () => 0): number {
  const code = moduleBytes({
    parameters: ["first", "second"],
    locals: { sum: "i32", long: "i64" },
    imports: ["day"],
    bodies: { other: i32.const(-1), run: body },
    memoryBytes: 1,
    dataAt: 200,
    data: Uint8Array.of(1, 2, 3, 250),
  })
  const exports = instantiate(code, { from: { day } })
  expect((exports.memory as WasmMemory).buffer.byteLength).toBe(65_536)
  return (exports.run as (first: number, second: number) => number)(first, second)
}

const bounds = [0, 1, 63, 64, 127, 128, 8191, 8192, 2 ** 20, 2 ** 31 - 1, -1, -64, -65, -128, -129, -8193, -(2 ** 31)]

test("numbers are what they were", () => {
  for (const value of bounds) {
    expect(run(i32.const(value))).toBe(value)
    expect(run(i32.wrap(i64.const(BigInt(value))))).toBe(value)
  }
  const large = 0x7676767676767676n
  for (const value of [large, -large, 2n ** 63n - 1n, -(2n ** 63n)]) {
    const halves = [run(i32.wrap(i64.const(value))), run(i32.wrap(i64.shrU(i64.const(value), i64.const(32n))))]
    expect(halves).toEqual([Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n))])
  }
})

test("memory begins with the data, and offsets of any size are read", () => {
  expect(run(i32.byte(i32.const(0), 203))).toBe(250)
  expect(run(i32.byte(i32.const(3), 200))).toBe(250)
  expect(run(i32.load(i32.const(65_000), 500))).toBe(0)
})

test("branches go to the labels of blocks and loops around them", () => {
  const triangle: Code = [
    ...block(
      "end",
      loop(
        "again",
        branchIf("end", i32.eqz(get("first"))),
        set("sum", i32.add(get("sum"), get("first"))),
        set("first", i32.sub(get("first"), i32.const(1))),
        when(i32.gtU(get("sum"), get("second")), [branch("end")], [branch("again")]),
      ),
    ),
    ...get("sum"),
  ]
  expect(run(triangle, 10, 1000)).toBe(55)
  expect(run(triangle, 10, 20)).toBe(27)
})

test("a local that is set in an expression has its value there and later", () => {
  expect(run(i32.mul(tee("sum", i32.const(7)), get("sum")))).toBe(49)
})

test("imported functions are called", () => {
  const asked: number[] = []
  const day = (value: number): number => {
    asked.push(value)
    return 2.5
  }
  expect(run([...f64.ne(call(0, i32.const(12)), f64.const(2.5))], 0, 0, day)).toBe(0)
  expect(asked).toEqual([12])
})

test("names that there are none of are said", () => {
  expect(() => assemble(get("nothing"), ["sum"])).toThrow("nothing has the name nothing")
  expect(() => assemble(block("end", branch("begin")), [])).toThrow("nothing has the name begin")
  // It is not around any more.
  expect(() => assemble([...block("end"), ...branch("end")], [])).toThrow("nothing has the name end")
})

test("a host without WebAssembly says so", () => {
  const { WebAssembly: own } = globalThis as { WebAssembly?: unknown }
  Reflect.deleteProperty(globalThis, "WebAssembly")
  try {
    expect(() => instantiate(new Uint8Array())).toThrow("this host has no WebAssembly")
  } finally {
    Object.assign(globalThis, { WebAssembly: own })
  }
})
