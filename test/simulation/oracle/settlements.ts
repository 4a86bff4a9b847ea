import { hold, same } from './exact.ts'
import { among, type Look } from './look.ts'
import { sum } from './orders.ts'

export type SlipPart = {
  lineId: string
  deliveryId: string
  entitledFen: number
  guaranteedFen: number
  shareFen: number
  guaranteeFen: number
}
export type Line = {
  id: string
  party: string
  partyId: string
  dueFen: number
  beforeFen: number
  shareFen: number
  guaranteeFen: number
  creditFen: number
  amountFen: number
  status: string
  fileId: string | null
  slips: SlipPart[]
  credits: { contractId: string; creditFen: number }[]
}
export type LotPart = {
  lotId: string
  finalFen: number
  finalGrams: number
  closed: number
  deductedFen: number
  enterpriseFen: number
  cooperativeFen: number
  poolFen: number
  remainderFen: number
}
export type ContractPart = {
  contractId: string
  guarantorId: string
  positionFen: number
  paidInFen: number
  repaidFen: number
  usedFen: number
  claimFen: number
}
export type Settlement = {
  id: string
  org: string
  kind: string
  month: string
  status: string
  asOf: string
  totalFen: number
  count: number
  madeBy: string
  approvedBy: string | null
  approvedAtMs: number | null
  noticeFromMs: number | null
  noticeUntilMs: number | null
  lines: Line[]
  lots: LotPart[]
  contracts: ContractPart[]
}

const standing = new Set(['draft', 'held', 'exported', 'paid'])
const posted = new Set(['approved', 'exported', 'closed'])

/** A line that still carries money. */
export const stands = ({ status }: Pick<Line, 'status'>) => standing.has(status)
export const isPosted = ({ status }: Pick<Settlement, 'status'>) => posted.has(status)

export async function readSettlements(look: Look, ids: ReadonlySet<string> | null): Promise<Settlement[]> {
  const own = among('id', ids)
  const of = among('settlement_id', ids)
  const ofLine = among('l.settlement_id', ids)
  const heads = await look<Omit<Settlement, 'lines' | 'lots' | 'contracts'>>(
    'county',
    `SELECT id, organisation_id AS org, kind, month, status, as_of_on AS asOf, total_fen AS totalFen, lines AS count, made_by AS madeBy, approved_by AS approvedBy,
      approved_at_ms AS approvedAtMs, notice_from_ms AS noticeFromMs, notice_until_ms AS noticeUntilMs FROM settlements WHERE ${own.where} ORDER BY id`,
    own.params,
  )
  const lines = await look<Omit<Line, 'slips' | 'credits'> & { settlement: string }>(
    'county',
    `SELECT settlement_id AS settlement, id, party, party_id AS partyId, due_fen AS dueFen, before_fen AS beforeFen, share_fen AS shareFen,
      guarantee_fen AS guaranteeFen, credit_fen AS creditFen, amount_fen AS amountFen, status, payout_file_id AS fileId
     FROM settlement_lines WHERE ${of.where} ORDER BY id`,
    of.params,
  )
  const slips = await look<SlipPart>(
    'county',
    `SELECT s.line_id AS lineId, s.delivery_id AS deliveryId, s.entitled_fen AS entitledFen, s.guaranteed_fen AS guaranteedFen, s.share_fen AS shareFen,
      s.guarantee_fen AS guaranteeFen FROM settlement_lines l JOIN settlement_slips s ON s.line_id = l.id WHERE ${ofLine.where} ORDER BY s.delivery_id`,
    ofLine.params,
  )
  const credits = await look<{ lineId: string; contractId: string; creditFen: number }>(
    'county',
    `SELECT k.line_id AS lineId, k.contract_id AS contractId, k.credit_fen AS creditFen FROM settlement_lines l JOIN settlement_credits k ON k.line_id = l.id WHERE ${ofLine.where}`,
    ofLine.params,
  )
  const lots = await look<LotPart & { settlement: string }>(
    'county',
    `SELECT settlement_id AS settlement, lot_id AS lotId, final_fen AS finalFen, final_grams AS finalGrams, closed, deducted_fen AS deductedFen,
      enterprise_fen AS enterpriseFen, cooperative_fen AS cooperativeFen, pool_fen AS poolFen, remainder_fen AS remainderFen
     FROM settlement_lots WHERE ${of.where} ORDER BY lot_id`,
    of.params,
  )
  const contracts = await look<ContractPart & { settlement: string }>(
    'county',
    `SELECT settlement_id AS settlement, contract_id AS contractId, guarantor_id AS guarantorId, position_fen AS positionFen, paid_in_fen AS paidInFen,
      repaid_fen AS repaidFen, used_fen AS usedFen, claim_fen AS claimFen FROM settlement_contracts WHERE ${of.where} ORDER BY contract_id`,
    of.params,
  )
  const slipsOf = Map.groupBy(slips, ({ lineId }) => lineId)
  const creditsOf = Map.groupBy(credits, ({ lineId }) => lineId)
  const whole = lines.map((line) => Object.assign(line, { slips: slipsOf.get(line.id) ?? [], credits: creditsOf.get(line.id) ?? [] }))
  return heads.map((head) =>
    Object.assign(head, {
      lines: whole.filter(({ settlement }) => settlement === head.id),
      lots: lots.filter(({ settlement }) => settlement === head.id),
      contracts: contracts.filter(({ settlement }) => settlement === head.id),
    }),
  )
}

