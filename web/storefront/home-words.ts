export const zh = {
  home: {
    title: '山里的好东西，钱回到种它的农户',
    lead: '每一件都写明哪个村种的、保底价多少、您付的一块钱怎么分。结算按磅单算到每一户，谁都可以重算一遍。',
    shop: '逛逛当季好物',
    how: '钱怎么走',
    description: '湘西、鄂西合作社的杨梅、冰糖橙、香菇、大米和茶，每一分货款按协议分到种它的农户，可查可核。',
    inSeason: '当季上市',
    fresh: '在售好物',
    all: '看全部',
    byCategory: '按品类',
    byCounty: '按产地县',
    offers: (n: number) => `${n} 件`,
    stations: [
      { name: '过磅', text: '农户交货，磅单当场写下净重、等级和保底价；这个数以后改不了。' },
      { name: '下单', text: '您付的货款记到这一批货名下，运费另算，不动货款。' },
      { name: '分成', text: '按协议分给农户、合作社和企业，最后的零头归农户。' },
      { name: '到户', text: '公示满七天，另一个人审批，银行代发；银行回单到了才算收到。' },
    ],
    floor: '市场再低，也有保底：协议价以下的差额由担保企业补足。',
    hills: '晨雾里的苗寨、梯田和青山',
  },
}

export const en: typeof zh = {
  home: {
    title: 'Good things from the hills, paid to those who grew them',
    lead: 'Each product says which villages grew it, what its floor price is and how your yuan divides. Settlement follows the weighing slips to each household, and anyone may compute it again.',
    shop: 'See what is in season',
    how: 'How the money travels',
    description:
      'Bayberries, rock-sugar oranges, shiitake, rice and tea from cooperatives in western Hunan and Hubei; each yuan divides by contract and can be checked.',
    inSeason: 'In season now',
    fresh: 'On sale now',
    all: 'See all',
    byCategory: 'By category',
    byCounty: 'By county',
    offers: (n) => `${n} on sale`,
    stations: [
      { name: 'Weighed', text: 'A household delivers; its slip fixes net weight, grade and floor price on the spot and is never edited.' },
      { name: 'Ordered', text: 'What you pay for the goods is booked to that very lot. Freight is kept apart.' },
      { name: 'Divided', text: 'By contract among households, cooperative and enterprise; every odd fen goes to the households.' },
      {
        name: 'Received',
        text: 'Seven days of public notice, approval by someone else, a bank transfer; only the bank’s answer counts as received.',
      },
    ],
    floor: 'However low the market falls, there is a floor: a guarantor makes up the difference.',
    hills: 'Morning mist over a Miao village, terraces and green hills',
  },
}
