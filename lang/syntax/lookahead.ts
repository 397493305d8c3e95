import { type BaseParser, type ILookaheadStrategy, LLkLookaheadStrategy } from "chevrotain"

type Alternation = Parameters<ILookaheadStrategy["buildLookaheadForAlternation"]>[0]
type Optional = Parameters<ILookaheadStrategy["buildLookaheadForOptional"]>[0]
type Choose = ReturnType<ILookaheadStrategy["buildLookaheadForAlternation"]>
type Enters = ReturnType<ILookaheadStrategy["buildLookaheadForOptional"]>

/**
 * Works out how a choice of the grammar is decided when it is met for the first time: most texts meet few of them, and working out all takes half of
 * the parser's construction. What is decided is the same.
 */
export class LookaheadWhenMet extends LLkLookaheadStrategy {
  override buildLookaheadForAlternation(options: Alternation): Choose {
    const build = () => super.buildLookaheadForAlternation(options)
    let choose: Choose | undefined
    return function (this: BaseParser, alternatives?: Parameters<Choose>[0]) {
      choose ??= build()
      return choose.call(this, alternatives)
    }
  }

  override buildLookaheadForOptional(options: Optional): Enters {
    const build = () => super.buildLookaheadForOptional(options)
    let enters: Enters | undefined
    return function (this: BaseParser) {
      enters ??= build()
      return enters.call(this)
    }
  }
}
