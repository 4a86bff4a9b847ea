import type { Valuation } from '../../src/intake/delivery.ts'
import type { KindAtScale, MemberAtScale } from '../../src/intake/scale/queries.ts'
import { priceOfFen, yuan } from '../../src/kernel/money.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { Actions, Button } from '../components/button.tsx'
import { Drawing } from '../components/drawing.tsx'
import { Field } from '../components/field.tsx'
import { Form } from '../components/form.tsx'
import { Icon } from '../components/icon.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Empty } from '../components/notice.tsx'
import { Money } from '../components/amount.tsx'
import { ConsolePage, type ConsoleContext } from './console.tsx'
import { Floors } from './floors.tsx'
import type { TermsShown } from './slip-entry.tsx'
import { kindKey } from './slip-form.ts'
import { dictionary } from './slip-words.ts'

export type Preview = Valuation

type Found = Pick<MemberAtScale, 'householdId' | 'number' | 'name' | 'villageZh' | 'villageEn'>

/** Step one: who stands at the scale. */
export function FindMember({
  c,
  term,
  found,
  recent,
}: {
  c: ConsoleContext
  term: string
  found: readonly Found[]
  recent: readonly Found[]
}) {
  const { locale } = c.var.context
  const text = dictionary[locale]
  return (
    <ConsolePage c={c} title={text.weigh}>
      <h1>{text.whoDelivers}</h1>
      <form class="form" action={href(locale, '/coop/slips/new')} role="search">
        <Field
          label={text.findMember}
          name="q"
          type="search"
          value={term}
          hint={text.findHint}
          autofocus
          autocomplete="off"
          maxlength={200}
        />
        <Button wide>{text.find}</Button>
      </form>
      {term !== '' && found.length === 0 && (
        <Empty icon="people" title={text.noMember(term)}>
          <p>{text.noMemberHint}</p>
        </Empty>
      )}
      <MemberTiles members={found} />
      {recent.length > 0 && <h2 class="minor">{text.recent}</h2>}
      <MemberTiles members={recent} />
    </ConsolePage>
  )
}

function MemberTiles({ members }: { members: readonly Found[] }) {
  const locale = useLocale()
  if (members.length === 0) return null
  return (
    <ul class="member-tiles">
      {members.map((member) => (
        <li>
          <a href={href(locale, `/coop/slips/new?household=${member.householdId}`)}>
            <MemberLine member={member} />
            <Icon name="arrow" />
          </a>
        </li>
      ))}
    </ul>
  )
}

function MemberLine({ member }: { member: Found }) {
  const locale = useLocale()
  return (
    <span class="member-line">
      <strong>{member.name}</strong>
      <small>
        {dictionary[locale].memberNumber(member.number)} · {words(locale, member.villageZh, member.villageEn)}
      </small>
    </span>
  )
}

type WeighProps = {
  c: ConsoleContext
  member: MemberAtScale
  kinds: readonly KindAtScale[]
  kind: KindAtScale | undefined
  terms: TermsShown | undefined
  today: string
  values: Record<string, unknown>
  problem?: Problem
  preview?: Preview
}

/** Step two: what, how much, at which price. */
export function WeighPage({ c, member, kinds, kind, terms, ...rest }: WeighProps) {
  const { locale } = c.var.context
  const text = dictionary[locale]
  return (
    <ConsolePage c={c} title={text.weigh} island="weigh">
      <h1 class="unseen">{text.weigh}</h1>
      <div class="at-scale">
        <MemberLine member={member} />
        <a class="button quiet" href={href(locale, '/coop/slips/new')}>
          {text.change}
        </a>
      </div>
      {kind && terms ? (
        <>
          <KindTiles {...{ member, kinds, kind }} />
          <WeighForm {...{ member, kind, terms, ...rest }} />
        </>
      ) : (
        <Empty icon="contract" title={text.noKind}>
          <p>{text.noKindHint}</p>
        </Empty>
      )}
    </ConsolePage>
  )
}

