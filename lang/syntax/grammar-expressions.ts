/**
 * Expressions and durations. An expression is read as a flat row of operands and operators, which
 * `build-expressions.ts` turns into a tree by precedence: so a level of brackets costs few stack frames, and the slips
 * of newcomers (`=`, `&&`, `between`) are read like operators and answered with the right form.
 */
import { type CstNode, CstParser, EOF, type IToken, type ParserMethod, type TokenType } from "chevrotain"
import { expectedOnly } from "./expected.ts"
import { LookaheadWhenMet } from "./lookahead.ts"
import { isCapital } from "./segments.ts"
import * as T from "./tokens.ts"

export type Rule = ParserMethod<[], CstNode>

/** Rules that do not resynchronize on their own: a problem inside ends the clause, field or declaration around. */
export const inner = { resyncEnabled: false }

const { Kw } = T

/** So many tokens decide every choice. */
const maxLookahead = 2

export interface GrammarOptions {
  /** Whether it goes on after a problem and finds more of them. Without that it is made and runs faster, and its first error says that there is one. */
  readonly recovers: boolean
  /** Whether it looks for mistakes of the grammar itself. */
  readonly validates?: boolean
}

export class ExpressionGrammar extends CstParser {
  constructor({ recovers, validates = false }: GrammarOptions) {
    super(T.vocabulary, {
      recoveryEnabled: recovers,
      errorMessageProvider: expectedOnly,
      nodeLocationTracking: "onlyOffset",
      maxLookahead,
      lookaheadStrategy: new LookaheadWhenMet({ maxLookahead }),
      skipValidations: !validates,
    })
  }

  /** Takes the tokens of a text. One that ended in the middle of a bracket leaves nothing to the next. */
  begin(tokens: IToken[]): void {
    this.input = tokens
    this.patternGroups = 0
  }

  // Guessing a missing or an extra token is left to the grammar, which says what is wrong; chevrotain only skips.
  protected override canTokenTypeBeInsertedInRecovery(): boolean {
    return false
  }

  protected override canTokenTypeBeDeletedInRecovery(): boolean {
    return false
  }

  protected nextIs(...types: readonly TokenType[]): boolean {
    return types.includes(this.LA(1).tokenType)
  }

  /** Whether `|`, `&` or `=>` parts patterns here: in their brackets always, outside where an event follows. */
  protected partsPatterns(): boolean {
    if (this.patternGroups > 0) return true
    const { tokenType } = this.LA(2)
    if (tokenType === T.Word) return isCapital(this.LA(2))
    return tokenType === T.QuotedName || tokenType === Kw.event
  }

  /** How many brackets of a pattern are open. */
  protected patternGroups = 0

  /** Whether the `per` that comes next belongs to a window: `per key, key over …`. */
  protected perBelongsToWindow(): boolean {
    if (this.LA(1).tokenType !== Kw.per) return false
    for (let ahead = 2; ; ahead++) {
      const { tokenType } = this.LA(ahead)
      if (tokenType === Kw.over) return true
      if (tokenType === EOF || !isKeyPart(this.LA(ahead))) return false
    }
  }

  readonly expression: Rule = this.RULE(
    "expression",
    () => {
      this.SUBRULE(this.operand)
      this.MANY({
        GATE: () => !(this.nextIs(...patternMarks) && this.partsPatterns()),
        DEF: () => this.SUBRULE(this.tail),
      })
    },
    inner,
  )

  readonly tail: Rule = this.RULE(
    "tail",
    () => {
      this.OR([
        { ALT: () => this.SUBRULE(this.isTail) },
        { ALT: () => this.SUBRULE(this.matchesTail) },
        {
          ALT: () => {
            this.SUBRULE(this.operator)
            this.SUBRULE(this.operand)
          },
        },
      ])
    },
    inner,
  )

  readonly operator: Rule = this.RULE(
    "operator",
    () => {
      this.OR([
        ...binaryOperators.map((type) => ({ ALT: () => this.CONSUME(type, { LABEL: "op" }) })),
        // `a & b`, `a | b`, `a => b`: marks of patterns, unless an event follows
        ...patternMarks.map((type) => ({ ALT: () => this.CONSUME(type, { LABEL: "op" }) })),
        {
          ALT: () => {
            this.CONSUME(Kw.not)
            this.CONSUME2(Kw.in, { LABEL: "notIn" })
          },
        },
        {
          ALT: () => {
            this.CONSUME(Kw.else, { LABEL: "op" })
            // `a if c else if …`
            this.OPTION(() => this.CONSUME2(Kw.if, { LABEL: "elseIf" }))
          },
        },
      ])
    },
    inner,
  )

