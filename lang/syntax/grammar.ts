/** Declarations, rules and tests. Each declaration is parsed on its own (`segments.ts` finds where they begin). */
import { EMPTY_ALT } from "chevrotain"
import { type GrammarOptions, inner, type Rule } from "./grammar-expressions.ts"
import { RuleGrammar } from "./grammar-rules.ts"
import * as T from "./tokens.ts"

const { Kw } = T

export class Grammar extends RuleGrammar {
  constructor(options: GrammarOptions) {
    super(options)
    this.performSelfAnalysis()
  }

  // `amount number`, but not a broken line before the next field
  #colonIsForgotten(): boolean {
    return this.LA(0).tokenType === T.Word && this.nextIs(T.Word, T.Str) && this.LA(2).tokenType !== T.Colon
  }

  readonly declaration: Rule = this.RULE("declaration", () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.importDecl) },
      { ALT: () => this.SUBRULE(this.useDecl) },
      { ALT: () => this.SUBRULE(this.eventDecl) },
      { ALT: () => this.SUBRULE(this.sourceDecl) },
      { ALT: () => this.SUBRULE(this.sinkDecl) },
      { ALT: () => this.SUBRULE(this.tableDecl) },
      { ALT: () => this.SUBRULE(this.valueDecl) },
      { ALT: () => this.SUBRULE(this.fnDecl) },
      { ALT: () => this.SUBRULE(this.modelDecl) },
      { ALT: () => this.SUBRULE(this.ruleDecl) },
      { ALT: () => this.SUBRULE(this.testDecl) },
    ])
  })

  readonly importDecl: Rule = this.RULE("importDecl", () => {
    this.CONSUME(Kw.import)
    this.CONSUME(T.Str)
  })

  readonly useDecl: Rule = this.RULE("useDecl", () => {
    this.CONSUME(Kw.use)
    this.CONSUME(T.LCurly)
    this.MANY(() => {
      this.SUBRULE(this.usedName)
      this.OPTION(() => this.CONSUME(T.Comma))
    })
    this.CONSUME(T.RCurly)
    this.CONSUME(Kw.from)
    this.CONSUME(T.Str)
  })

  readonly usedName: Rule = this.RULE("usedName", () => {
    this.CONSUME(T.Name)
    this.OPTION(() => {
      this.CONSUME(Kw.as)
      this.CONSUME2(T.Name)
    })
  })

  readonly eventDecl: Rule = this.RULE("eventDecl", () => {
    this.CONSUME(Kw.event)
    this.CONSUME(T.Name)
    this.OR([
      { ALT: () => this.SUBRULE(this.fieldBlock) },
      {
        ALT: () => {
          this.CONSUME(Kw.from)
          this.CONSUME(T.Str)
        },
      },
    ])
    this.OPTION(() => this.SUBRULE(this.timing))
  })

  readonly timing: Rule = this.RULE("timing", () => {
    this.CONSUME(Kw.timed)
    this.OR([
      { ALT: () => this.CONSUME(Kw.by) },
      // `timed at f`, `timed on f`
      { ALT: () => this.CONSUME(Kw.at, { LABEL: "slip" }) },
      { ALT: () => this.CONSUME(Kw.on, { LABEL: "slip" }) },
      { ALT: () => this.CONSUME(Kw.with, { LABEL: "slip" }) },
    ])
    this.CONSUME(T.Name)
    this.OPTION2(() => {
      this.OPTION3(() => this.CONSUME(T.Comma))
      this.CONSUME(Kw.up)
      this.CONSUME(Kw.to)
      this.SUBRULE(this.duration)
      this.OPTION4(() => this.CONSUME(Kw.late))
    })
  })

  readonly fieldBlock: Rule = this.RULE("fieldBlock", () => {
    this.CONSUME(T.LCurly)
    this.MANY(() => {
      this.SUBRULE(this.fieldDecl)
      this.OPTION(() => this.CONSUME(T.Comma))
    })
    this.CONSUME(T.RCurly)
  })

  readonly fieldDecl: Rule = this.RULE("fieldDecl", () => {
    this.CONSUME(T.Name)
    this.OR([{ ALT: () => this.CONSUME(T.Colon) }, { GATE: () => this.#colonIsForgotten(), ALT: EMPTY_ALT() }])
    this.SUBRULE(this.type)
  })

  readonly type: Rule = this.RULE(
    "type",
    () => {
      this.OR([
        { ALT: () => this.SUBRULE(this.enumType) },
        { ALT: () => this.SUBRULE(this.namedType) },
        { ALT: () => this.SUBRULE(this.fieldBlock) },
        {
          ALT: () => {
            this.CONSUME(T.LParen)
            this.SUBRULE(this.type)
            this.CONSUME(T.RParen)
          },
        },
      ])
      this.MANY(() => this.SUBRULE(this.typeSuffix))
    },
    inner,
  )

  readonly enumType: Rule = this.RULE(
    "enumType",
    () => {
      this.CONSUME(T.Str)
      this.MANY(() => {
        this.CONSUME(T.Pipe)
        this.CONSUME2(T.Str)
      })
    },
    inner,
  )

  readonly namedType: Rule = this.RULE(
    "namedType",
    () => {
      this.CONSUME(T.Name)
      this.OPTION(() => {
        this.CONSUME(T.LParen)
        this.OR([
          { ALT: () => this.CONSUME(T.NumberToken) },
          { ALT: () => this.CONSUME2(T.Name, { LABEL: "argument" }) },
        ])
        this.CONSUME(T.RParen)
      })
    },
    inner,
  )

  readonly typeSuffix: Rule = this.RULE(
    "typeSuffix",
    () => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(T.LSquare)
            this.CONSUME(T.RSquare)
          },
        },
        { ALT: () => this.CONSUME(T.Question) },
        { ALT: () => this.CONSUME(T.Coalesce) },
      ])
    },
    inner,
  )

  readonly connector: Rule = this.RULE("connector", () => {
    this.CONSUME(T.Name)
    this.OPTION(() => {
      this.CONSUME(T.LParen)
      this.OPTION2(() => {
        this.SUBRULE(this.connectorArg)
        this.MANY(() => {
          this.CONSUME(T.Comma)
          this.SUBRULE2(this.connectorArg)
        })
      })
      this.CONSUME(T.RParen)
    })
  })

  readonly connectorArg: Rule = this.RULE("connectorArg", () => {
    this.OR({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          ALT: () => {
            this.CONSUME(Kw.partitioned)
            this.CONSUME(Kw.by)
            this.CONSUME(T.Name, { LABEL: "partition" })
          },
        },
        {
          ALT: () => {
            this.CONSUME2(T.Name)
            this.CONSUME(T.Colon)
            this.SUBRULE(this.expression)
          },
        },
        { ALT: () => this.SUBRULE2(this.expression) },
      ],
    })
  })

  readonly sourceDecl: Rule = this.RULE("sourceDecl", () => {
    this.CONSUME(Kw.source)
    this.CONSUME(T.Name)
    this.CONSUME(Kw.from)
    this.SUBRULE(this.connector)
  })

  readonly sinkDecl: Rule = this.RULE("sinkDecl", () => {
    this.CONSUME(Kw.sink)
    this.CONSUME(T.Name)
    this.CONSUME(Kw.to)
    this.SUBRULE(this.connector)
  })

  readonly tableDecl: Rule = this.RULE("tableDecl", () => {
    this.CONSUME(Kw.table)
    this.CONSUME(T.Name)
    this.CONSUME(Kw.key)
    this.CONSUME2(T.Name, { LABEL: "keyName" })
    this.MANY(() => {
      this.CONSUME(T.Comma)
      this.CONSUME3(T.Name, { LABEL: "keyName" })
    })
    this.SUBRULE(this.fieldBlock)
    this.OPTION2(() => {
      this.CONSUME(Kw.timed)
      this.CONSUME(Kw.by)
      this.CONSUME4(T.Name, { LABEL: "timeName" })
    })
    this.CONSUME(Kw.from)
    this.SUBRULE(this.connector)
    this.OPTION(() => {
      this.CONSUME(Kw.refresh)
      this.SUBRULE(this.duration)
    })
  })

  /** `param`, `let` and `feature`. */
  readonly valueDecl: Rule = this.RULE("valueDecl", () => {
    this.OR([
      { ALT: () => this.CONSUME(Kw.param, { LABEL: "keyword" }) },
      { ALT: () => this.CONSUME(Kw.let, { LABEL: "keyword" }) },
      { ALT: () => this.CONSUME(Kw.feature, { LABEL: "keyword" }) },
    ])
    this.SUBRULE(this.binding)
  })

  readonly binding: Rule = this.RULE("binding", () => {
    this.CONSUME(T.Name)
    this.OPTION(() => {
      this.CONSUME(T.Colon)
      this.SUBRULE(this.type)
    })
    this.CONSUME(T.Eq)
    this.SUBRULE(this.expression)
  })

  readonly parameters: Rule = this.RULE("parameters", () => {
    this.CONSUME(T.LParen)
    this.OPTION(() => {
      this.SUBRULE(this.fieldDecl)
      this.MANY(() => {
        this.CONSUME(T.Comma)
        this.SUBRULE2(this.fieldDecl)
      })
    })
    this.CONSUME(T.RParen)
  })

  readonly fnDecl: Rule = this.RULE("fnDecl", () => {
    this.CONSUME(Kw.fn)
    this.CONSUME(T.Name)
    this.SUBRULE(this.parameters)
    this.OPTION(() => {
      this.CONSUME(T.Colon)
      this.SUBRULE(this.type)
    })
    this.CONSUME(T.Eq)
    this.SUBRULE(this.expression)
  })

  readonly modelDecl: Rule = this.RULE("modelDecl", () => {
    this.CONSUME(Kw.model)
    this.CONSUME(T.Name)
    this.SUBRULE(this.parameters)
    this.CONSUME(T.Colon)
    this.SUBRULE(this.type)
    this.CONSUME(Kw.from)
    this.SUBRULE(this.connector)
  })

  readonly ruleDecl: Rule = this.RULE("ruleDecl", () => {
    this.OPTION(() => this.CONSUME(Kw.shadow))
    this.CONSUME(Kw.rule)
    this.CONSUME(T.Name)
    this.OPTION2(() => {
      this.CONSUME(Kw.of)
      this.CONSUME2(T.Name, { LABEL: "shadowed" })
    })
    this.OPTION3(() => {
      this.CONSUME(Kw.was)
      this.CONSUME3(T.Name, { LABEL: "formerName" })
    })
    this.OPTION4(() => this.CONSUME(T.Str))
    this.CONSUME(T.LCurly)
    this.MANY(() => this.SUBRULE(this.ruleItem))
    this.CONSUME(T.RCurly)
  })

  // in any order; `build-rules.ts` says which order is the right one
  readonly ruleItem: Rule = this.RULE("ruleItem", () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(Kw.let)
          this.SUBRULE(this.binding)
        },
      },
      { ALT: () => this.SUBRULE(this.when) },
      { ALT: () => this.SUBRULE(this.each) },
      { ALT: () => this.SUBRULE(this.clause) },
      { ALT: () => this.SUBRULE(this.output) },
    ])
  })

  readonly testDecl: Rule = this.RULE("testDecl", () => {
    this.CONSUME(Kw.test)
    this.CONSUME(T.Str)
    this.OPTION(() => {
      this.CONSUME(Kw.with)
      this.SUBRULE(this.assignment)
      this.MANY(() => {
        this.CONSUME(T.Comma)
        this.SUBRULE2(this.assignment)
      })
    })
    this.CONSUME(T.LCurly)
    this.MANY2(() => this.SUBRULE(this.testItem))
    this.CONSUME(T.RCurly)
  })
}
