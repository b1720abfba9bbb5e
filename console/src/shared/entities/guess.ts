/** What a text somebody types could be: kinds of entities, the likeliest first. */

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|$)){4}$/
const IPV6 = /^(?=.*:.*:)[0-9a-f:]{2,39}(?:%\w+)?$|^::ffff:\d+\.\d+\.\d+\.\d+$/i
const HASH = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i
const URL_START = /^[a-z][a-z0-9+.-]*:\/\//i
const DOMAIN = /^(?:[\p{L}\p{N}_-]+\.)+[\p{L}][\p{L}\p{N}-]+\.?$/u
const NAME = /^[^\s:"'()[\]{}<>=*?]{1,253}$/u

export const kindsOf = (text: string): string[] => {
  if (IPV4.test(text) || IPV6.test(text)) return ['ip']
  if (HASH.test(text)) return ['file_hash']
  if (URL_START.test(text)) return ['url']
  if (DOMAIN.test(text)) return ['domain', 'host']
  return NAME.test(text) ? ['host', 'user'] : []
}

/** Ids of alerts and incidents: sixteen bytes, hexadecimal. */
export const isId = (text: string): boolean => /^[0-9a-f]{32}$/.test(text)
