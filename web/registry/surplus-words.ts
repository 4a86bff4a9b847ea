import type { CapitalKind } from '../../src/settlement/surplus/surplus.ts'

const kindsZh: Record<CapitalKind, string> = {
  contribution: '出资额',
  reserve_share: '公积金份额',
  grant_share: '财政补助、捐赠量化份额',
}
const kindsEn: Record<CapitalKind, string> = {
  contribution: 'Paid-in capital',
  reserve_share: 'Share of the reserve',
  grant_share: 'Share of grants and gifts',
}

const zh = {
  kinds: kindsZh,
  settlementKinds: { proceeds: '货款结算', surplus: '二次返利' },
  kind: '种类',
  title: (year: string) => `${year} 年盈余怎么分`,
  surplus: '当年盈余',
  reserve: '公积金',
  distributable: '可分配盈余',
  byVolume: '按交易量返还',
  byCapital: '按出资分红',
  flow: '盈余分配图',
  flowWords: (surplus: string, reserve: string, volume: string, capital: string) =>
    `盈余 ${surplus}：提取公积金 ${reserve}，按交易量返还 ${volume}，按出资分红 ${capital}`,
  law: (percent: string) =>
    `按交易量返还占可分配盈余的 ${percent}%，法律要求不低于 60%（农民专业合作社法第四十四条）。这和协议里货款的分成是两回事：那是卖货的钱，这是合作社一年的盈余。`,
  noCapital: '没有人登记出资，全部按交易量返还。',
  rate: (yuan: string) => `每 100 元交易额返还 ${yuan} 元`,
  parts: '每户的算法',
  partsNote: '交易额 = 当年每张磅单的净重 × 保底收购价（舍去不足一分），冲销的不算；出资按年末登记的份额。',
  name: '户名',
  trade: '交易额',
  capital: '出资份额',
  sum: '合计',
  first: (shown: number, all: number) => `先列 ${shown} 户，共 ${all} 户`,
  again: '这次只补发以前银行退回的返还，没有新的分配。',
}

const en: typeof zh = {
  kinds: kindsEn,
  settlementKinds: { proceeds: 'Sales', surplus: 'Surplus return' },
  kind: 'Kind',
  title: (year) => `How the surplus of ${year} divides`,
  surplus: 'Surplus',
  reserve: 'Reserve',
  distributable: 'Distributable',
  byVolume: 'By trade',
  byCapital: 'On capital',
  flow: 'Division of the surplus',
  flowWords: (surplus, reserve, volume, capital) => `Of ${surplus}: ${reserve} reserve, ${volume} by trade volume, ${capital} on capital`,
  law: (percent) =>
    `${percent}% of the distributable surplus goes back by trade volume; the law wants at least 60% (Law on Farmers’ Cooperatives, art. 44). This is not the split in a contract: that one divides what a sale brings, this one what the cooperative earned in a year.`,
  noCapital: 'No capital is on record, so all of it goes back by trade volume.',
  rate: (yuan) => `${yuan} yuan for every 100 yuan of trade`,
  parts: 'How each member’s part is worked out',
  partsNote:
    'Trade = net weight × guaranteed price of every slip of the year, each rounded down to the fen, reversed ones left out; capital as on record at the end of the year.',
  name: 'Name',
  trade: 'Trade',
  capital: 'Capital',
  sum: 'In all',
  first: (shown, all) => `The first ${shown} of ${all} members`,
  again: 'This settlement only pays again what the bank returned earlier; nothing new is distributed.',
}

export const dictionary = { zh, en }
