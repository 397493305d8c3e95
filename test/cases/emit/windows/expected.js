function create(library, params, host) {
  const { show, decimal } = library
  const integerType = { kind: "integer" }
  const decimalType = { kind: "decimal", scale: 2 }
  function isLarge(amount) {
    return amount > params.limit
  }

  // rule Minutes
  function minutes_where_order(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return it.amount > 500
  }
  function minutes_having(match, key) {
    return match.window.measure(0) > 1
  }
  function minutes_message(match, key) {
    return `${show(integerType, match.window.measure(0))} of ${show(decimalType, decimal(match.window.measure(1)))}`
  }
  function minutes_data(match, key) {
    return [
      match.window.measure(2),
      match.window.measure(3),
    ]
  }

  // rule Days
  function days_where_order(event) {
    return event.type === 0
  }
  function days_message(match, key) {
    return `${key[0]}`
  }
  function days_data(match, key) {
    return [
      match.window.measure(0),
      match.window.measure(1),
      match.window.measure(2),
    ]
  }

  // rule Sliding
  function sliding_where_order(event) {
    return event.type === 0
  }
  function sliding_data(match, key) {
    return [
      match.window.measure(0),
      Math.round(match.window.measure(1)),
      match.window.measure(2),
    ]
  }
  function sliding_key_object(v0) {
    return { account: v0 }
  }
  function sliding_data_object(v0, v1, v2) {
    return { high: v0, middle: v1, time: v2 }
  }

  // rule Sessions
  function sessions_where_order(event) {
    return event.type === 0
  }
  function sessions_emit(match, key) {
    return [
      match.window.start,
      match.window.end - match.window.start,
      key[0],
    ]
  }

  // rule Hundred
  function hundred_where_order(event) {
    return event.type === 0
  }

  return {
    rules: [
      {
        conditions: [minutes_where_order],
        measures: [
          {},
          { value: (each) => each.amount },
          { value: (each) => each.amount },
          { filter: (each) => isLarge(each.amount / 100) },
        ],
        having: minutes_having,
        outputs: [
          { message: minutes_message, data: minutes_data },
        ],
      },
      {
        conditions: [days_where_order],
        measures: [
          { value: (each) => each.id },
          { value: (each) => each.country },
          { filter: (each) => each.id === each.account },
        ],
        outputs: [
          { message: days_message, data: days_data },
        ],
      },
      {
        conditions: [sliding_where_order],
        measures: [
          { value: (each) => each.amount },
          { value: (each) => each.spent },
          { value: (each) => each.spent },
        ],
        outputs: [
          { data: sliding_data, keyObject: sliding_key_object, dataObject: sliding_data_object },
        ],
      },
      {
        conditions: [sessions_where_order],
        outputs: [
          { data: sessions_emit },
        ],
      },
      {
        conditions: [hundred_where_order],
        outputs: [
          {},
        ],
      },
    ],
    series: [],
    awaited: [],
    readers: [
      // Order
      (scan) => {
        let id, account, country, amount, spent, at
        for (let field = scan.next(); field >= 0; field = scan.next()) {
          switch (field) {
            case 0:
              id = scan.string()
              break
            case 1:
              account = scan.string()
              break
            case 2:
              country = scan.string()
              break
            case 3:
              amount = scan.decimal(2)
              break
            case 4:
              spent = scan.integer()
              break
            case 5:
              at = scan.time(false)
              break
          }
        }
        if (scan.odd || id === undefined || account === undefined || amount === undefined || spent === undefined || at === undefined) return undefined
        return { id, account, country, amount, spent, at }
      },
      // Session
      null,
    ],
    decoders: [
      // Order
      null,
      // Session
      null,
    ],
    cellDecoders: [
      // Order
      null,
      // Session
      null,
    ],
    objectReaders: [
      // Order
      null,
      // Session
      null,
    ],
  }
}

export const rules = { manifest, create }
