export interface Keyed {
  key: string
  kind: string
  value: string
}

/** A key is `kind:value`; the value may hold colons of its own. */
export const keyed = (key: string): Keyed => {
  const colon = key.indexOf(':')
  return { key, kind: key.slice(0, Math.max(colon, 0)), value: key.slice(colon + 1) }
}
