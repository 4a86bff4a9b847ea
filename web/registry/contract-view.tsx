import { bothFloors, basisBp } from '../../src/contract/floor.ts'
import {
  deductionsOf,
  listProducts,
  pricesOf,
  type ContractDeduction,
  type ContractPrice,
  type ContractVersion,
  type Product,
} from '../../src/contract/queries.ts'
import { boundTotals, householdsOf, type BoundHousehold } from '../../src/contract/version/queries.ts'
import { percentText } from '../../src/kernel/share.ts'
import { findOrganisation, type Organisation } from '../../src/organisation/queries.ts'
import type { Context } from '../../src/platform/context.ts'
import { Day, Money } from '../components/amount.tsx'
import { Card, Facts } from '../components/figure.tsx'
import { useLocale, words } from '../components/locale.ts'
import { Pager } from '../components/navigation.tsx'
import { Status } from '../components/notice.tsx'
import { Table } from '../components/table.tsx'
import { dictionary } from './words.ts'

/** Everything a page shows of one version. */
export type VersionShown = {
  version: ContractVersion
  prices: ContractPrice[]
  deductions: ContractDeduction[]
  products: Product[]
  parties: Map<string, Organisation>
  totals: { households: number; landCentimu: number }
  bound: BoundHousehold[]
}

/** Loads what a page shows of a version that the caller has found to be within reach. `after` pages the list of households. */
export async function showVersion({ county }: Context, version: ContractVersion, after = ''): Promise<VersionShown> {
  const ids = [version.organisationId, version.cooperativeId, version.guarantorId, ...(version.enterpriseId ? [version.enterpriseId] : [])]
  const [prices, deductions, products, totals, bound, ...organisations] = await Promise.all([
    pricesOf(county, version.id),
    deductionsOf(county, version.id),
    listProducts(county),
    boundTotals(county, version.id),
    householdsOf(county, version.id, after),
    ...[...new Set(ids)].map((id) => findOrganisation(county, id)),
  ])
  const parties = new Map(organisations.flatMap((organisation) => (organisation ? [[organisation.id, organisation] as const] : [])))
  return { version, prices, deductions, products, totals, bound, parties }
}

export function stateOf({ signedAtMs, terminatedOn }: ContractVersion): 'draft' | 'signed' | 'ended' {
  if (terminatedOn) return 'ended'
  return signedAtMs === null ? 'draft' : 'signed'
}

export function VersionState({ version }: { version: ContractVersion }) {
  const state = stateOf(version)
  return <Status tone={({ draft: 'wait', signed: 'good', ended: 'plain' } as const)[state]}>{dictionary[useLocale()].states[state]}</Status>
}

/** A version's parties, split, prices, deductions and list of households. */
export function VersionTerms({ shown }: { shown: VersionShown }) {
  return (
    <>
      <Terms shown={shown} />
      <Prices shown={shown} />
    </>
  )
}

function Terms({ shown: { version, parties, deductions } }: { shown: VersionShown }) {
  const locale = useLocale()
  const text = dictionary[locale]
  const name = (id: string | null) => {
    const organisation = id ? parties.get(id) : undefined
    return organisation ? words(locale, organisation.nameZh, organisation.nameEn) : '—'
  }
  const { enterpriseBp, cooperativeBp, householdBp, advanceBp, terminatedOn } = version
  return (
    <Card title={text.version(version.version)} action={<VersionState version={version} />}>
      <Facts
        facts={[
          [text.split, text.splitLine(percentText(enterpriseBp), percentText(cooperativeBp), percentText(householdBp))],
          [text.enterprise, name(version.enterpriseId)],
          [text.cooperative, name(version.cooperativeId)],
          [text.guarantor, name(version.guarantorId)],
          [text.mode, text.modes[version.linkageMode]],
          [text.floorBasis, text.bases[version.floorBasis]],
          [text.advance, `${percentText(advanceBp)}%`],
          [text.guaranteeOn, <Day on={version.guaranteeOn} />],
          [text.receiptDays, text.days(version.receiptDays)],
          [text.afterSales, text.hours(version.afterSalesHours)],
          [
            text.period,
            <>
              <Day on={version.fromOn} /> {text.to} <Day on={version.untilOn} />
            </>,
          ],
          [text.deductions, <Deductions deductions={deductions} capBp={version.deductionCapBp} />],
          [text.inputs, version.inputCapBp === 0 ? text.noInputs : text.inputCap(percentText(version.inputCapBp))],
          ...(terminatedOn ? [[text.endedOn, <Day on={terminatedOn} />] as const] : []),
        ]}
      />
    </Card>
  )
}

/** What is taken off before the split, item by item, with the cap on all of it together. */
function Deductions({ deductions, capBp }: { deductions: readonly ContractDeduction[]; capBp: number }) {
  const text = dictionary[useLocale()]
  if (deductions.length === 0) return <>{text.noDeductions}</>
  return (
    <>
      {deductions.map(({ kind, proceedsBp, fenPerKg }) => (
        <div>
          {text.kinds[kind]} {proceedsBp > 0 && text.ofProceeds(percentText(proceedsBp))}
          {proceedsBp > 0 && fenPerKg > 0 && ' + '}
          {fenPerKg > 0 && (
            <>
              <Money fen={fenPerKg} /> {text.perKg}
            </>
          )}
        </div>
      ))}
      <div class="hint">{text.deductionCap(percentText(capBp))}</div>
    </>
  )
}

function Prices({ shown: { version, prices, products } }: { shown: VersionShown }) {
  const locale = useLocale()
  const text = dictionary[locale]
  const basis = basisBp(version.floorBasis, version.householdBp)
  const nameOf = (id: string) => {
    const product = products.find((candidate) => candidate.id === id)
    return product ? words(locale, product.nameZh, product.nameEn) : id
  }
  return (
    <Card title={text.prices}>
      <Table
        caption={text.prices}
        captionHidden
        rows={prices}
        columns={[
          { label: text.product, cell: ({ productId }) => nameOf(productId) },
          { label: text.grade, cell: ({ grade }) => text.grades[grade] },
          { label: text.goodsFloor, cell: ({ floorFenPerKg }) => <Money fen={floorFenPerKg} />, numeric: true },
          {
            label: text.householdFloor,
            cell: ({ floorFenPerKg }) => <Money fen={bothFloors(floorFenPerKg, basis).householdFenPerKg} />,
            numeric: true,
          },
        ]}
      />
    </Card>
  )
}

/** The households a version binds, with their land; `path` is the page itself, for the next hundred. */
export function BoundHouseholds({ shown: { totals, bound }, path }: { shown: VersionShown; path: string }) {
  const locale = useLocale()
  const text = dictionary[locale]
  if (totals.households === 0) return <p class="hint">{text.everyMember}</p>
  const next = bound.length === 100 ? `${path}?after=${bound.at(-1)!.householdId}` : null
  return (
    <Card title={`${text.bound} · ${text.boundLine(totals.households, muText(totals.landCentimu))}`}>
      <Table
        caption={text.bound}
        captionHidden
        dense
        rows={bound}
        columns={[
          { label: text.number, cell: ({ number }) => number ?? '—' },
          { label: text.village, cell: ({ villageZh, villageEn }) => words(locale, villageZh, villageEn) },
          { label: text.land, cell: ({ landCentimu }) => muText(landCentimu), numeric: true },
        ]}
      />
      <Pager next={next} />
    </Card>
  )
}

/** 62350 -> "623.5". */
export function muText(landCentimu: number): string {
  return String(landCentimu / 100)
}
