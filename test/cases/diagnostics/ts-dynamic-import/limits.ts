export const limit = 1000
