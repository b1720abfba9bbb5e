import { describe, expect, it } from 'vitest'
import { rateText, stations } from './journey'

const stage = (name: 'collect' | 'keep' | 'detect' | 'correlate', more: object = {}) => ({
  stage: name,
  name,
  name_zh: name,
  total: 1,
  per_second: null,
  refused: null,
  lost: null,
  seconds: null,
  ...more,
})

describe('the journey', () => {
  it('leads from every number to what it counts', () => {
    const found = stations([
      stage('collect', { refused: 6, lost: 2 }),
      stage('keep', { refused: 3 }),
      stage('detect'),
      stage('correlate'),
    ])
    expect(found.map((station) => station.target)).toEqual(['sources', 'events', 'alerts', 'incidents'])
    expect(found[0]?.asides).toEqual([
      { kind: 'refused', count: 6, target: 'quarantined' },
      { kind: 'lost', count: 2, target: 'dropped' },
    ])
    expect(found[1]?.asides).toEqual([{ kind: 'refused', count: 3, target: null }])
    expect(found[2]?.asides).toEqual([])
  })

  it('draws thicker what moves faster, within bounds, and never nothing', () => {
    const weights = [null, 0, 0.001, 5, 50, 1e12].map(
      (per_second) => stations([stage('collect', { per_second })])[0]?.weight,
    )
    expect(weights).toEqual([1, 1, 1, 2, 3, 6])
  })

  it('writes rates with the digits that say something', () => {
    expect([0, 0.05, 6.25, 2189.4].map((rate) => rateText(rate, 'en'))).toEqual(['0', '0.05', '6.3', '2,189'])
  })
})
