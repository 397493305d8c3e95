/** What events do to partial matches that never become two, as code for WebAssembly: the loop of `ChainLane.step`, made for one rule. */
import { type RegisterComparison, type RegisterNumber, seenCell } from "../../abi/rows.ts"
import {
  block,
  branch,
  branchIf,
  branchTable,
  type Code,
  f64,
  get,
  i32,
  loop,
  select,
  set,
  when,
} from "../../wasm/code.ts"
import { moduleBytes } from "../../wasm/module.ts"
import {
  type ChainCount,
  type ChainPlaces,
  type ChainShape,
  chainCounts,
  columnsOf,
  double,
  mostEvents,
  placesOf,
  word,
} from "./chain-shape.ts"
import type { Outcome } from "./chain-steps.ts"
import { countWord, firstRoom, free, header, keyWord, nextWord, roomWord } from "./chain-store.ts"
import { lastAtCell, startAtCell, stateCell, type Written } from "./registers.ts"

/** Events whose partial matches are fetched at once. */
const fetchedAtOnce = 64

/**
 * The module. Its function `run` takes events until one needs room for a block, or there are too many partial matches of its key: that one is as it was, and its
 * number the result. Blocks end before the cell `end`; `blocks` is the place of what says where those of keys are.
 */
export function chainModule(shape: ChainShape, memoryBytes: number): Uint8Array<ArrayBuffer> {
  return moduleBytes({
    parameters: ["i", "to", "blocks", "end", "limit"],
    locals: {
      ahead: "i32",
      j: "i32",
      slot: "i32",
      block: "i32",
      known: "i32",
      count: "i32",
      room: "i32",
      kept: "i32",
      cell: "i32",
      behind: "i32",
      into: "i32",
      seen: "i32",
      target: "i32",
      step: "i32",
      endStep: "i32",
      dest: "i32",
      wider: "i32",
      time: "f64",
    },
    imports: [],
    bodies: { run: new ChainWriter(shape).run() },
    memoryBytes,
    dataAt: 0,
    data: new Uint8Array(0),
  })
}

/** Goes to the code whose place is the value. */
function choose(label: string, value: Code, cases: readonly Code[]): Code {
  const labels = cases.map((_, at) => `${label} ${at}`)
  let code = branchTable(labels.slice(0, -1), labels.at(-1)!, value)
  for (const [at, body] of cases.entries()) code = [block(labels[at]!, code), body, branch(label)]
  return block(label, code)
}

class ChainWriter {
  private readonly shape: ChainShape
  private readonly places: ChainPlaces
  private readonly columns: readonly number[]
  private readonly strideBytes: number

  constructor(shape: ChainShape) {
    this.shape = shape
    this.columns = columnsOf(shape)
    this.places = placesOf(shape.layout, this.columns.length)
    this.strideBytes = double * shape.layout.stride
  }

  run(): Code {
    const { places, shape } = this
    return [
      set("ahead", get("i")),
      block(
        "stopped",
        loop(
          "events",
          branchIf("stopped", i32.geU(get("i"), get("to"))),
          when(i32.eq(get("i"), get("ahead")), [this.fetch()]),
          block(
            "next",
            set("slot", i32.add(get("blocks"), this.words(i32.load(this.words(get("i")), places.keys)))),
            set("block", this.doubles(i32.load(get("slot")))),
            set("known", i32.load(this.words(get("i")), places.known)),
            when(
              get("block"),
              [branchIf("next", i32.eqz(i32.and(get("known"), i32.const(shape.moves))))],
              [branchIf("next", i32.eqz(i32.and(get("known"), i32.const(shape.begins))))],
            ),
            this.event(),
          ),
          set("i", i32.add(get("i"), i32.const(1))),
          branch("events"),
        ),
      ),
      get("i"),
    ]
  }

  private words(number: Code): Code {
    return i32.shl(number, i32.const(2))
  }

  private doubles(number: Code): Code {
    return i32.shl(number, i32.const(3))
  }

  /** A word of a block's header. */
  private headerWord(block: string, number: number): Code {
    return i32.load(get(block), this.places.cells + word * number)
  }

  private setHeader(block: string, number: number, value: Code): Code {
    return i32.store(get(block), value, this.places.cells + word * number)
  }

  private counter(name: ChainCount): Code {
    return i32.load(i32.const(this.places.counts + word * chainCounts.indexOf(name)))
  }

