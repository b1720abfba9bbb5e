/** JSON texts whose integers a JavaScript number would round. */

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gu
const LONG = /\d{16}/
const INTEGER = /^-?\d{16,}$/

/** The same JSON with integers beyond 2^53 as texts, which stay as they are. Texts that merely look like one are left alone. */
export const exact = (json: string): string =>
  LONG.test(json) ? json.replace(TOKEN, (token) => (rounded(token) ? `"${token}"` : token)) : json

const rounded = (token: string): boolean => INTEGER.test(token) && !Number.isSafeInteger(Number(token))