function KindTiles({ member, kinds, kind }: { member: MemberAtScale; kinds: readonly KindAtScale[]; kind: KindAtScale }) {
  const locale = useLocale()
  const text = dictionary[locale]
  const severalContracts = new Set(kinds.map(({ contractVersionId }) => contractVersionId)).size > 1
  return (
    <nav class="kind-tiles" aria-label={text.kind}>
      {kinds.map((one) => (
        <a
          href={href(locale, `/coop/slips/new?household=${member.householdId}&kind=${kindKey(one)}`)}
          aria-current={one === kind ? 'true' : undefined}
        >
          <Drawing name={one.drawing} size="small" />
          <span>
            <strong>{words(locale, one.productZh, one.productEn)}</strong>
            <span>
              {text.grade[one.grade]} <Money fen={one.floorFenPerKg} />
            </span>
            {severalContracts && <small>{text.contract(one.contractTitle, one.version)}</small>}
          </span>
        </a>
      ))}
    </nav>
  )
}

type FormProps = Pick<WeighProps, 'member' | 'today' | 'values' | 'problem' | 'preview'> & { kind: KindAtScale; terms: TermsShown }

function WeighForm({ member, kind, terms, today, values, problem, preview }: FormProps) {
  const locale = useLocale()
  const text = dictionary[locale]
  const { leastFenPerKg, referenceFenPerKg, floors } = terms
  const weight = { type: 'text', inputmode: 'decimal', autocomplete: 'off', unit: text.kg, maxlength: 12 } as const
  const moreOpen = ['deliveredOn', 'photo', 'pin'].some((name) => problem?.field === name || problem?.fields?.[name])
  return (
    <Form problem={problem} values={values} files class="form weighing">
      <input type="hidden" name="householdId" value={member.householdId} />
      <input type="hidden" name="kind" value={kindKey(kind)} />
      <Field {...weight} label={text.gross} name="grossGrams" autofocus />
      <div class="row">
        <Field {...weight} label={text.tare} name="tareGrams" optional />
        <Field {...weight} label={text.deducted} name="deductedGrams" optional />
      </div>
      <NetOutput basis={terms.basis} preview={preview} />
      <Field
        label={text.price}
        name="priceFenPerKg"
        inputmode="decimal"
        autocomplete="off"
        unit={text.priceUnit}
        value={yuan(leastFenPerKg).replaceAll(',', '')}
        hint={text.priceHint(yuan(leastFenPerKg), referenceFenPerKg === null ? null : yuan(referenceFenPerKg))}
      />
      <p class="hint">
        <Floors goods={floors.goodsFenPerKg} household={floors.householdFenPerKg} perKg />
      </p>
      <details class="more" open={moreOpen}>
        <summary>{text.more}</summary>
        <div class="stack">
          <Field label={text.day} name="deliveredOn" type="date" value={today} max={today} />
          <Field label={text.photo} name="photo" type="file" accept="image/*" hint={text.photoHint} optional />
          <Field
            label={text.pin}
            name="pin"
            type="password"
            inputmode="numeric"
            autocomplete="off"
            maxlength={6}
            hint={text.pinHint}
            optional
          />
        </div>
      </details>
      <Button wide name="step" value="record">
        {text.record}
      </Button>
      <Actions>
        <Button kind="quiet" name="step" value="check">
          {text.check}
        </Button>
      </Actions>
    </Form>
  )
}

/** Net weight and both floors: from the server after "work it out", and from the script while typing. */
function NetOutput({ basis, preview }: { basis: number; preview?: Preview }) {
  const locale = useLocale()
  const text = dictionary[locale]
  const goodsFen = preview && priceOfFen(preview.netGrams, preview.guaranteedFenPerKg)
  return (
    <output class={preview ? 'net ready' : 'net'} data-basis={basis} data-kg={text.kg} data-jin={words(locale, '斤', 'jin')}>
      <span class="waiting">{text.weightFirst}</span>
      <span class="figures-line">
        <span>
          <small>{text.net}</small> <strong data-figure="net">{preview ? text.netWords(preview.netGrams) : ''}</strong>
        </span>
        <span>
          <small>{text.goodsFloor}</small> <strong data-figure="goods">{goodsFen === undefined ? '' : `¥${yuan(goodsFen)}`}</strong>
        </span>
        <span>
          <small>{text.householdFloor}</small> <strong data-figure="household">{preview ? `¥${yuan(preview.floorDueFen)}` : ''}</strong>
        </span>
      </span>
    </output>
  )
}
