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
  }
}

export const rules = { manifest, create }
