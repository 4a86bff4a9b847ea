import type { Constraint } from './constraint.ts'

type Pair = { of: Constraint; twin: Constraint }

const isCheck = ({ kind }: Constraint) => kind === 'check'
const isKey = ({ kind }: Constraint) => kind === 'primary key' || kind === 'unique' || kind === 'unique index'
const isTrigger = ({ kind }: Constraint) => kind === 'trigger'
const sums = /^(village_months|household_seasons|waiting_slips|postings|income_months|offer_facets|log_facts|lots|packs|payments)$/

// Why one value may be refused twice. Each rule is one reason; the list of pairs is in the witnesses.
const reasons: [reason: string, applies: (pair: Pair) => boolean][] = [
  [
    'a key is never NULL, and the column says so where it is read',
    ({ of, twin }) => of.kind === 'not null' && isKey(twin) && of.table === twin.table,
  ],
  [
    'the trigger names the refusal and stops INSERT OR REPLACE too; the key finds the row',
    ({ of, twin }) => isKey(of) && isTrigger(twin) && of.table === twin.table,
  ],
  ['both keys hold on their own; the row that shows one shares the other', ({ of, twin }) => isKey(of) && isKey(twin)],
  ['the key would refuse a second row, too, but not in these words and not a REPLACE', ({ of, twin }) => isTrigger(of) && isKey(twin)],
  [
    'two rules of one row: each stands for a mistake of its own, which this value makes together',
    ({ of, twin }) => isCheck(of) && isCheck(twin),
  ],
  ['what a trigger adds up has bounds of its own', ({ twin }) => sums.test(twin.table)],
  [
    'a trigger asks for the same in words a person understands; the declaration also holds for what triggers do not see',
    ({ of, twin }) => !isTrigger(of) && isTrigger(twin),
  ],
  ['a row that breaks one rule of its table breaks the other in this world', ({ of, twin }) => isTrigger(of) && isTrigger(twin)],
  ['the row that would show it must break a plain rule as well', ({ of, twin }) => of.table === twin.table && isCheck(twin)],
  ['other rows hold on to what would go', ({ of, twin }) => isTrigger(of) && twin.kind === 'foreign key'],
]

/** Why the two refuse the same; null when nobody has said why. */
export function reasonFor(of: Constraint, twin: Constraint): string | null {
  return reasons.find(([, applies]) => applies({ of, twin }))?.[0] ?? null
}
