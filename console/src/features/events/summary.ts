/** What an event is about in one line: the first of these it has, the most telling first. */

const TELLING = [
  'message',
  'process.command_line',
  'url.original',
  'dns.question.name',
  'tls.client.server_name',
  'fengsui.mqtt.topic',
  'file.path',
  'process.executable',
  'user_agent.original',
  'CommandLine',
  'Message',
  'msg',
]

export const summaryField = (fields: Record<string, unknown>): string | undefined =>
  TELLING.find((name) => fields[name] !== undefined)

const TOLD_ELSEWHERE =
  /^(@timestamp|event\.|fengsui\.|log\.|observer\.|ecs\.|agent\.|host\.|user\.|(source|destination)\.ip$)/
const MOST = 4
const LONGEST = 80

/** For an event without a telling field: some of its own, as `name=value`. */
export const summaryText = (fields: Record<string, unknown>): string =>
  Object.entries(fields)
    .filter(([name, value]) => !TOLD_ELSEWHERE.test(name) && typeof value !== 'object')
    .slice(0, MOST)
    .map(([name, value]) => `${name}=${String(value).slice(0, LONGEST)}`)
    .join(' ')
