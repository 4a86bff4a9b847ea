import { findEntry, transfersOf } from '../../src/bookkeeping/queries.ts'
import type { EntryHead, EntryTransfer } from '../../src/bookkeeping/sheet.ts'
import type { Month } from '../../src/kernel/time.ts'
import { found, Refusal } from '../../src/platform/api.ts'
import type { Locale } from '../../src/platform/context.ts'
import { Day, Moment, Money, monthWords } from '../components/amount.tsx'
import { Card, Facts } from '../components/figure.tsx'
import { href } from '../components/locale.ts'
import { Breadcrumb, Pager } from '../components/navigation.tsx'
import { Table } from '../components/table.tsx'
import { accountName, accountPath, actorsOf, namesFor, partOf, topicOf, topicsOf, type LedgerSite, type Names } from './site.ts'
import { dictionary, type LedgerWords } from './words.ts'

const transfersAPage = 100

/** One entry: who, why, on what evidence, about what, and its transfers, 100 at a time. */
export async function entrySheetPage(site: LedgerSite, idOrSeq: string, after = 0) {
  const { context, organisation, base } = site
  const { county, actor, locale } = context
  const text = dictionary[locale]
  const entry = found(await findEntry(county, actor, idOrSeq))
  if (entry.organisationId !== organisation.id) throw new Refusal({ code: 'not_found', facts: {} })
  const transfers = await transfersOf(county, entry.seq, { after, limit: transfersAPage })
  const names = await namesFor(site, [topicOf(entry), ...topicsOf(transfers.flatMap(({ debitId, creditId }) => [debitId, creditId]))])
  const who = (await actorsOf(context, [entry.actor]))(entry.actor)
  const path = `${base}/entries/${entry.seq}`
  const last = transfers.length === transfersAPage ? transfers.at(-1)!.n : null
  return (
    <>
      <Breadcrumb crumbs={[{ label: text.ledger, path: `${base}?month=${entry.month}` }, { label: text.entryTitle(entry.seq) }]} />
      <h1>{`${text.entryTitle(entry.seq)} · ${text.kinds[entry.kind]}`}</h1>
      <Card>
        <EntryFacts {...{ site, entry, who, names, text, locale }} />
      </Card>
      <Card title={text.transfers}>
        <Transfers {...{ site, transfers, names, text, locale }} month={entry.month} />
        <Pager first={after > 0 ? path : null} next={last === null ? null : `${path}?after=${last}`} />
        <p>
          <a href={`/api/ledger/entries/${entry.seq}?format=csv&limit=1000`} download>
            {text.entryFile}
          </a>
        </p>
      </Card>
    </>
  )
}

// Where a person gave the reason; elsewhere the kind is the reason.
const isSaid = ({ id, kind }: EntryHead) => ['refund', 'dispute', 'won', 'lost', 'writeoff'].includes(kind) || id.startsWith('input-back:')

type EntryFactsProps = { site: LedgerSite; entry: EntryHead; who: string; names: Names; text: LedgerWords; locale: Locale }

function EntryFacts({ site, entry, who, names, text, locale }: EntryFactsProps) {
  const { atMs, month, aboutOn, reason, evidence } = entry
  const page = site.pathOf(topicOf(entry))
  const name = names(topicOf(entry)) || text.topics.own
  return (
    <Facts
      facts={[
        [text.about, page ? <a href={href(locale, page)}>{name}</a> : name],
        [text.posted, <Moment at={atMs} />],
        ...(aboutOn
          ? [
              [
                text.aboutOn,
                <>
                  <Day on={aboutOn} /> <small class="soft">{text.aboutOnHint(monthWords(locale, month))}</small>
                </>,
              ] as const,
            ]
          : []),
        [text.who, who],
        [text.why, isSaid(entry) ? reason : text.kinds[entry.kind]],
        [text.evidence, evidence ? <span class="hash">{evidence}</span> : name],
        [text.number, <span class="hash">{entry.id}</span>],
      ]}
    />
  )
}

type TransfersProps = {
  site: LedgerSite
  transfers: readonly EntryTransfer[]
  names: Names
  month: Month
  text: LedgerWords
  locale: Locale
}

function Transfers({ site, transfers, names, month, text, locale }: TransfersProps) {
  const named = (id: string) => <a href={href(locale, accountPath(site, partOf(id), month))}>{accountName(locale, partOf(id), names)}</a>
  return (
    <Table
      caption={text.transfers}
      captionHidden
      rows={transfers}
      columns={[
        { label: text.debit, cell: ({ debitId }) => named(debitId) },
        { label: text.credit, cell: ({ creditId }) => named(creditId) },
        { label: text.amount, cell: ({ amountFen }) => <Money fen={amountFen} />, numeric: true },
      ]}
    />
  )
}
