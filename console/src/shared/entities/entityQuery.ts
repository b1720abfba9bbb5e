/** The search that finds the events an entity is named in. The grammar stands in docs/reference/search.md. */

import { mentioning, quoted } from '@/shared/events/pivot'

type Entity = { kind: string; value: string }

/** ECS names under which a kind of entity is met; as in detections/sigma/entities.yml, without the native names. */
const FIELDS: Record<string, readonly string[]> = {
  host: ['host.name', 'host.hostname'],
  ip: ['source.ip', 'destination.ip', 'client.ip', 'server.ip'],
  user: ['user.name', 'user.target.name', 'user.effective.name'],
  domain: ['dns.question.name', 'tls.client.server_name', 'url.domain', 'destination.domain'],
  url: ['url.original', 'url.full'],
  process: ['process.executable', 'process.parent.executable'],
  service: ['service.name'],
  device: ['fengsui.mqtt.client_id', 'fengsui.iot.device_id', 'device.id'],
}

const HASHES: Record<number, string> = { 32: 'md5', 40: 'sha1', 64: 'sha256' }

const KIND_OF = new Map(
  Object.entries(FIELDS).flatMap(([kind, fields]) => fields.map((field) => [field, kind] as const)),
)

/** The key of the entity a field's value names; null for fields that name none. */
export const entityKeyOf = (field: string, value: unknown): string | null => {
  const kind = /^(process|file|dll)\.hash\./.test(field) ? 'file_hash' : KIND_OF.get(field)
  return kind === undefined || typeof value !== 'string' || value === '' ? null : `${kind}:${value}`
}

/** In the fields of its kind, or anywhere for a kind without any. Null for what cannot be written as a query. */
export function entityQuery(entity: Entity): string | null {
  const value = entity.kind === 'user' ? withoutDomain(entity.value) : entity.value
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (value === '' || /\u0000/.test(value)) return null
  const names = entity.kind === 'file_hash' ? hashFields(value) : FIELDS[entity.kind]
  if (names === undefined || names.length === 0) return mentioning(value)
  return names.map((name) => `${name}:${quoted(value)}`).join(' OR ')
}

/** Entities of Windows accounts are written `domain\name`; the events carry the two apart. */
function withoutDomain(value: string): string {
  return value.slice(value.indexOf('\\') + 1)
}

function hashFields(value: string): string[] {
  const kind = HASHES[value.length]
  return kind === undefined ? [] : ['process', 'file', 'dll'].map((owner) => `${owner}.hash.${kind}`)
}
