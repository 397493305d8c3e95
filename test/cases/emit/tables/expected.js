function create(library, params, host) {
  const { show } = library
  const stringType = { kind: "string" }
  function tierOf(id) {
    return host.row(0, [id])?.tier
  }

  // rule Watch
  function watch_where_p(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return (
      host.row(0, [it.card])?.tier === "gold" &&
      it.amount > (host.row(0, [it.card])?.most ?? 10000) &&
      host.row(1, [it.country, "buy"], event.at) !== undefined
    )
  }
  function watch_where_q(event, match) {
    if (event.type !== 0) return false
    const it = event.fields
    return (
      it.country !== undefined &&
      !(host.row(0, [it.country]) !== undefined) &&
      host.row(1, [match.last(0).country, "sell"], event.at)?.rate > 1
    )
  }
  function watch_message(match, key) {
    return `${show(stringType, tierOf(match.last(1).card))}`
  }
  function watch_data(match, key) {
    return [
      host.row(1, [match.last(1).country, "buy"], match.previousRecord()?.at)?.rate,
    ]
  }

  return {
    rules: [
      {
        conditions: [watch_where_p, watch_where_q],
        outputs: [
          { message: watch_message, data: watch_data },
        ],
      },
    ],
    series: [],
    awaited: [],
    readers: [
      // Payment
      (scan) => {
        let id, card, amount, country, at
        for (let field = scan.next(); field >= 0; field = scan.next()) {
          switch (field) {
            case 0:
              id = scan.string()
              break
            case 1:
              card = scan.string()
              break
            case 2:
              amount = scan.decimal(2)
              break
            case 3:
              country = scan.string()
              break
            case 4:
              at = scan.time(false)
              break
          }
        }
        if (scan.odd || id === undefined || card === undefined || amount === undefined || at === undefined) return undefined
        return { id, card, amount, country, at }
      },
    ],
    decoders: [
      // Payment
      null,
    ],
    cellDecoders: [
      // Payment
      null,
    ],
    objectReaders: [
      // Payment
      null,
    ],
  }
}

export const rules = { manifest, create }
