import type { ContractVersion, Product } from '../../src/contract/queries.ts'
import type { ListedVersion } from '../../src/contract/version/queries.ts'
import { permit } from '../../src/identity/permission.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { percentText } from '../../src/kernel/share.ts'
import type { Organisation } from '../../src/organisation/queries.ts'
import { Day, Moment } from '../components/amount.tsx'
import { Actions, Button, LinkButton } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Card } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, useLocale } from '../components/locale.ts'
import { Breadcrumb, Pager } from '../components/navigation.tsx'
import { Empty, Notice } from '../components/notice.tsx'
import { Table } from '../components/table.tsx'
import { BoundHouseholds, VersionState, VersionTerms, type VersionShown } from '../registry/contract-view.tsx'
import { dictionary as shared } from '../registry/words.ts'
import { ConsolePage, type ConsoleContext } from './console.tsx'
import { ContractForm } from './contract-form.tsx'
import { dictionary } from './contract-words.ts'

function writes(c: ConsoleContext): boolean {
  return permit(c.var.context.actor, 'contract.write', { organisationId: c.var.organisation.id }) === null
}

export function ContractsPage({ c, rows }: { c: ConsoleContext; rows: ListedVersion[] }) {
  const text = dictionary[c.var.context.locale]
  const next = rows.length === 50 ? `/coop/contracts?before=${rows.at(-1)!.id}` : null
  return (
    <ConsolePage c={c} title={text.contracts} wide>
      <div class="row-between">
        <h1>{text.contracts}</h1>
        {writes(c) && <LinkButton path="/coop/contracts/new">{text.add}</LinkButton>}
      </div>
      {rows.length === 0 ? (
        <Empty icon="contract" title={text.none}>
          <p>{text.noneNext}</p>
        </Empty>
      ) : (
        <Versions rows={rows} />
      )}
      <Pager first={c.req.query('before') ? '/coop/contracts' : null} next={next} />
    </ConsolePage>
  )
}

function Versions({ rows }: { rows: ListedVersion[] }) {
  const locale = useLocale()
  const text = dictionary[locale]
  const split = ({ enterpriseBp, cooperativeBp, householdBp }: ContractVersion) => {
    return [enterpriseBp, cooperativeBp, householdBp].map((bp) => `${percentText(bp)}%`).join(' / ')
  }
  return (
    <Table
      caption={text.contracts}
      captionHidden
      rows={rows}
      columns={[
        { label: text.title, cell: ({ id, title }) => <a href={href(locale, `/coop/contracts/${id}`)}>{title}</a> },
        { label: text.version, cell: ({ version }) => version, numeric: true },
        {
          label: text.period,
          cell: ({ fromOn, untilOn }) => (
            <>
              <Day on={fromOn} /> – <Day on={untilOn} />
            </>
          ),
        },
        { label: text.split, cell: split },
        { label: text.state, cell: (version) => <VersionState version={version} /> },
      ]}
    />
  )
}

type FormPageProps = {
  c: ConsoleContext
  products: Product[]
  partners?: Organisation[]
  before?: ContractVersion
  values: Record<string, unknown>
  problem?: Problem
}

export function ContractFormPage({ c, before, ...form }: FormPageProps) {
  const text = dictionary[c.var.context.locale]
  const title = before ? text.next : text.add
  const crumbs = [
    { label: text.contracts, path: '/coop/contracts' },
    ...(before ? [{ label: before.title, path: `/coop/contracts/${before.id}` }] : []),
  ]
  return (
    <ConsolePage c={c} title={title}>
      <Breadcrumb crumbs={[...crumbs, { label: title }]} />
      <h1>{title}</h1>
      {before && <Notice title={before.title}>{text.nextHint}</Notice>}
      <ContractForm {...form} />
    </ConsolePage>
  )
}

export function ContractPage({ c, shown, problem }: { c: ConsoleContext; shown: VersionShown; problem?: Problem }) {
  const { version } = shown
  const text = dictionary[c.var.context.locale]
  const done = c.req.query('done')
  return (
    <ConsolePage c={c} title={version.title} wide>
      <Breadcrumb crumbs={[{ label: text.contracts, path: '/coop/contracts' }, { label: version.title }]} />
      <h1>{version.title}</h1>
      {done && <Notice tone="good" title={done === 'scan' ? text.uploaded : text.made} />}
      {version.signedAtMs === null && (
        <Notice tone="wait" title={text.waiting}>
          <p>{text.waitingNext}</p>
        </Notice>
      )}
      <VersionTerms shown={shown} />
      <Scan c={c} version={version} problem={problem} />
      <BoundHouseholds shown={shown} path={`/coop/contracts/${version.id}`} />
      {writes(c) && (
        <Actions>
          <LinkButton path={`/coop/contracts/${version.id}/next`}>{text.next}</LinkButton>
        </Actions>
      )}
    </ConsolePage>
  )
}

function Scan({ c, version, problem }: { c: ConsoleContext; version: ContractVersion; problem?: Problem }) {
  const { locale } = c.var.context
  const text = dictionary[locale]
  const path = href(locale, `/coop/contracts/${version.id}/scan`)
  return (
    <Card title={text.scan}>
      {version.signedAtMs !== null && (
        <p>
          {text.signedOn} <Moment at={version.signedAtMs} />
        </p>
      )}
      {version.scanFileId ? (
        <a href={path}>{shared[locale].openScan}</a>
      ) : (
        <p class="hint">{version.signedAtMs === null ? text.scanMissing : shared[locale].noScan}</p>
      )}
      {version.signedAtMs === null && writes(c) && (
        <Form action={path} files problem={problem}>
          <Field label={text.scan} name="scan" type="file" accept="application/pdf,image/jpeg,image/png,image/webp" hint={text.scanHint} />
          <Button kind="quiet">{text.upload}</Button>
        </Form>
      )}
    </Card>
  )
}
