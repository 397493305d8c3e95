/** The parts of rules and tests. */
import { inner, type Rule } from "./grammar-expressions.ts"
import { PatternGrammar } from "./grammar-patterns.ts"
import * as T from "./tokens.ts"

const { Kw } = T

export class RuleGrammar extends PatternGrammar {
  readonly clause: Rule = this.RULE("clause", () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(Kw.within)
          this.OR2({
            IGNORE_AMBIGUITIES: true,
            DEF: [
              { ALT: () => this.CONSUME(Kw.forever) },
              {
                ALT: () => {
                  this.SUBRULE(this.duration)
                  this.OPTION(() => {
                    this.CONSUME(Kw.between)
                    this.CONSUME(Kw.events)
                  })
                },
              },
            ],
          })
        },
      },
      { ALT: () => this.SUBRULE(this.perKeys) },
      {
        ALT: () => {
          this.CONSUME(Kw.skip)
          this.SUBRULE(this.strategy)
        },
      },
      {
        ALT: () => {
          this.CONSUME(Kw.having)
          this.SUBRULE(this.expression)
        },
      },
      {
        ALT: () => {
          this.CONSUME(Kw.once)
          this.CONSUME(Kw.per)
          this.SUBRULE2(this.duration)
        },
      },
      {
        ALT: () => {
          this.CONSUME(Kw.tags)
          this.CONSUME(T.Str)
          this.MANY(() => {
            this.CONSUME(T.Comma)
            this.CONSUME2(T.Str)
          })
        },
      },
    ])
  })

  readonly strategy: Rule = this.RULE(
    "strategy",
    () => {
      this.OR([
        { ALT: () => this.CONSUME(Kw.none) },
        {
          ALT: () => {
            this.CONSUME(Kw.past)
            this.CONSUME(Kw.last)
          },
        },
        {
          ALT: () => {
            this.CONSUME(Kw.to)
            this.OR2([
              { ALT: () => this.CONSUME(Kw.next) },
              {
                ALT: () => {
                  this.OR3([{ ALT: () => this.CONSUME(Kw.first) }, { ALT: () => this.CONSUME2(Kw.last) }])
                  this.CONSUME(T.Name)
                },
              },
            ])
          },
        },
      ])
    },
    inner,
  )

  readonly output: Rule = this.RULE("output", () => {
    this.OPTION(() => {
      this.CONSUME(Kw.on)
      this.CONSUME(Kw.timeout)
    })
    this.OR([
      {
        ALT: () => {
          this.CONSUME(Kw.alert)
          this.OPTION2(() => this.SUBRULE(this.severity))
          this.OPTION3(() => {
            this.CONSUME(Kw.score)
            this.SUBRULE(this.expression)
          })
          this.OPTION4(() => this.CONSUME(T.Str))
        },
      },
      {
        ALT: () => {
          this.CONSUME(Kw.emit)
          this.CONSUME(T.Name)
        },
      },
    ])
    this.OPTION5(() => {
      this.CONSUME(Kw.to)
      this.CONSUME2(T.Name, { LABEL: "sink" })
    })
    this.OPTION6(() => this.SUBRULE(this.record))
    this.OPTION7(() => {
      this.CONSUME(Kw.without)
      this.CONSUME(Kw.events)
    })
  })

  readonly severity: Rule = this.RULE(
    "severity",
    () => {
      // a plain word here is a severity that does not exist
      const words = [Kw.info, Kw.low, Kw.medium, Kw.high, Kw.critical, T.Word]
      this.OR(words.map((type) => ({ ALT: () => this.CONSUME(type, { LABEL: "word" }) })))
    },
    inner,
  )

  readonly assignment: Rule = this.RULE("assignment", () => {
    this.CONSUME(T.Name)
    this.CONSUME(T.Eq)
    this.SUBRULE(this.expression)
  })

  readonly testItem: Rule = this.RULE("testItem", () => {
    this.OR({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { ALT: () => this.SUBRULE(this.expectItem) },
        { ALT: () => this.SUBRULE(this.givenItem) },
        {
          ALT: () => {
            this.CONSUME(Kw.until)
            this.SUBRULE(this.expression)
          },
        },
        { ALT: () => this.SUBRULE(this.watermarkItem) },
        { ALT: () => this.SUBRULE(this.eventItem) },
      ],
    })
  })

  readonly eventItem: Rule = this.RULE("eventItem", () => {
    this.CONSUME(T.Name)
    this.SUBRULE(this.record)
    this.OPTION(() => {
      this.CONSUME(Kw.at)
      this.SUBRULE(this.testTime)
    })
  })

  readonly watermarkItem: Rule = this.RULE("watermarkItem", () => {
    this.CONSUME(Kw.watermark)
    this.CONSUME(Kw.to)
    this.SUBRULE(this.testTime)
  })

  readonly testTime: Rule = this.RULE("testTime", () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(T.Plus)
          this.SUBRULE(this.duration)
        },
      },
      { ALT: () => this.SUBRULE(this.expression) },
    ])
  })

  readonly expectItem: Rule = this.RULE("expectItem", () => {
    this.CONSUME(Kw.expect)
    this.OR({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { ALT: () => this.CONSUME(Kw.nothing) },
        { ALT: () => this.CONSUME(Kw.late) },
        {
          ALT: () => {
            this.OPTION(() =>
              this.OR2([{ ALT: () => this.CONSUME(Kw.no) }, { ALT: () => this.CONSUME(T.NumberToken) }]),
            )
            this.CONSUME(T.Name)
            this.OPTION2(() => this.SUBRULE(this.record))
          },
        },
      ],
    })
  })

  readonly givenItem: Rule = this.RULE("givenItem", () => {
    this.CONSUME(Kw.given)
    this.SUBRULE(this.operand)
    this.CONSUME(T.Eq)
    // a record here is the value itself
    this.OR({
      IGNORE_AMBIGUITIES: true,
      DEF: [{ ALT: () => this.SUBRULE(this.record) }, { ALT: () => this.SUBRULE(this.expression) }],
    })
  })
}
