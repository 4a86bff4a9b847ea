import type { MemberAtScale } from '../../src/intake/scale/queries.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { percentText } from '../../src/kernel/share.ts'
import type { InputBalanceRow, InputContract, InputRow } from '../../src/settlement/inputs/queries.ts'
import { Day, Money } from '../components/amount.tsx'
import { Button, LinkButton } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Card, Facts } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Breadcrumb, Pager } from '../components/navigation.tsx'
import { Empty, Notice, Status } from '../components/notice.tsx'
import { Select } from '../components/select.tsx'
import { Table } from '../components/table.tsx'
import { ConsolePage, type ConsoleContext } from './console.tsx'
import { dictionary } from '../registry/input-words.ts'

type Names = ReadonlyMap<string, string>
type ListProps = { c: ConsoleContext; balances: InputBalanceRow[]; rows: InputRow[]; names: Names; next: string | null }

/** Who still has what open, and everything that was handed out. */
export function InputsPage({ c, balances, rows, names, next }: ListProps) {
  const text = dictionary[c.var.context.locale]
  return (
    <ConsolePage c={c} title={text.inputs} wide>
      <div class="row-between">
        <h1>{text.inputs}</h1>
        <LinkButton path="/coop/inputs/new" kind="primary">
          {text.handOut}
        </LinkButton>
      </div>
      <p class="lead">{text.lead}</p>
      {balances.length === 0 ? (
        <Empty icon="basket" title={text.noneOpen}>
          <p>{text.noneOpenNext}</p>
        </Empty>
      ) : (
        <Card title={text.balances}>
          <InputBalances rows={balances} names={names} />
        </Card>
      )}
      {rows.length > 0 && (
        <Card title={text.list}>
          <HandedOut rows={rows} names={names} />
          <Pager first={c.req.query('before') ? '/coop/inputs' : null} next={next} />
        </Card>
      )}
    </ConsolePage>
  )
}

function InputBalances({ rows, names }: { rows: readonly InputBalanceRow[]; names: Names }) {
  const locale = useLocale()
  const text = dictionary[locale]
  return (
    <Table
      caption={text.balances}
      captionHidden
      rows={rows}
      columns={[
        {
          label: text.name,
          cell: ({ householdId, memberNumber }) => (
            <a href={href(locale, `/coop/inputs/new?household=${householdId}`)}>
              {names.get(householdId) ?? householdId} <small>{text.member(memberNumber ?? '—')}</small>
            </a>
          ),
        },
        { label: text.contract, cell: ({ contractTitle }) => contractTitle },
        { label: text.taken, cell: ({ takenFen }) => <Money fen={takenFen} />, numeric: true },
        { label: text.deducted, cell: ({ deductedFen }) => <Money fen={deductedFen} />, numeric: true },
        { label: text.open, cell: ({ openFen }) => <Money fen={openFen} />, numeric: true },
      ]}
    />
  )
}

function HandedOut({ rows, names }: { rows: readonly InputRow[]; names: Names }) {
  const locale = useLocale()
  const text = dictionary[locale]
  return (
    <Table
      caption={text.list}
      captionHidden
      rows={rows}
      columns={[
        {
          label: text.item,
          cell: ({ id, item, count, unit }) => <a href={href(locale, `/coop/inputs/${id}`)}>{`${item} × ${count} ${unit}`}</a>,
        },
        { label: text.name, cell: ({ householdId }) => names.get(householdId) ?? householdId },
        { label: text.on, cell: ({ handedOn }) => <Day on={handedOn} /> },
        { label: text.confirm, cell: ({ confirmedBy }) => text.confirmedBy[confirmedBy] },
        { label: text.state, cell: (row) => <InputState row={row} /> },
        { label: text.amount, cell: ({ amountFen }) => <Money fen={amountFen} />, numeric: true },
      ]}
    />
  )
}

function InputState({ row }: { row: InputRow }) {
  const text = dictionary[useLocale()]
  return row.reversedAtMs === null ? <Status tone="good">{text.standing}</Status> : <Status tone="bad">{text.reversed}</Status>
}

type Found = Pick<MemberAtScale, 'householdId' | 'number' | 'name' | 'villageZh' | 'villageEn'>

/** Step one: who takes the inputs. */
export function FindTaker({ c, term, found }: { c: ConsoleContext; term: string; found: readonly Found[] }) {
  const { locale } = c.var.context
  const text = dictionary[locale]
  return (
    <ConsolePage c={c} title={text.handOut}>
      <Breadcrumb crumbs={[{ label: text.inputs, path: '/coop/inputs' }, { label: text.handOut }]} />
      <h1>{text.findMember}</h1>
      <form class="form" action={href(locale, '/coop/inputs/new')} role="search">
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
          <p>{text.noMemberNext}</p>
        </Empty>
      )}
      {found.length > 0 && (
        <ul class="member-tiles">
          {found.map((member) => (
            <li>
              <a href={href(locale, `/coop/inputs/new?household=${member.householdId}`)}>
                <TakerLine member={member} />
              </a>
            </li>
          ))}
        </ul>
      )}
    </ConsolePage>
  )
}

