function create(library, params, host) {
  const { show } = library
  const numberType = { kind: "number" }

  // rule Doubled
  function doubled_where_first(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return it.amount > 100
  }
  function doubled_message(match, key) {
    return `twice ${show(numberType, match.last(0).amount)}`
  }

  return {
    rules: [
      {
        conditions: [doubled_where_first],
        outputs: [
          { message: doubled_message },
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
      // Payment where (event.amount > 100)
      (rows, order, from, to, chosen) => {
        const type = rows.type
        const amount = rows.numbers[0]
        let count = 0
        for (let place = from; place < to; place++) {
          const row = order[place]
          if (
            type[row] === 0 &&
            amount[row] > 100
          ) chosen[count++] = place
        }
        return count
      },
    ],
  }
}

export const rules = { manifest, create }
