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
  open: '打开',
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
  open: 'Open',
}

export const dictionary = { zh, en }
