/** SM3 (GB/T 32905-2016) of a file, in the browser: a paper is known by its digest and never leaves the desk. */

const START = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e]
const turn = (x: number, by: number): number => (x << (by % 32)) | (x >>> ((32 - (by % 32)) % 32))
const p0 = (x: number): number => x ^ turn(x, 9) ^ turn(x, 17)
const p1 = (x: number): number => x ^ turn(x, 15) ^ turn(x, 23)

const padded = (data: Uint8Array): Uint8Array => {
  const out = new Uint8Array(((data.length + 8) >> 6) * 64 + 64)
  out.set(data)
  out[data.length] = 0x80
  const view = new DataView(out.buffer)
  view.setUint32(out.length - 8, Math.floor(data.length / 0x20000000))
  view.setUint32(out.length - 4, (data.length << 3) >>> 0)
  return out
}

const compress = (state: Int32Array, view: DataView, offset: number, w: Int32Array): void => {
  const at = (list: Int32Array, index: number): number => list[index] ?? 0
  for (let j = 0; j < 16; j++) w[j] = view.getInt32(offset + j * 4)
  for (let j = 16; j < 68; j++)
    w[j] = p1(at(w, j - 16) ^ at(w, j - 9) ^ turn(at(w, j - 3), 15)) ^ turn(at(w, j - 13), 7) ^ at(w, j - 6)
  let [a, b, c, d, e, f, g, h] = Array.from(state) as [number, number, number, number, number, number, number, number]
  for (let j = 0; j < 64; j++) {
    const early = j < 16
    const ss1 = turn((turn(a, 12) + e + turn(early ? 0x79cc4519 : 0x7a879d8a, j)) | 0, 7)
    const ff = early ? a ^ b ^ c : (a & b) | (a & c) | (b & c)
    const gg = early ? e ^ f ^ g : (e & f) | (~e & g)
    const tt1 = (ff + d + (ss1 ^ turn(a, 12)) + (at(w, j) ^ at(w, j + 4))) | 0
    const tt2 = (gg + h + ss1 + at(w, j)) | 0
    d = c
    c = turn(b, 9)
    b = a
    a = tt1
    h = g
    g = turn(f, 19)
    f = e
    e = p0(tt2)
  }
  for (const [index, value] of [a, b, c, d, e, f, g, h].entries()) state[index] = at(state, index) ^ value
}

/** 64 hexadecimal digits. */
export const sm3 = (data: Uint8Array): string => {
  const message = padded(data)
  const view = new DataView(message.buffer)
  const state = Int32Array.from(START)
  const w = new Int32Array(68)
  for (let offset = 0; offset < message.length; offset += 64) compress(state, view, offset, w)
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}