  readonly isTail: Rule = this.RULE(
    "isTail",
    () => {
      this.CONSUME(Kw.is)
      this.OPTION(() => this.CONSUME(Kw.not))
      this.OR({
        IGNORE_AMBIGUITIES: true,
        DEF: [
          { ALT: () => this.CONSUME(Kw.missing) },
          { ALT: () => this.CONSUME(Kw.present) },
          {
            ALT: () => {
              this.CONSUME(Kw.new)
              this.OPTION2({ GATE: () => this.perBelongsToWindow(), DEF: () => this.SUBRULE(this.perKeys) })
              this.OPTION3(() => {
                this.CONSUME(Kw.over)
                this.SUBRULE(this.window)
              })
            },
          },
          // `x is null`, `x is 5`
          { ALT: () => this.SUBRULE(this.operand) },
        ],
      })
    },
    inner,
  )

  readonly matchesTail: Rule = this.RULE(
    "matchesTail",
    () => {
      this.OPTION(() => this.CONSUME(Kw.not))
      this.CONSUME(Kw.matches)
      this.OR([{ ALT: () => this.CONSUME(T.Regex) }, { ALT: () => this.CONSUME(T.Str) }])
    },
    inner,
  )

  readonly operand: Rule = this.RULE(
    "operand",
    () => {
      this.MANY(() =>
        this.OR([
          { ALT: () => this.CONSUME(Kw.not, { LABEL: "prefix" }) },
          { ALT: () => this.CONSUME(T.Minus, { LABEL: "prefix" }) },
          { ALT: () => this.CONSUME(T.Bang, { LABEL: "prefix" }) },
        ]),
      )
      this.SUBRULE(this.primary)
      this.MANY2(() => this.SUBRULE(this.postfix))
    },
    inner,
  )