const statusBefore: Record<string, readonly string[]> = {
  draft: ['draft'],
  notice: ['draft', 'notice'],
  rejected: ['draft', 'notice', 'rejected'],
  approved: ['notice', 'approved'],
  exported: ['approved', 'exported'],
  closed: ['approved', 'exported', 'closed'],
}
const lineBefore: Record<string, readonly string[]> = {
  draft: ['draft', 'held'],
  held: ['draft', 'held'],
  exported: ['draft', 'exported'],
  paid: ['draft', 'exported', 'paid'],
  failed: ['exported', 'failed'],
  released: ['draft', 'held', 'released'],
}
const weekMs = 7 * 86_400_000

/** A settlement adds up, moves forward only, and is approved by a second person after a week on the board. Law: design 1 (settlement), 2.6. */
export function checkSettlement(settlement: Settlement, old: Settlement | undefined): void {
  const { id, lines } = settlement
  same(lines.length, settlement.count, 'a settlement has the lines it says', { id })
  same(
    sum(lines, ({ amountFen }) => amountFen),
    settlement.totalFen,
    'a settlement is the sum of its lines',
    { id },
  )
  for (const line of lines) checkLine(settlement, line)
  if (isPosted(settlement)) {
    const { approvedBy, madeBy, approvedAtMs, noticeFromMs, noticeUntilMs } = settlement
    hold(approvedBy !== null && approvedBy !== madeBy, 'a settlement is approved by a second person', { id })
    hold(noticeFromMs !== null && approvedAtMs! >= noticeUntilMs! && noticeUntilMs! - noticeFromMs >= weekMs, 'a notice runs for a week', {
      id,
    })
  }
  if (!old) return
  hold(statusBefore[settlement.status]!.includes(old.status), 'a settlement only moves forward', {
    id,
    from: old.status,
    to: settlement.status,
  })
  for (const [index, line] of lines.entries()) {
    const was = old.lines[index]!
    const fixed = ({ status: _s, fileId: _f, slips: _p, credits: _c, ...rest }: Line) => JSON.stringify(rest)
    hold(fixed(line) === fixed(was), 'a line never changes', { id: line.id })
    hold(lineBefore[line.status]!.includes(was.status), 'a line only moves forward', { id: line.id, from: was.status, to: line.status })
    hold(was.fileId === null || line.fileId === was.fileId, 'a line goes to the bank in one file', { id: line.id })
  }
}

function checkLine({ id, status, kind }: Settlement, line: Line): void {
  hold(line.amountFen > 0 && line.creditFen >= 0, 'a line pays something', { id: line.id })
  same(line.amountFen, line.shareFen + line.guaranteeFen - line.creditFen, 'a line is share and guarantee less inputs', { id: line.id })
  if (line.party === 'household' && kind === 'proceeds') {
    same(
      sum(line.slips, ({ shareFen }) => shareFen),
      line.shareFen,
      'a household’s line is the sum of its slips',
      { id: line.id },
    )
    same(
      sum(line.slips, ({ guaranteeFen }) => guaranteeFen),
      line.guaranteeFen,
      'guarantee money of a line is that of its slips',
      { id: line.id },
    )
    same(
      sum(line.credits, ({ creditFen }) => creditFen),
      line.creditFen,
      'inputs of a line are those of its contracts',
      { id: line.id },
    )
  }
  hold(!['exported', 'paid', 'failed'].includes(line.status) || isPosted({ status }), 'nothing is paid before it is approved', {
    id,
    line: line.id,
  })
}
