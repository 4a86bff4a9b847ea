import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { assetCodes, liabilityCodes } from '../../src/ledger/account.ts'
import { entryKinds } from '../../src/ledger/entry.ts'

const page = readFileSync(new URL('../../docs/ledger.md', import.meta.url).pathname, 'utf8')
const firstCells = (heading: string) =>
  [
    ...page
      .split(`## ${heading}`)[1]!
      .split('\n## ')[0]!
      .matchAll(/^\| `(\w+)` \|/gm),
  ].map((match) => match[1]!)

describe('docs/ledger.md', () => {
  it('has exactly the accounts there are, in their order', () => {
    expect(firstCells('Accounts')).toEqual([...assetCodes, ...liabilityCodes])
  })

  it('has exactly the kinds of entry there are', () => {
    expect(firstCells('Entries').toSorted()).toEqual([...entryKinds].toSorted())
  })
})
