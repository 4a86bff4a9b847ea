import { bothFloors } from '../../src/contract/floor.ts'
import type { Slip } from '../../src/intake/queries.ts'
import { priceOfFen } from '../../src/kernel/money.ts'
import { problemWords, type Problem } from '../../src/kernel/problem.ts'
import { Day, Mass, Moment, Money } from '../components/amount.tsx'
import { Actions, Button, LinkButton } from '../components/button.tsx'
import { TextArea } from '../components/field.tsx'
import { Card, Facts } from '../components/figure.tsx'
import { Form, OnceField } from '../components/form.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Breadcrumb } from '../components/navigation.tsx'
import { Notice } from '../components/notice.tsx'
import { correctionWords } from '../registry/correction-words.ts'
import { ConsolePage, type ConsoleContext } from './console.tsx'
import { Floors } from './floors.tsx'
import { StateBadge } from './slip-list.tsx'
import { dictionary } from './slip-words.ts'

type SlipProps = {
  c: ConsoleContext
  slip: Slip
  name: string
  lot: { id: string; number: string } | null
  recorded: boolean
  values: Record<string, unknown>
  problem?: Problem
}

/** One slip: what was weighed, what the floor makes due, its prints and its reversal. */
export function SlipPage({ c, slip, name, lot, recorded, values, problem }: SlipProps) {
  const { locale } = c.var.context
  const text = dictionary[locale]
  return (
    <ConsolePage c={c} title={`${text.slip} ${slip.number}`}>
      <Breadcrumb crumbs={[{ label: text.slips, path: '/coop/slips' }, { label: slip.number }]} />
      <div class="row-between">
        <h1>
          {text.slip} {slip.number}
        </h1>
        <StateBadge state={slip.state} />
      </div>
      {recorded && slip.state === 'waiting' && <Notice tone="good" title={text.recorded} />}
      {problem && slip.state !== 'waiting' && <Notice tone="bad" title={problemWords(problem, locale)} />}
      {slip.state === 'reversed' && (
        <Notice tone="wait" title={text.reversed}>
          <p>{text.reversedFor(slip.reversalReason ?? '')}</p>
          {slip.correctedById && <a href={href(locale, `/coop/slips/${slip.correctedById}`)}>{correctionWords[locale].correctedBy}</a>}
        </Notice>
      )}
      <PrintButtons slip={slip} recorded={recorded} />
      <Weighed slip={slip} />
      <Details {...{ slip, name, lot }} />
      {slip.photoFileId && <img class="slip-photo" src={href(locale, `/coop/slips/${slip.id}/photo`)} alt={text.photo} loading="lazy" />}
      {slip.correctsId && (
        <p>
          <a href={href(locale, `/coop/slips/${slip.correctsId}`)}>{correctionWords[locale].corrects}</a>
        </p>
      )}
      {slip.state === 'pooled' && (
        <Actions>
          <LinkButton path={`/coop/slips/${slip.id}/correction`} kind="quiet">
            {correctionWords[locale].link}
          </LinkButton>
        </Actions>
      )}
      {slip.state === 'waiting' && <Reversal {...{ slip, values, problem }} />}
    </ConsolePage>
  )
}

function PrintButtons({ slip, recorded }: { slip: Slip; recorded: boolean }) {
  const locale = useLocale()
  const text = dictionary[locale]
  return (
    <div class="actions">
      {recorded && (
        <LinkButton path="/coop/slips/new" kind="primary">
          {text.next}
        </LinkButton>
      )}
      <form method="post" action={href(locale, `/coop/slips/${slip.id}/prints`)} class="actions">
        <OnceField />
        <Button kind="quiet" name="paper" value="narrow">
          {text.printNarrow}
        </Button>
        <Button kind="quiet" name="paper" value="a5">
          {text.printPage}
        </Button>
      </form>
    </div>
  )
}

/** Gross less tare less deduction is net, and what that is worth at least. */
function Weighed({ slip }: { slip: Slip }) {
  const text = dictionary[useLocale()]
  const parts = [
    [text.gross, slip.grossGrams, ''],
    [text.tare, slip.tareGrams, '−'],
    [text.deducted, slip.deductedGrams, '−'],
    [text.net, slip.netGrams, '='],
  ] as const
  return (
    <Card>
      <dl class="sum">
        {parts.map(([label, grams, sign]) => (
          <div>
            <dt>{label}</dt>
            <dd>
              {sign && <span class="sign">{sign}</span>} <Mass grams={grams} unit="kg" />
            </dd>
          </div>
        ))}
      </dl>
      <p class="floor-due">
        <Floors goods={priceOfFen(slip.netGrams, slip.guaranteedFenPerKg)} household={slip.floorDueFen} />
      </p>
    </Card>
  )
}

function Details({ slip, name, lot }: Pick<SlipProps, 'slip' | 'name' | 'lot'>) {
  const locale = useLocale()
  const text = dictionary[locale]
  const floors = bothFloors(slip.guaranteedFenPerKg, slip.basisBp)
  return (
    <Card>
      <Facts
        facts={[
          [text.household, `${name} · ${text.memberNumber(slip.memberNumber ?? 0)}`],
          [text.village, words(locale, slip.villageZh, slip.villageEn)],
          [text.product, `${words(locale, slip.productZh, slip.productEn)} ${text.grade[slip.grade]}`],
          [text.day, <Day on={slip.deliveredOn} />],
          [text.prices, <Floors goods={floors.goodsFenPerKg} household={floors.householdFenPerKg} perKg />],
          [text.floorInContract, <PerKg fen={slip.floorFenPerKg} />],
          [text.reference, slip.referenceFenPerKg === null ? text.noReference : <PerKg fen={slip.referenceFenPerKg} />],
          [text.advance, <Money fen={slip.advanceFen} />],
          [text.confirmed, text.confirmedBy[slip.confirmedBy]],
          [text.recordedAt, <Moment at={slip.recordedAtMs} />],
          [text.lot, lot ? <a href={href(locale, `/coop/lots/${lot.id}`)}>{lot.number}</a> : text.state[slip.state]],
        ]}
      />
    </Card>
  )
}

function PerKg({ fen }: { fen: number }) {
  return (
    <>
      <Money fen={fen} />
      {dictionary[useLocale()].perKg}
    </>
  )
}

function Reversal({ slip, values, problem }: Pick<SlipProps, 'slip' | 'values' | 'problem'>) {
  const locale = useLocale()
  const text = dictionary[locale]
  return (
    <details class="more no-print" open={problem !== undefined}>
      <summary>{text.reverse}</summary>
      <Form action={href(locale, `/coop/slips/${slip.id}/reversal`)} problem={problem} values={values}>
        <p class="hint">{text.reverseHint}</p>
        <TextArea label={text.reason} name="reason" hint={text.reasonExample} rows={2} maxlength={200} />
        <Actions>
          <Button kind="danger">{text.reverse}</Button>
        </Actions>
      </Form>
    </details>
  )
}