  private setCounter(name: ChainCount, value: Code): Code {
    return i32.store(i32.const(this.places.counts + word * chainCounts.indexOf(name)), value)
  }

  private count(name: ChainCount, more: number): Code {
    return this.setCounter(name, i32.add(this.counter(name), i32.const(more)))
  }

  private cellOf(cell: string, number: number): Code {
    return f64.load(get(cell), this.places.cells + double * number)
  }

  private setCell(cell: string, number: number, value: Code): Code {
    return f64.store(get(cell), value, this.places.cells + double * number)
  }

  /** Likewise of what the event makes of a partial match: `dest` is counted from the beginning of the memory, since matches stand before the store's cells. */
  private destOf(number: number): Code {
    return f64.load(get("dest"), double * number)
  }

  private setDest(number: number, value: Code): Code {
    return f64.store(get("dest"), value, double * number)
  }

  /** Reads the beginnings of the blocks of the next events, so that the processor fetches several at a time. */
  private fetch(): Code {
    const { places } = this
    const block = this.doubles(
      i32.load(i32.add(get("blocks"), this.words(i32.load(this.words(get("j")), places.keys)))),
    )
    return [
      set("j", get("i")),
      set("ahead", i32.add(get("i"), i32.const(fetchedAtOnce))),
      when(i32.gtU(get("ahead"), get("to")), [set("ahead", get("to"))]),
      loop(
        "fetch",
        set("block", block),
        set("known", i32.xor(get("known"), i32.load(get("block"), places.cells))),
        set("known", i32.xor(get("known"), i32.load(get("block"), places.cells + 64))),
        set("j", i32.add(get("j"), i32.const(1))),
        branchIf("fetch", i32.ltU(get("j"), get("ahead"))),
      ),
      this.setCounter("fetched", get("known")),
    ]
  }

  /** What an event does to its key. */
  private event(): Code {
    const { strideBytes } = this
    const stop = branch("stopped")
    return [
      set("count", i32.const(0)),
      set("room", i32.const(0)),
      when(get("block"), [
        set("count", this.headerWord("block", countWord)),
        set("room", this.headerWord("block", roomWord)),
      ]),
      when(i32.geU(get("count"), get("limit")), [stop]),
      when(i32.eq(get("count"), get("room")), [when(i32.gtU(this.topWithBlock(), get("end")), [stop])]),
      set("time", f64.load(this.doubles(get("i")), this.places.times)),
      set("cell", i32.add(get("block"), i32.const(double * header))),
      set("into", get("cell")),
      set("behind", i32.add(get("cell"), i32.mul(get("count"), i32.const(strideBytes)))),
      set("kept", i32.const(0)),
      // Behind the partial matches of the key comes the one that has not begun.
      when(i32.eqz(get("count")), [set("cell", i32.const(0))]),
      loop(
        "partials",
        block("passed", block("gone", this.partial()), this.passedOver()),
        when(get("cell"), [
          set("cell", i32.add(get("cell"), i32.const(strideBytes))),
          when(i32.eq(get("cell"), get("behind")), [set("cell", i32.const(0))]),
          branch("partials"),
        ]),
      ),
    ]
  }

  /** Where the store's cells end with one block more for the key. */
  private topWithBlock(): Code {
    const cells = i32.mul(this.roomBehind(), i32.const(this.shape.layout.stride))
    return i32.add(this.counter("top"), i32.add(cells, i32.const(header)))
  }

  /** How much room the next block of the key has. */
  private roomBehind(): Code {
    return select(i32.shl(get("room"), i32.const(1)), i32.const(firstRoom), get("room"))
  }

