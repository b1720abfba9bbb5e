const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** 256 random bits, in hexadecimal. */
export const newToken = () => hex(crypto.getRandomValues(new Uint8Array(32)))

/** SHA-256 of the text, in hexadecimal: what the platform keeps of a token. */
export const digestOf = async (token: string) =>
  hex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))))
