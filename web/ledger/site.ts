import { accountTopic, entryTopic, type Topic } from '../../src/bookkeeping/topic.ts'
import { topicNames } from '../../src/bookkeeping/queries.ts'
import { userNames } from '../../src/identity/queries.ts'
import type { Month } from '../../src/kernel/time.ts'
import type { AccountCode } from '../../src/ledger/account.ts'
import type { EntryHead } from '../../src/bookkeeping/sheet.ts'
import type { Organisation } from '../../src/organisation/queries.ts'
import type { Context, Locale } from '../../src/platform/context.ts'
import { words } from '../components/locale.ts'
import { dictionary as codes } from '../office/words.ts'
import { dictionary } from './words.ts'

/** Where the books of an organisation stand in a console, and where what they are about has its page there, if it has one. */
export type LedgerSite = {
  context: Context
  organisation: Organisation
  base: string
  pathOf: (topic: Topic) => string | null
  canClose: boolean
}

type Part = { code: AccountCode; subject: string }

export function partOf(accountId: string): Part {
  const [, code, subject] = accountId.split('/')
  return { code: code as AccountCode, subject: subject! }
}

export function codeName(locale: Locale, code: AccountCode): string {
  return codes[locale].states.account[code]
}

export function accountPath({ base }: LedgerSite, { code, subject }: Part, month?: Month): string {
  return `${base}/accounts/${code}/${encodeURIComponent(subject)}${month ? `?month=${month}` : ''}`
}

/** The same at the API, as a file. */
export function accountFile({ organisation }: LedgerSite, { code, subject }: Part, month?: Month): string {
  const path = `/api/ledger/accounts/${organisation.id}/${code}/${encodeURIComponent(subject)}/entries`
  return `${path}?format=csv&limit=1000${month ? `&month=${month}` : ''}`
}

/** How topics are called, once their names were looked up: "批次 L-2026-1", "Member 12". */
export type Names = (topic: Topic) => string

export async function namesFor({ context, organisation }: LedgerSite, topics: readonly Topic[]): Promise<Names> {
  const { locale, county } = context
  const text = dictionary[locale]
  const rows = await topicNames(county, organisation.id, topics)
  const known = new Map(rows.map(({ kind, id, nameZh, nameEn }) => [`${kind}/${id}`, words(locale, nameZh, nameEn)]))
  return ({ kind, id }) => {
    if (kind === 'own') return ''
    const name = known.get(`${kind}/${id}`) ?? id
    return kind === 'household' ? text.member(name) : `${text.topics[kind]} ${name}`
  }
}

/** An account in words: its code, and what it is about. */
export function accountName(locale: Locale, part: Part, names: Names): string {
  const about = names(accountTopic(part.code, part.subject))
  return about ? `${codeName(locale, part.code)} · ${about}` : codeName(locale, part.code)
}

export const topicsOf = (accountIds: readonly string[]): Topic[] =>
  accountIds.map(partOf).map(({ code, subject }) => accountTopic(code, subject))

export const topicOf = ({ kind, subject }: EntryHead): Topic => entryTopic(kind, subject)

/** Who did it, by the name of the user. */
export async function actorsOf({ market, locale }: Context, keys: readonly string[]): Promise<(key: string) => string> {
  const text = dictionary[locale]
  const ids = keys.filter((key) => key.startsWith('user:')).map((key) => key.slice(5))
  const names = ids.length > 0 ? await userNames(market, ids) : new Map<string, string>()
  return (key) => {
    if (key.startsWith('user:')) return names.get(key.slice(5)) ?? key.slice(5)
    if (key.startsWith('system:')) return text.system
    return key.startsWith('household:') ? text.household : text.guest
  }
}