  /** What it does to the partial match at `cell`; 0: the one that has not begun. Branches to `gone` where nothing becomes of that. */
  private partial(): Code {
    const { cells, matches } = this.places
    const { trees } = this.shape
    const goesOn = i32.eq(get("endStep"), i32.const(-1))
    return [
      when(get("cell"), [branchIf("gone", this.hasEnded())]),
      choose(
        "states",
        i32.ofDouble(this.cellOf("cell", stateCell)),
        Array.from(trees.roots, (root) => this.tree(root)),
      ),
      when(
        goesOn,
        [
          branchIf("gone", i32.eq(get("target"), i32.const(-1))),
          when(get("cell"), [], this.begin()),
          set("dest", i32.add(get("into"), i32.const(cells))),
        ],
        [
          set("dest", i32.add(i32.mul(this.counter("matches"), i32.const(this.strideBytes)), i32.const(matches))),
          set("step", get("endStep")),
        ],
      ),
      when(i32.ne(get("dest"), i32.add(get("cell"), i32.const(cells))), this.copyCells()),
      when(goesOn, [
        this.setDest(stateCell, f64.ofInt(get("target"))),
        when(i32.eqz(get("cell")), [this.setDest(startAtCell, get("time"))]),
      ]),
      this.take(),
      when(i32.ne(get("endStep"), i32.const(-1)), [this.complete(), branch("next")]),
      set("kept", i32.add(get("kept"), i32.const(1))),
      set("into", i32.add(get("into"), i32.const(this.strideBytes))),
      when(i32.eqz(get("cell")), [this.setHeader("block", countWord, get("kept")), branch("next")]),
      branch("passed"),
    ]
  }

  /** Nothing becomes of it: when it is the one that has not begun, the key is done. */
  private passedOver(): Code {
    return when(i32.eqz(get("cell")), [
      when(get("block"), [
        when(get("kept"), [this.setHeader("block", countWord, get("kept"))], [this.letGo(), this.closed()]),
      ]),
      branch("next"),
    ])
  }

  private hasEnded(): Code {
    const { withinMs, isBetween, expires } = this.shape.ends
    const has = (from: Code, ms: Code): Code => f64.le(f64.add(from, ms), get("time"))
    const ended = has(this.cellOf("cell", isBetween ? lastAtCell : startAtCell), f64.const(withinMs))
    if (expires.every((ms) => ms === Number.POSITIVE_INFINITY)) return ended
    let ms = f64.const(Number.POSITIVE_INFINITY)
    for (const [state, own] of expires.entries()) {
      const isState = i32.eq(i32.ofDouble(this.cellOf("cell", stateCell)), i32.const(state))
      if (own !== Number.POSITIVE_INFINITY) ms = select(f64.const(own), ms, isState)
    }
    return i32.or(ended, has(this.cellOf("cell", lastAtCell), ms))
  }

  /** Asks the questions of a tree, and sets what comes of it. */
  private tree(node: number): Code {
    const { nodes, outcomes } = this.shape.trees
    if (node < 0) return this.outcome(outcomes[-1 - node]!)
    return when(this.question(nodes[node]!), [this.tree(nodes[node + 1]!)], [this.tree(nodes[node + 2]!)])
  }

  private outcome({ target, step, endStep }: Outcome): Code {
    return [set("target", i32.const(target)), set("step", i32.const(step)), set("endStep", i32.const(endStep))]
  }

  private question(number: number): Code {
    const { trees, comparisons } = this.shape
    const bit = trees.bits[number]!
    if (bit !== 0) return i32.and(get("known"), i32.const(bit))
    if (number >= trees.conditions) {
      const ms = f64.const(trees.durations[number - trees.conditions]!)
      return f64.lt(get("time"), f64.add(this.cellOf("cell", lastAtCell), ms))
    }
    return comparisons[number]!.map((one) => this.comparison(one)).reduce((left, right) => i32.and(left, right))
  }

  private comparison({ op, left, right }: RegisterComparison): Code {
    const [a, b] = [this.number(left), this.number(right)]
    switch (op) {
      case "<":
        return f64.lt(a, b)
      case "<=":
        return f64.le(a, b)
      case ">":
        return f64.gt(a, b)
      case ">=":
        return f64.ge(a, b)
      case "==":
        return f64.eq(a, b)
      case "!=":
        // NaN, which is missing, is less and greater than nothing.
        return i32.or(f64.lt(a, b), f64.gt(a, b))
    }
  }

  private number(number: RegisterNumber): Code {
    if (typeof number === "number") return f64.const(number)
    if ("cell" in number) return this.cellOf("cell", number.cell)
    if ("column" in number) return this.column(number.column)
    const [a, b] = [this.number(number.left), this.number(number.right)]
    return number.op === "+" ? f64.add(a, b) : number.op === "-" ? f64.sub(a, b) : f64.mul(a, b)
  }

  /** What a column has of the event. */
  private column(place: number): Code {
    const at = this.places.columns + double * mostEvents * this.columns.indexOf(place)
    return f64.load(this.doubles(get("i")), at)
  }

