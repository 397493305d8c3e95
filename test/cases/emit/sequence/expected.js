function create(library, params, host) {
  const { show, sum } = library
  const integerType = { kind: "integer" }
  const numberType = { kind: "number" }

  // rule CardTesting
  function cardTesting_where_probes(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return it.amount < 2
  }
  function cardTesting_where_drain(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return it.amount > params.limit
  }
  function cardTesting_message(match, key) {
    return `${show(integerType, match.count(0))} probes, then ${show(numberType, match.last(1).amount)}`
  }
  function cardTesting_data(match, key) {
    return [
      sum(match.list(0), (each) => each.amount) + match.last(1).amount,
    ]
  }

  return {
    rules: [
      {
        conditions: [cardTesting_where_probes, cardTesting_where_drain],
        outputs: [
          { message: cardTesting_message, data: cardTesting_data },
        ],
      },
    ],
    series: [],
    awaited: [],
    readers: [
      // Payment
      (scan) => {
        let id, card, amount, device, at
        for (let field = scan.next(); field >= 0; field = scan.next()) {
          switch (field) {
            case 0:
              id = scan.string()
              break
            case 1:
              card = scan.string()
              break
            case 2:
              amount = scan.number()
              break
            case 3:
              device = scan.string()
              break
            case 4:
              at = scan.time(false)
              break
          }
        }
        if (scan.odd || id === undefined || card === undefined || amount === undefined || at === undefined) return undefined
        return { id, card, amount, device, at }
      },
      // Refund
      (scan) => {
        let id, card, amount, at
        for (let field = scan.next(); field >= 0; field = scan.next()) {
          switch (field) {
            case 0:
              id = scan.string()
              break
            case 1:
              card = scan.string()
              break
            case 2:
              amount = scan.number()
              break
            case 3:
              at = scan.time(false)
              break
          }
        }
        if (scan.odd || id === undefined || card === undefined || amount === undefined || at === undefined) return undefined
        return { id, card, amount, at }
      },
    ],
    selects: [
      // Payment where (event.amount < 2)
      (rows, order, from, to, chosen) => {
        const type = rows.type
        const amount = rows.numbers[0]
        let count = 0
        for (let place = from; place < to; place++) {
          const row = order[place]
          if (
            type[row] === 0 &&
            amount[row] < 2
          ) chosen[count++] = place
        }
        return count
      },
      // Payment where (event.amount > limit)
      (rows, order, from, to, chosen) => {
        const type = rows.type
        const amount = rows.numbers[0]
        const limit = params.limit
        let count = 0
        for (let place = from; place < to; place++) {
          const row = order[place]
          if (
            type[row] === 0 &&
            amount[row] > limit
          ) chosen[count++] = place
        }
        return count
      },
    ],
  }
}

export const rules = { manifest, create }
