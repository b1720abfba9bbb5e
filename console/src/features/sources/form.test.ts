import { expect, test } from 'vitest'
import { fieldsOf, given, inputsOf, shownFields } from './form'

const KIND = {
  name: 'syslog',
  title: 'Syslog',
  title_zh: 'Syslog 日志',
  schemes: ['udp'],
  settings: {
    properties: {
      listen: { type: 'string', title: 'Address', 'x-zh': { title: '地址', description: '写法' } },
      path: { type: 'string', title: 'File' },
      tls_key: { type: 'string', title: 'Key' },
      silent_after_s: { type: 'integer', title: 'Silence', default: 0, minimum: 0 },
    },
    oneOf: [
      { title: 'Address', required: ['listen'], 'x-with': ['tls_key'] },
      { title: 'File', required: ['path'], 'x-with': [] },
    ],
  },
}

test('titles and help are in the language of the reader', () => {
  expect(fieldsOf(KIND, true)[0]).toMatchObject({ title: '地址', help: '写法', shape: 'text' })
  expect(fieldsOf(KIND, false)[0]).toMatchObject({ title: 'Address', help: '' })
})

test('only what belongs to the chosen input is asked for', () => {
  const names = (chosen: string) =>
    shownFields(fieldsOf(KIND, false), inputsOf(KIND, false), chosen).map((field) => field.name)
  expect(names('listen')).toEqual(['listen', 'tls_key', 'silent_after_s'])
  expect(names('path')).toEqual(['path', 'silent_after_s'])
})

test('what was left empty or as it is by default is not sent', () => {
  const fields = fieldsOf(KIND, false)
  expect(given(fields, { listen: ' udp://a:1 ', path: '', silent_after_s: 0 })).toEqual({ listen: 'udp://a:1' })
  expect(given(fields, { silent_after_s: 60 })).toEqual({ silent_after_s: 60 })
})
