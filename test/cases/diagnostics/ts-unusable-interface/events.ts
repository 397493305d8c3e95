export interface Payment {
  id: string
  amount: bigint
  at: Date
}

interface Login {
  user: string
  at: Date
}

export interface Transfer {
  from: Login["user"]
  at: Date
}
