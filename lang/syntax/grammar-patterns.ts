/** Patterns and what starts a rule: `when …`, `each …`. */
import { ExpressionGrammar, inner, type Rule } from "./grammar-expressions.ts"
import * as T from "./tokens.ts"

const { Kw } = T

export class PatternGrammar extends ExpressionGrammar {
  readonly when: Rule = this.RULE("when", () => {
    this.CONSUME(Kw.when)
    this.ACTION(() => (this.patternGroups = 0))
    this.SUBRULE(this.pattern)
    // `A or B`, `A | B` without brackets
    this.MANY(() => {
      this.SUBRULE(this.separator)
      this.SUBRULE2(this.pattern)
    })
  })

  readonly separator: Rule = this.RULE(
    "separator",
    () => {
      const kinds = [T.Pipe, T.Amp, Kw.or, Kw.and, T.OrOr, T.AndAnd, T.Comma]
      this.OR(kinds.map((type) => ({ ALT: () => this.CONSUME(type, { LABEL: "mark" }) })))
    },
    inner,
  )

  readonly pattern: Rule = this.RULE(
    "pattern",
    () => {
      this.SUBRULE(this.element)
      this.MANY(() => {
        this.SUBRULE(this.follow)
        this.SUBRULE2(this.element)
      })
    },
    inner,
  )

  readonly follow: Rule = this.RULE(
    "follow",
    () => {
      this.OR([
        { ALT: () => this.CONSUME(Kw.next) },
        {
          ALT: () => {
            this.OPTION(() => this.CONSUME(Kw.and, { LABEL: "slip" }))
            this.CONSUME(Kw.then)
          },
        },
        // `followed by`, `->`
        {
          ALT: () => {
            this.CONSUME(Kw.followed, { LABEL: "slip" })
            this.OPTION2(() => this.CONSUME(Kw.by))
          },
        },
        { ALT: () => this.CONSUME(T.Arrow, { LABEL: "slip" }) },
        { ALT: () => this.CONSUME(T.FatArrow, { LABEL: "slip" }) },
      ])
      this.OPTION3(() => this.CONSUME(Kw.any))
      this.OPTION4(() => {
        this.CONSUME(Kw.within)
        this.SUBRULE(this.duration)
      })
    },
    inner,
  )

  readonly element: Rule = this.RULE(
    "element",
    () => {
      this.OR([
        {
          ALT: () => {
            this.OR2([{ ALT: () => this.CONSUME(Kw.no) }, { ALT: () => this.CONSUME(Kw.not) }])
            this.SUBRULE(this.single)
            this.OPTION(() => {
              this.CONSUME(Kw.for)
              this.SUBRULE(this.duration)
            })
          },
        },
        {
          ALT: () => {
            this.OPTION2(() => this.CONSUME(Kw.optional))
            this.OR3([
              { ALT: () => this.SUBRULE(this.kOf) },
              {
                ALT: () => {
                  this.OPTION3(() => {
                    this.SUBRULE(this.count)
                    this.OPTION4(() =>
                      this.OR4([{ ALT: () => this.CONSUME(Kw.consecutive) }, { ALT: () => this.CONSUME(Kw.any) }]),
                    )
                  })
                  this.SUBRULE2(this.single)
                  this.OPTION5(() => this.CONSUME(Kw.greedy))
                },
              },
            ])
          },
        },
      ])
    },
    inner,
  )

  readonly kOf: Rule = this.RULE(
    "kOf",
    () => {
      this.CONSUME(T.NumberToken)
      this.CONSUME(Kw.of)
      this.CONSUME(T.LParen)
      this.ACTION(() => this.patternGroups++)
      this.SUBRULE(this.single)
      this.MANY(() => {
        this.SUBRULE(this.separator)
        this.SUBRULE2(this.single)
      })
      this.ACTION(() => this.patternGroups--)
      this.CONSUME(T.RParen)
    },
    inner,
  )

  readonly count: Rule = this.RULE(
    "count",
    () => {
      this.CONSUME(T.NumberToken)
      this.OPTION(() =>
        this.OR([
          { ALT: () => this.CONSUME(T.Plus) },
          {
            ALT: () => {
              this.CONSUME(T.DotDot)
              this.CONSUME2(T.NumberToken)
            },
          },
        ]),
      )
    },
    inner,
  )

  readonly single: Rule = this.RULE(
    "single",
    () => {
      this.OR([
        { ALT: () => this.CONSUME(Kw.event) },
        { ALT: () => this.CONSUME(T.Word) },
        { ALT: () => this.CONSUME(T.QuotedName) },
        { ALT: () => this.SUBRULE(this.group) },
      ])
      this.MANY(() => this.SUBRULE(this.singleTail))
    },
    inner,
  )

  // in any order, so that `where` before `as` can be answered with the right order
  readonly singleTail: Rule = this.RULE(
    "singleTail",
    () => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(Kw.as)
            this.CONSUME(T.Name)
          },
        },
        {
          ALT: () => {
            this.CONSUME(Kw.where)
            this.SUBRULE(this.expression)
          },
        },
        {
          ALT: () => {
            this.CONSUME(Kw.until)
            this.SUBRULE2(this.expression)
          },
        },
      ])
    },
    inner,
  )

  readonly group: Rule = this.RULE(
    "group",
    () => {
      this.CONSUME(T.LParen)
      this.ACTION(() => this.patternGroups++)
      this.SUBRULE(this.pattern)
      this.MANY(() => {
        this.SUBRULE(this.separator)
        this.SUBRULE2(this.pattern)
      })
      this.ACTION(() => this.patternGroups--)
      this.CONSUME(T.RParen)
    },
    inner,
  )

  readonly each: Rule = this.RULE("each", () => {
    this.CONSUME(Kw.each)
    this.OR({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          ALT: () => {
            this.CONSUME(Kw.session)
            this.CONSUME(Kw.of)
            this.CONSUME(T.Name)
            this.CONSUME(Kw.gap)
            this.SUBRULE(this.duration, { LABEL: "gapLength" })
          },
        },
        {
          ALT: () => {
            this.CONSUME(T.NumberToken)
            this.CONSUME(Kw.events)
            this.CONSUME2(Kw.of)
            this.CONSUME2(T.Name)
          },
        },
        {
          ALT: () => {
            this.SUBRULE2(this.duration)
            this.OPTION(() => {
              this.CONSUME(Kw.in)
              this.CONSUME(T.Str)
            })
            this.CONSUME3(Kw.of)
            this.CONSUME3(T.Name)
            this.OPTION2(() => {
              this.CONSUME(Kw.every)
              this.SUBRULE3(this.duration, { LABEL: "everyLength" })
            })
          },
        },
      ],
    })
    this.OPTION3(() => {
      this.CONSUME(Kw.where)
      this.SUBRULE(this.expression)
    })
  })
}