  private copyCells(): readonly Code[] {
    const { stride } = this.shape.layout
    return Array.from({ length: stride }, (_, cell) => this.setDest(cell, this.cellOf("cell", cell)))
  }

  /** A step takes the event: as `RegisterLayout.take`. */
  private take(): Code {
    const { written, counts } = this.shape.layout
    const cases = written.map(({ firsts, always }, step): Code => {
      const count = counts[step]
      return [
        set("seen", i32.ofDouble(this.destOf(seenCell))),
        when(i32.eqz(i32.and(get("seen"), i32.const(1 << step))), [
          this.setDest(seenCell, f64.ofInt(i32.or(get("seen"), i32.const(1 << step)))),
          this.write(firsts),
        ]),
        this.write(always),
        count === undefined ? [] : this.setDest(count, f64.add(this.destOf(count), f64.const(1))),
        this.setDest(lastAtCell, get("time")),
      ]
    })
    // No step takes it: -1 is none of the list's places.
    return choose("takes", get("step"), [...cases, []])
  }

  private write({ numbers }: Written): Code {
    const code: Code[] = []
    for (let i = 0; i < numbers.length; i += 2) code.push(this.setDest(numbers[i + 1]!, this.column(numbers[i]!)))
    return code
  }

  /** The match at `dest` is one more; nothing is left of the key's partial matches. */
  private complete(): Code {
    const { matchEvents, matchSteps } = this.places
    return [
      i32.store(this.words(this.counter("matches")), get("i"), matchEvents),
      i32.store(this.words(this.counter("matches")), get("endStep"), matchSteps),
      this.count("matches", 1),
      when(get("block"), [this.letGo(), this.closed()]),
    ]
  }

  /** Room for what begins: `into` is its place then. */
  private begin(): readonly Code[] {
    const start = double * header
    return [
      when(i32.eq(get("kept"), get("room")), [
        this.open(),
        when(get("block"), [
          set("cell", i32.add(get("block"), i32.const(start))),
          set("into", i32.add(get("wider"), i32.const(start))),
          set("behind", i32.add(get("cell"), i32.mul(get("kept"), i32.const(this.strideBytes)))),
          loop(
            "cells",
            this.setCell("into", 0, this.cellOf("cell", 0)),
            set("cell", i32.add(get("cell"), i32.const(double))),
            set("into", i32.add(get("into"), i32.const(double))),
            branchIf("cells", i32.ltU(get("cell"), get("behind"))),
          ),
          set("cell", i32.const(0)),
          this.letGo(),
        ]),
        set("block", get("wider")),
        set(
          "into",
          i32.add(i32.add(get("block"), i32.const(start)), i32.mul(get("kept"), i32.const(this.strideBytes))),
        ),
      ]),
    ]
  }

  /** A block for the key, twice as large as the one that it has, at `wider`. */
  private open(): Code {
    const { freed, cells } = this.places
    const room = this.roomBehind()
    const first = this.words(i32.sub(i32.const(31), i32.clz(room)))
    return [
      set("seen", first),
      set("wider", this.doubles(i32.load(get("seen"), freed))),
      when(
        get("wider"),
        [i32.store(get("seen"), i32.load(get("wider"), cells + word * nextWord), freed)],
        [set("wider", this.doubles(this.counter("top"))), this.setCounter("top", this.topWithBlock())],
      ),
      this.setHeader("wider", keyWord, i32.load(this.words(get("i")), this.places.keys)),
      this.setHeader("wider", roomWord, room),
      i32.store(get("slot"), i32.shrU(get("wider"), i32.const(3))),
      when(i32.eqz(get("block")), [this.count("keys", 1)]),
    ]
  }

  /** The key's block is free for others. */
  private letGo(): Code {
    const { freed } = this.places
    return [
      this.setHeader("block", keyWord, i32.const(free)),
      set("seen", this.words(i32.sub(i32.const(31), i32.clz(get("room"))))),
      this.setHeader("block", nextWord, i32.load(get("seen"), freed)),
      i32.store(get("seen"), i32.shrU(get("block"), i32.const(3)), freed),
    ]
  }

  /** The key has none. */
  private closed(): Code {
    return [i32.store(get("slot"), i32.const(0)), this.count("keys", -1)]
  }
}