function TakerLine({ member }: { member: Found }) {
  const locale = useLocale()
  return (
    <span class="member-line">
      <strong>{member.name}</strong>
      <small>
        {dictionary[locale].member(member.number)} · {words(locale, member.villageZh, member.villageEn)}
      </small>
    </span>
  )
}

type HandOutProps = {
  c: ConsoleContext
  member: Found
  contracts: InputContract[]
  balances: InputBalanceRow[]
  today: string
  values: Record<string, unknown>
  problem?: Problem
}

/** Step two: what, how much, and the household's own word. */
export function HandOutPage({ c, member, contracts, balances, ...form }: HandOutProps) {
  const { locale } = c.var.context
  const text = dictionary[locale]
  return (
    <ConsolePage c={c} title={text.handOut}>
      <Breadcrumb crumbs={[{ label: text.inputs, path: '/coop/inputs' }, { label: text.handOut }]} />
      <h1>{text.handOut}</h1>
      <div class="at-scale">
        <TakerLine member={member} />
        <LinkButton path="/coop/inputs/new">{text.change}</LinkButton>
      </div>
      {balances.map(({ contractTitle, takenFen, deductedFen, openFen }) => (
        <Facts
          facts={[
            [text.contract, contractTitle],
            [text.taken, <Money fen={takenFen} />],
            [text.deducted, <Money fen={deductedFen} />],
            [text.open, <Money fen={openFen} />],
          ]}
        />
      ))}
      {contracts.length === 0 ? (
        <Empty icon="contract" title={text.noContract}>
          <p>{text.noContractNext}</p>
        </Empty>
      ) : (
        <HandOutForm member={member} contracts={contracts} {...form} />
      )}
    </ConsolePage>
  )
}

function HandOutForm({ member, contracts, today, values, problem }: Omit<HandOutProps, 'c' | 'balances'>) {
  const locale = useLocale()
  const text = dictionary[locale]
  const options = contracts.map(({ contractVersionId, title, version, inputCapBp }) => ({
    value: contractVersionId,
    label: text.version(title, version, percentText(inputCapBp)),
  }))
  return (
    <Form action={href(locale, '/coop/inputs/new')} problem={problem} values={values} files>
      <input type="hidden" name="householdId" value={member.householdId} />
      <Select label={text.contract} name="contractVersionId" options={options} />
      <Field label={text.item} name="item" hint={text.itemHint} maxlength={40} />
      <div class="row">
        <Field label={text.count} name="count" inputmode="numeric" maxlength={6} />
        <Field label={text.unit} name="unit" hint={text.unitHint} maxlength={12} />
      </div>
      <div class="row">
        <Field label={text.amount} name="amountFen" inputmode="decimal" unit={text.yuan} maxlength={10} />
        <Field label={text.on} name="handedOn" type="date" value={today} max={today} />
      </div>
      <fieldset class="stack">
        <legend class="big">{text.confirm}</legend>
        <p class="hint">{text.confirmHint}</p>
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
        <Field label={text.evidence} name="evidence" type="file" accept="image/*,application/pdf" hint={text.evidenceHint} optional />
      </fieldset>
      <Button wide>{text.record}</Button>
    </Form>
  )
}

type InputProps = { c: ConsoleContext; row: InputRow; name: string; values: Record<string, unknown>; problem?: Problem }

/** One hand-out, what proves it, and its reversal. */
export function InputPage({ c, row, name, values, problem }: InputProps) {
  const { locale } = c.var.context
  const text = dictionary[locale]
  const title = `${row.item} × ${row.count} ${row.unit}`
  const path = href(locale, `/coop/inputs/${row.id}`)
  return (
    <ConsolePage c={c} title={title}>
      <Breadcrumb crumbs={[{ label: text.inputs, path: '/coop/inputs' }, { label: title }]} />
      <h1>{title}</h1>
      {c.req.query('recorded') && row.reversedAtMs === null && <Notice tone="good" title={text.recorded} />}
      {row.reversedAtMs !== null && (
        <Notice tone="wait" title={text.reversed}>
          <p>{text.reversedFor(row.reversalReason ?? '')}</p>
        </Notice>
      )}
      <Facts
        facts={[
          [text.name, `${name} · ${text.member(row.memberNumber ?? '—')}`],
          [text.contract, row.contractTitle],
          [text.on, <Day on={row.handedOn} />],
          [text.amount, <Money fen={row.amountFen} />],
          [text.confirm, text.confirmedBy[row.confirmedBy]],
        ]}
      />
      {row.evidenceFileId && (
        <p>
          <a href={`${path}/evidence`}>{text.openEvidence}</a>
        </p>
      )}
      {row.reversedAtMs === null && (
        <details class="more" open={problem !== undefined}>
          <summary>{text.reverse}</summary>
          <Form action={`${path}/reversal`} problem={problem} values={values}>
            <p class="hint">{text.reverseHint}</p>
            <Field label={text.reason} name="reason" maxlength={200} />
            <Button kind="danger">{text.reverse}</Button>
          </Form>
        </details>
      )}
    </ConsolePage>
  )
}
