import { signContract, terminateContract } from '../../src/contract/commands.ts'
import { terminationInput } from '../../src/contract/input.ts'
import type { ContractVersion } from '../../src/contract/queries.ts'
import { findReadableVersion, listVersions, type ListedVersion } from '../../src/contract/version/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import { reachOf, scopeOf } from '../../src/identity/permission.ts'
import { problemWords, type Problem } from '../../src/kernel/problem.ts'
import { localDate } from '../../src/kernel/time.ts'
import { found, unwrap } from '../../src/platform/api.ts'
import { once } from '../../src/platform/commit.ts'
import { parseInput } from '../../src/platform/input.ts'
import { Day, Moment } from '../components/amount.tsx'
import { Button, LinkButton } from '../components/button.tsx'
import { Check } from '../components/choice.tsx'
import { Field } from '../components/field.tsx'
import { Card } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Breadcrumb, Pager } from '../components/navigation.tsx'
import { Empty, Notice } from '../components/notice.tsx'
import { Table } from '../components/table.tsx'
import { BoundHouseholds, showVersion, VersionState, VersionTerms } from '../registry/contract-view.tsx'
import { dictionary as shared } from '../registry/words.ts'
import { OfficePage, type OfficeContext } from './console.tsx'
import { dictionary } from './registry-words.ts'

type Tried = { form?: Record<string, unknown>; problem?: Problem; about?: 'sign' | 'terminate' }

/** Contracts in reach, those to be signed off first asked for. */
export async function contractsPage(c: OfficeContext) {
  const { county, actor, locale } = c.var.context
  const text = dictionary[locale]
  const all = c.req.query('all') === '1'
  const rows = await listVersions(county, unwrap(reachOf(actor, 'contract.read')), { unsigned: !all, before: c.req.query('before') })
  const path = all ? '/office/contracts?all=1' : '/office/contracts'
  const next = rows.length === 50 ? `${path}${all ? '&' : '?'}before=${rows.at(-1)!.id}` : null
  return c.html(
    <OfficePage c={c} title={text.contracts} wide>
      <div class="row-between">
        <h1>{all ? text.allContracts : `${text.contracts} · ${text.toSign}`}</h1>
        <LinkButton path={all ? '/office/contracts' : '/office/contracts?all=1'}>{all ? text.toSign : text.allContracts}</LinkButton>
      </div>
      <p class="lead">{text.contractsLead}</p>
      {rows.length === 0 ? (
        <Empty icon="contract" title={text.noContracts}>
          <p>{text.noContractsNext}</p>
        </Empty>
      ) : (
        <Versions rows={rows} />
      )}
      <Pager first={c.req.query('before') ? path : null} next={next} />
    </OfficePage>,
  )
}

function Versions({ rows }: { rows: ListedVersion[] }) {
  const locale = useLocale()
  const text = dictionary[locale]
  return (
    <Table
      caption={text.contracts}
      captionHidden
      rows={rows}
      columns={[
        { label: text.title, cell: ({ id, title }) => <a href={href(locale, `/office/contracts/${id}`)}>{title}</a> },
        { label: shared[locale].versionNumber, cell: ({ version }) => version, numeric: true },
        { label: text.books, cell: ({ organisationZh, organisationEn }) => words(locale, organisationZh, organisationEn) },
        { label: text.period, cell: (version) => <Period {...version} /> },
        { label: text.state, cell: (version) => <VersionState version={version} /> },
      ]}
    />
  )
}

function Period({ fromOn, untilOn }: ContractVersion) {
  return (
    <>
      <Day on={fromOn} /> – <Day on={untilOn} />
    </>
  )
}

/** One version: its terms, the scan, and signing it off or ending it. */
export async function contractPage(c: OfficeContext, tried: Tried = {}) {
  const { context } = c.var
  const text = dictionary[context.locale]
  const version = found(await findReadableVersion(context.county, unwrap(reachOf(context.actor, 'contract.read')), c.req.param('id')!))
  const shown = await showVersion(context, version, c.req.query('after'))
  const organisation = shown.parties.get(version.organisationId)
  const page = (
    <OfficePage c={c} title={version.title} wide>
      <Breadcrumb crumbs={[{ label: text.contracts, path: '/office/contracts' }, { label: version.title }]} />
      <h1>{version.title}</h1>
      {organisation && <p class="lead">{words(context.locale, organisation.nameZh, organisation.nameEn)}</p>}
      {c.req.query('done') && <Notice tone="good" title={version.terminatedOn ? text.ended : text.signed} />}
      {tried.problem && tried.about === 'sign' && <Notice tone="bad" title={problemWords(tried.problem, context.locale)} />}
      <VersionTerms shown={shown} />
      <Paper c={c} version={version} />
      <Decision c={c} version={version} {...tried} />
      <BoundHouseholds shown={shown} path={`/office/contracts/${version.id}`} />
    </OfficePage>
  )
  return c.html(page, tried.problem ? statusOf(tried.problem) : 200)
}

function Paper({ c, version }: { c: OfficeContext; version: ContractVersion }) {
  const { locale } = c.var.context
  return (
    <Card title={shared[locale].scan}>
      {version.scanFileId ? (
        <a href={href(locale, `/office/contracts/${version.id}/scan`)}>{shared[locale].openScan}</a>
      ) : (
        <p class="hint">{shared[locale].noScan}</p>
      )}
      {version.signedAtMs !== null && (
        <p>
          {dictionary[locale].signedAt} <Moment at={version.signedAtMs} />
        </p>
      )}
    </Card>
  )
}

function Decision({ c, version, form = {}, problem, about }: Tried & { c: OfficeContext; version: ContractVersion }) {
  const { actor, locale, clock } = c.var.context
  const text = dictionary[locale]
  const path = href(locale, `/office/contracts/${version.id}`)
  if (!scopeOf(actor, 'contract.sign') || version.terminatedOn) return null
  if (version.signedAtMs === null) {
    return (
      <Card title={text.sign}>
        <Form action={`${path}/signature`} values={form}>
          <Check name="compared" label={text.signHint} />
          <Button>{text.sign}</Button>
        </Form>
      </Card>
    )
  }
  return (
    <Card title={text.terminate}>
      <Form action={`${path}/termination`} problem={about === 'terminate' ? problem : null} values={form}>
        <p class="hint">{text.terminateHint}</p>
        <Field label={text.onDate} name="onDate" type="date" value={localDate(clock.now())} />
        <Field label={text.why} name="reason" maxlength={400} />
        <Button kind="danger">{text.terminate}</Button>
      </Form>
    </Card>
  )
}

export async function sign(c: OfficeContext) {
  const { context } = c.var
  const form = await c.req.parseBody()
  const sent = await formOnce(c, context, form)
  const signed = await once(sent, 'county', () => signContract(sent, c.req.param('id')!))
  if (!signed.ok) return contractPage(c, { form, problem: signed.problem, about: 'sign' })
  return c.redirect(href(context.locale, `/office/contracts/${signed.value}?done=1`), 303)
}

export async function terminate(c: OfficeContext) {
  const { context } = c.var
  const form = await c.req.parseBody()
  const input = parseInput(terminationInput, form)
  if (!input.ok) return contractPage(c, { form, problem: input.problem, about: 'terminate' })
  const sent = await formOnce(c, context, form)
  const ended = await once(sent, 'county', () => terminateContract(sent, c.req.param('id')!, input.value))
  if (!ended.ok) return contractPage(c, { form, problem: ended.problem, about: 'terminate' })
  return c.redirect(href(context.locale, `/office/contracts/${ended.value}?done=1`), 303)
}
