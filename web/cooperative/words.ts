export const zh = {
  nav: {
    today: '今日',
    weigh: '过磅',
    slips: '磅单',
    lots: '批次',
    offers: '商品',
    orders: '订单',
    members: '成员',
    contracts: '协议',
    settlements: '结算',
  },
  switchOrganisation: '切换经营主体',
  open: '去看看',
  weighedToday: '今天过磅',
  slipsCount: (slips: number) => `${slips} 张磅单`,
  floorToday: '今天的农户保底',
  toShip: '待发货订单',
  orders: (count: number) => `${count} 单`,
  fiftyOrMore: '50 单以上',
  toPack: '待包装的批次',
  nothingToPack: '没有待包装的批次',
}

export const en: typeof zh = {
  nav: {
    today: 'Today',
    weigh: 'Weigh',
    slips: 'Slips',
    lots: 'Lots',
    offers: 'Offers',
    orders: 'Orders',
    members: 'Members',
    contracts: 'Contracts',
    settlements: 'Settlements',
  },
  switchOrganisation: 'Switch organisation',
  open: 'Have a look',
  weighedToday: 'Weighed today',
  slipsCount: (slips) => (slips === 1 ? '1 slip' : `${slips} slips`),
  floorToday: 'Households’ floor of today',
  toShip: 'Orders to ship',
  orders: (count) => String(count),
  fiftyOrMore: '50 or more',
  toPack: 'Lots to pack',
  nothingToPack: 'No lots to pack',
}

export const dictionary = { zh, en }
