import type { Maker } from '../world.ts'
import * as buyer from './buyer.ts'
import * as clerk from './clerk.ts'
import * as clockwork from './clockwork.ts'
import * as manager from './manager.ts'
import * as settling from './settling.ts'

/** What people do and how often, out of all they do. */
export const season: readonly { weight: number; maker: Maker }[] = [
  { weight: 60, maker: clerk.recordSlip },
  { weight: 8, maker: clerk.reverseSlip },
  { weight: 2, maker: clerk.printSlip },
  { weight: 16, maker: clerk.pool },
  { weight: 8, maker: clerk.definePackSize },
  { weight: 24, maker: clerk.pack },
  { weight: 20, maker: clerk.lose },
  { weight: 120, maker: clerk.ship },
  { weight: 10, maker: manager.offer },
  { weight: 14, maker: manager.publish },
  { weight: 4, maker: manager.withdraw },
  { weight: 6, maker: manager.reprice },
  { weight: 10, maker: manager.cancel },
  { weight: 40, maker: manager.refund },
  { weight: 16, maker: manager.decide },
  { weight: 5, maker: manager.marketPrice },
  { weight: 2, maker: manager.newVersion },
  { weight: 3, maker: manager.sign },
  { weight: 2, maker: manager.leave },
  { weight: 3, maker: manager.join },
  { weight: 140, maker: buyer.place },
  { weight: 30, maker: buyer.goToPay },
  { weight: 110, maker: buyer.visitProvider },
  { weight: 10, maker: buyer.abandon },
  { weight: 10, maker: buyer.cancelOwn },
  { weight: 90, maker: buyer.receive },
  { weight: 40, maker: buyer.claim },
  { weight: 3, maker: buyer.fillBasket },
  { weight: 18, maker: settling.draft },
  { weight: 16, maker: settling.notice },
  { weight: 16, maker: settling.approve },
  { weight: 3, maker: settling.reject },
  { weight: 16, maker: settling.exportFile },
  { weight: 24, maker: settling.answer },
  { weight: 16, maker: settling.close },
  { weight: 10, maker: settling.payGuarantee },
  { weight: 12, maker: settling.object },
  { weight: 12, maker: settling.resolve },
  { weight: 130, maker: clockwork.tell },
  { weight: 60, maker: clockwork.job },
  { weight: 24, maker: clockwork.timePasses },
]