  readonly postfix: Rule = this.RULE(
    "postfix",
    () => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(T.Dot)
            this.CONSUME(T.Name)
            this.OPTION({ GATE: () => this.nextIs(T.LParen), DEF: () => this.SUBRULE(this.callArguments) })
          },
        },
        {
          ALT: () => {
            this.CONSUME(T.LSquare)
            this.SUBRULE(this.expression)
            this.MANY(() => {
              this.CONSUME(T.Comma)
              this.SUBRULE2(this.expression)
            })
            this.CONSUME(T.RSquare)
          },
        },
      ])
    },
    inner,
  )

  readonly primary: Rule = this.RULE(
    "primary",
    () => {
      this.OR([
        { ALT: () => this.SUBRULE(this.numberOrDuration) },
        { ALT: () => this.CONSUME(T.Str) },
        { ALT: () => this.CONSUME(T.Time) },
        { ALT: () => this.CONSUME(Kw.true) },
        { ALT: () => this.CONSUME(Kw.false) },
        { ALT: () => this.CONSUME(Kw.missing) },
        { ALT: () => this.SUBRULE(this.list) },
        { ALT: () => this.SUBRULE(this.brackets) },
        { ALT: () => this.SUBRULE(this.record) },
        { ALT: () => this.SUBRULE(this.nameOrCall) },
      ])
    },
    inner,
  )

  readonly numberOrDuration: Rule = this.RULE(
    "numberOrDuration",
    () => {
      this.CONSUME(T.NumberToken)
      this.OPTION(() => {
        this.CONSUME(T.Unit)
        // `1 hour 30 minutes`
        this.MANY({ GATE: () => this.LA(2).tokenType === T.Unit, DEF: () => this.SUBRULE(this.furtherPart) })
      })
    },
    inner,
  )

  /** `30 minutes` after `1 hour`, which is answered with `90 minutes`. */
  readonly furtherPart: Rule = this.RULE(
    "furtherPart",
    () => {
      this.CONSUME(T.NumberToken)
      this.CONSUME(T.Unit)
    },
    inner,
  )

  readonly list: Rule = this.RULE(
    "list",
    () => {
      this.CONSUME(T.LSquare)
      this.OPTION(() => {
        this.SUBRULE(this.expression)
        this.MANY(() => {
          this.CONSUME(T.Comma)
          this.SUBRULE2(this.expression)
        })
        this.OPTION2(() => this.CONSUME2(T.Comma))
      })
      this.CONSUME(T.RSquare)
    },
    inner,
  )

  readonly brackets: Rule = this.RULE(
    "brackets",
    () => {
      this.CONSUME(T.LParen)
      this.SUBRULE(this.expression)
      this.MANY(() => {
        this.CONSUME(T.Comma)
        this.SUBRULE2(this.expression)
      })
      this.CONSUME(T.RParen)
    },
    inner,
  )

  readonly record: Rule = this.RULE("record", () => {
    this.CONSUME(T.LCurly)
    this.MANY(() => {
      this.SUBRULE(this.field)
      this.OPTION(() => this.CONSUME(T.Comma))
    })
    this.CONSUME(T.RCurly)
  })

  readonly field: Rule = this.RULE("field", () => {
    this.OR([{ ALT: () => this.CONSUME(T.Name) }, { ALT: () => this.CONSUME(T.Str) }])
    this.OR2([{ ALT: () => this.CONSUME(T.Colon) }, { ALT: () => this.CONSUME(T.Eq) }])
    this.SUBRULE(this.expression)
  })

  readonly nameOrCall: Rule = this.RULE(
    "nameOrCall",
    () => {
      this.CONSUME(T.Name)
      this.OPTION(() => {
        this.SUBRULE(this.callArguments)
        this.OPTION2({ GATE: () => this.perBelongsToWindow(), DEF: () => this.SUBRULE(this.perKeys) })
        this.OPTION3(() => {
          this.CONSUME(Kw.over)
          this.SUBRULE(this.window)
        })
      })
    },
    inner,
  )

  readonly callArguments: Rule = this.RULE(
    "callArguments",
    () => {
      this.CONSUME(T.LParen)
      this.OPTION(() => {
        this.SUBRULE(this.expression)
        this.MANY(() => {
          this.CONSUME(T.Comma)
          this.SUBRULE2(this.expression)
        })
      })
      this.OPTION2(() => {
        this.CONSUME(Kw.where)
        this.SUBRULE(this.whereInCall)
      })
      this.CONSUME(T.RParen)
    },
    inner,
  )

  readonly whereInCall: Rule = this.RULE("whereInCall", () => this.SUBRULE(this.expression), inner)

  readonly perKeys: Rule = this.RULE(
    "perKeys",
    () => {
      this.CONSUME(Kw.per)
      this.SUBRULE(this.key)
      this.MANY(() => {
        this.CONSUME(T.Comma)
        this.SUBRULE2(this.key)
      })
    },
    inner,
  )

  readonly key: Rule = this.RULE(
    "key",
    () => {
      this.SUBRULE(this.path)
      this.OPTION(() => {
        this.CONSUME(T.LParen)
        this.SUBRULE2(this.path, { LABEL: "override" })
        this.MANY(() => {
          this.CONSUME(T.Comma)
          this.SUBRULE3(this.path, { LABEL: "override" })
        })
        this.CONSUME(T.RParen)
      })
    },
    inner,
  )

  readonly path: Rule = this.RULE(
    "path",
    () => {
      this.CONSUME(T.Name)
      this.MANY(() => {
        this.CONSUME(T.Dot)
        this.CONSUME2(T.Name)
      })
    },
    inner,
  )

  readonly window: Rule = this.RULE(
    "window",
    () => {
      this.OR({
        IGNORE_AMBIGUITIES: true,
        DEF: [
          { ALT: () => this.CONSUME(Kw.forever) },
          {
            ALT: () => {
              this.OPTION(() =>
                this.OR2([{ ALT: () => this.CONSUME(Kw.last) }, { ALT: () => this.CONSUME(Kw.previous) }]),
              )
              this.OR3([
                {
                  ALT: () => {
                    this.CONSUME(T.NumberToken)
                    this.CONSUME(Kw.events)
                  },
                },
                {
                  ALT: () => {
                    this.SUBRULE(this.duration)
                    this.OPTION2(() => {
                      this.CONSUME(Kw.ending)
                      this.SUBRULE2(this.duration, { LABEL: "ending" })
                      this.OPTION3(() => this.CONSUME(Kw.ago))
                    })
                  },
                },
              ])
            },
          },
        ],
      })
    },
    inner,
  )

  readonly duration: Rule = this.RULE(
    "duration",
    () => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(T.NumberToken)
            this.OPTION(() =>
              this.OR2([
                { ALT: () => this.CONSUME(T.Unit) },
                // a word that is no unit
                { GATE: () => this.nextIs(T.Word), ALT: () => this.CONSUME(T.Word, { LABEL: "strangeUnit" }) },
              ]),
            )
            // not the count of the step after `then within 2 minutes`
            this.MANY({ GATE: () => this.LA(2).tokenType === T.Unit, DEF: () => this.SUBRULE(this.furtherPart) })
          },
        },
        { ALT: () => this.CONSUME(T.Name) },
      ])
    },
    inner,
  )
}

const patternMarks = [T.Amp, T.Pipe, T.FatArrow]

const binaryOperators = [
  ...[
    Kw.or,
    Kw.and,
    T.EqEq,
    T.NotEq,
    T.Lt,
    T.LtEq,
    T.Gt,
    T.GtEq,
    T.Coalesce,
    T.Plus,
    T.Minus,
    T.Star,
    T.Slash,
    T.Percent,
  ],
  ...[Kw.in, Kw.if, T.DotDot],
  // slips, which are reported when the tree is built
  ...[T.AndAnd, T.OrOr, T.Eq, T.LtGt, T.StrictEq, T.StrictNotEq, Kw.between, T.Question, T.Colon],
]

function isKeyPart(token: IToken): boolean {
  const { tokenType } = token
  if (tokenType === T.Dot || tokenType === T.Comma || tokenType === T.LParen || tokenType === T.RParen) return true
  return tokenType === T.Word || tokenType === T.QuotedName || (tokenType.CATEGORIES ?? []).includes(T.Name)
}
