import { yuan } from '../../src/kernel/money.ts'
import type { CodeBalance } from '../../src/oversight/cash.ts'
import { cashOf, type OrganisationCash } from '../../src/oversight/cash/queries.ts'
import { Money } from '../components/amount.tsx'
import { LinkButton } from '../components/button.tsx'
import { Bars } from '../components/bars.tsx'
import { Card } from '../components/figure.tsx'
import { useLocale, words } from '../components/locale.ts'
import { Empty, Notice } from '../components/notice.tsx'
import { Table } from '../components/table.tsx'
import { OfficePage, type OfficeContext } from './console.tsx'
import { dictionary, type OfficeWords } from './words.ts'

/** Cash received and held against what is owed to whom, organisation by organisation. */
export async function cashPage(c: OfficeContext) {
  const { county, actor, locale } = c.var.context
  const text = dictionary[locale]
  const organisations = await cashOf(county, actor)
  return c.html(
    <OfficePage c={c} title={text.cash} wide>
      <h1>{text.cash}</h1>
      <p>{text.cashIntro}</p>
      {organisations.length === 0 && (
        <Empty icon="basket" title={text.noCash}>
          {text.noDeliveriesNext}
        </Empty>
      )}
      {organisations.map((organisation) => (
        <OrganisationCard organisation={organisation} text={text} />
      ))}
    </OfficePage>,
  )
}

function OrganisationCard({ organisation, text }: { organisation: OrganisationCash; text: OfficeWords }) {
  const locale = useLocale()
  const { id, heldFen, owedFen, held, owed, balanced } = organisation
  return (
    <Card
      title={words(locale, organisation.nameZh, organisation.nameEn)}
      action={<LinkButton path={`/office/ledger/${id}`}>{text.ledger}</LinkButton>}
    >
      <Notice
        tone={balanced ? 'good' : 'bad'}
        title={`${text.equation(yuan(heldFen), yuan(owedFen))} · ${balanced ? text.balanced : text.notBalanced}`}
      />
      <div class="two">
        <Side caption={text.held} rows={held} totalFen={heldFen} text={text} />
        <Side caption={text.owed} rows={owed} totalFen={owedFen} text={text} />
      </div>
      <Bars
        caption={text.owedBars}
        bars={owed
          .filter(({ balanceFen }) => balanceFen > 0)
          .map(({ code, balanceFen }) => ({ label: text.states.account[code], value: balanceFen, text: `¥${yuan(balanceFen)}` }))}
      />
    </Card>
  )
}

function Side({ caption, rows, totalFen, text }: { caption: string; rows: readonly CodeBalance[]; totalFen: number; text: OfficeWords }) {
  return (
    <Table
      caption={caption}
      dense
      rows={rows}
      columns={[
        { label: text.account, cell: ({ code }) => text.states.account[code] },
        { label: text.amount, cell: ({ balanceFen }) => <Money fen={balanceFen} />, numeric: true },
      ]}
      totals={[text.total, <Money fen={totalFen} />]}
    />
  )
}
