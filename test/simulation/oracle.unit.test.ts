import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { localSimulation } from './local.ts'
import { runSeed } from './seed.ts'

/** Faults planted below the product, where no command sees them, and the law each one breaks. */
const plants: [name: string, law: RegExp, plant: string][] = [
  [
    'a payment that is posted twice over',
    /moves exactly the money of its fact|are its transfers/,
    `DROP TRIGGER transfers_no_update; CREATE TRIGGER plant AFTER INSERT ON transfers WHEN NEW.credit LIKE '%/lot_sold/%' BEGIN UPDATE transfers SET amount_fen = amount_fen * 2 WHERE entry_seq = NEW.entry_seq AND n = NEW.n; END`,
  ],
  [
    'a fen that is lost in a posting',
    /account’s credits are its transfers|stands in lot_sold|is what was paid/,
    `DROP TRIGGER postings_no_update; CREATE TRIGGER plant AFTER INSERT ON postings WHEN NEW.code = 'lot_sold' AND NEW.credit_fen > 1 BEGIN UPDATE postings SET credit_fen = credit_fen - 1 WHERE account_id = NEW.account_id AND entry_seq = NEW.entry_seq AND n = NEW.n; END`,
  ],
  [
    'a fen of the households’ pool that goes to the cooperative',
    /pool is never short|cooperative is within|stays visible/,
    `DROP TRIGGER settlement_lots_no_update; CREATE TRIGGER plant AFTER INSERT ON settlement_lots WHEN NEW.pool_fen > 1 BEGIN UPDATE settlement_lots SET pool_fen = pool_fen - 1, cooperative_fen = cooperative_fen + 1 WHERE settlement_id = NEW.settlement_id AND lot_id = NEW.lot_id; END`,
  ],
  [
    'a fen too much on a household’s line',
    /sum of its lines|gets what it is due|sum of its slips/,
    `DROP TRIGGER settlement_lines_frozen; CREATE TRIGGER plant AFTER INSERT ON settlement_lines WHEN NEW.party = 'household' AND NEW.before_fen + NEW.amount_fen < NEW.due_fen BEGIN UPDATE settlement_lines SET amount_fen = amount_fen + 1, share_fen = share_fen + 1 WHERE id = NEW.id; END`,
  ],
  [
    'a release that forgets the shelf',
    /held units are those of unpaid orders/,
    `CREATE TRIGGER plant AFTER UPDATE OF status ON orders WHEN NEW.status = 'released' AND OLD.status = 'reserved' BEGIN UPDATE pack_lots SET reserved_units = reserved_units + 1 WHERE id = (SELECT pack_lot_id FROM order_lines WHERE order_id = NEW.id LIMIT 1) AND reserved_units + sold_units + lost_units < units; END`,
  ],
  [
    'a gram that is packed out of nothing',
    /packed grams are those of the packs/,
    `CREATE TRIGGER plant AFTER INSERT ON pack_lots BEGIN UPDATE lots SET packed_grams = packed_grams - 1 WHERE id = NEW.lot_id AND packed_grams > 1; END`,
  ],
  [
    'a refund that leaves the lot its money',
    /S is what was paid|stands in lot_sold/,
    `CREATE TRIGGER plant AFTER INSERT ON refund_lines BEGIN UPDATE lots SET proceeds_fen = proceeds_fen + 1 WHERE id = (SELECT lot_id FROM order_lines WHERE order_id = NEW.order_id AND line = NEW.line); END`,
  ],
  [
    'a floor that is a fen short',
    /exact floor/,
    `DROP TRIGGER deliveries_no_update; PRAGMA ignore_check_constraints = ON; CREATE TRIGGER plant AFTER INSERT ON deliveries WHEN NEW.floor_due_fen > NEW.advance_fen BEGIN UPDATE deliveries SET floor_due_fen = floor_due_fen - 1 WHERE id = NEW.id; END`,
  ],
  [
    'guarantee money that is in use and not said to be',
    /guarantee money is paid in, in use or paid back|guarantee money in use/,
    `DROP TRIGGER settlement_contracts_no_update; CREATE TRIGGER plant AFTER INSERT ON settlement_contracts WHEN NEW.used_fen > 0 BEGIN UPDATE settlement_contracts SET used_fen = used_fen - 1 WHERE settlement_id = NEW.settlement_id AND contract_id = NEW.contract_id; END`,
  ],
  [
    'an income nobody was paid',
    /income is what was received/,
    `DROP TRIGGER incomes_no_update; CREATE TRIGGER plant AFTER INSERT ON incomes BEGIN UPDATE incomes SET amount_fen = amount_fen + 1 WHERE line_id = NEW.line_id; END`,
  ],
  [
    'an entry that disappears',
    /what happened is posted/,
    `DROP TRIGGER entries_no_update; CREATE TRIGGER plant AFTER INSERT ON transfers WHEN NEW.debit LIKE '%/lot_sold/%' BEGIN UPDATE entries SET id = 'x' || id WHERE seq = NEW.entry_seq AND id NOT LIKE 'x%'; END`,
  ],
  [
    'a slip that lies in a lot with another weight',
    /weighs what its slip weighs|weighs what its slips weigh/,
    `DROP TRIGGER lot_origins_no_update; CREATE TRIGGER plant AFTER INSERT ON lot_origins WHEN NEW.grams > 1 BEGIN UPDATE lot_origins SET grams = grams - 1 WHERE lot_id = NEW.lot_id AND delivery_id = NEW.delivery_id; END`,
  ],
]

describe('the oracle', () => {
  it('knows nothing of the code it judges', () => {
    const folder = `${import.meta.dirname}/oracle`
    const imports = readdirSync(folder).flatMap((name) => [
      ...readFileSync(`${folder}/${name}`, 'utf8').matchAll(/^import (?!type ).*from '(.*)'$/gm),
    ])
    expect(imports.length).toBeGreaterThan(20)
    expect(imports.map((match) => match[1]!).filter((path) => !/^\.\/|^\.\.\/gate\.ts$|^node:/.test(path))).toEqual([])
  })

  it.each(plants)('catches %s', { timeout: 120_000 }, async (_name, law, plant) => {
    for (let seed = 1; seed <= 12; seed++) {
      const { simulation, engines, close } = localSimulation({ seed, steps: 900 })
      engines.county.exec(plant)
      const caught = await simulation.run().then(
        () => null,
        (error: unknown) => String(error),
      )
      close()
      if (caught === null) continue
      expect(caught).toMatch(law)
      return
    }
    expect.unreachable('nobody noticed')
  })
})

describe('the simulation', () => {
  it('keeps every law over a few short seeds', { timeout: 120_000 }, async () => {
    for (let seed = 1; seed <= 6; seed++) expect((await runSeed(seed, 400)).violation).toBeNull()
  })

  it('replays: the same seed, the same steps, call by call', async () => {
    const logs: string[][] = [[], []]
    for (const log of logs) await runSeed(4711, 150, (line) => void log.push(line))
    expect(logs[1]).toEqual(logs[0])
    expect(logs[0]!.length).toBeGreaterThan(100)
  })
})
