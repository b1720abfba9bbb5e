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
