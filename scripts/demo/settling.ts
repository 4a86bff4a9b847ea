import { dayMs, hourMs, localDate, type LocalDate } from '../../src/kernel/time.ts'
import { chooseChannel, handOutCash } from '../../src/income/cash/commands.ts'
import { importAnswer } from '../../src/income/commands.ts'
import { approveSettlement } from '../../src/settlement/commands/approve-settlement.ts'
import { closeSettlement } from '../../src/settlement/commands/close-settlement.ts'
import { draftSettlement } from '../../src/settlement/commands/draft-settlement.ts'
import { exportSettlement } from '../../src/settlement/commands/export-settlement.ts'
import { publishNotice } from '../../src/settlement/commands/publish-notice.ts'
import { rejectSettlement } from '../../src/settlement/commands/reject-settlement.ts'
import { listLines, type LineRow } from '../../src/settlement/queries.ts'
import type { SettlementStatus } from '../../src/settlement/status.ts'
import { asSystem, made } from '../../test/support/factories/made.ts'
import { bankAnswer } from '../../test/support/factories/settlement.ts'
import { signedSheet } from './paying.ts'
import type { World } from './world.ts'

type Settling = {
  organisationId: string
  on: LocalDate
  reaches?: SettlementStatus
  fails?: (line: LineRow) => boolean
  /** Whose line is paid in cash, on a signed sheet. */
  cash?: (line: LineRow) => boolean
  /** Once its notice hangs. */
  noticed?: (settlementId: string) => Promise<void>
}

/** Plans the settlement of the day's month and its steps: a week's notice, approval by another person, the bank, its answer. */
export function settle(world: World, { organisationId, on, reaches = 'closed', fails, cash, noticed }: Settling): void {
  const maker = asSystem(world.context, 'settlement-maker')
  world.on(on, 10, async () => {
    const id = made(await draftSettlement(maker, { organisationId, month: on.slice(0, 7) }))
    if (reaches === 'draft') return
    if (reaches === 'rejected')
      return world.after(
        dayMs,
        async () => void made(await rejectSettlement(asSystem(maker, 'office'), id, { reason: '请核对磅单后重报' })),
      )
    made(await publishNotice(maker, id))
    await noticed?.(id)
    if (reaches !== 'notice') world.after(7 * dayMs + hourMs, () => approve(world, id, { reaches, fails, cash }))
  })
}

async function approve(world: World, id: string, { reaches, fails, cash }: Pick<Settling, 'reaches' | 'fails' | 'cash'>): Promise<void> {
  const maker = asSystem(world.context, 'settlement-maker')
  made(await approveSettlement(asSystem(world.context, 'settlement-approver'), id))
  if (reaches === 'approved') return
  const lines = await listLines(maker.county, id, { limit: 20_000, status: 'draft' })
  if (lines.length === 0) return void made(await closeSettlement(maker, id))
  const byHand = lines.filter((line) => line.party === 'household' && cash?.(line))
  for (const line of byHand) made(await chooseChannel(maker, line.id, { channel: 'cash' }))
  world.after(3 * hourMs, async () => {
    for (const line of byHand) made(await handOutCash(maker, line.id, {}, await signedSheet()))
  })
  world.after(4 * hourMs, async () => {
    made(await exportSettlement(maker, id))
    if (reaches === 'exported') return
    const sent = await listLines(maker.county, id, { limit: 20_000, status: 'exported' })
    world.after(dayMs, async () => {
      made(await importAnswer(maker, id, { answer: bankAnswer(sent, localDate(maker.clock.now()), fails) }))
      made(await closeSettlement(maker, id))
    })
  })
}
