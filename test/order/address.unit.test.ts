import { describe, expect, it } from 'vitest'
import { splitAddress } from '../../src/order/address.ts'

describe('splitAddress', () => {
  const cases: [string, ReturnType<typeof splitAddress>][] = [
    [
      '张三 13800138000 湖南省怀化市靖州县渠阳镇1号',
      { name: '张三', phone: '13800138000', province: '430000000000', address: '怀化市靖州县渠阳镇1号' },
    ],
    [
      '北京市朝阳区建国路 88 号 2 单元，李小明，138 0013 8000',
      { name: '李小明', phone: '13800138000', province: '110000000000', address: '北京市朝阳区建国路88号2单元' },
    ],
    [
      '收货人：欧阳修\n手机号：+86 139-1234-5678\n地址：广西壮族自治区桂林市象山区中山路3号',
      { name: '欧阳修', phone: '13912345678', province: '450000000000', address: '桂林市象山区中山路3号' },
    ],
    [
      '上海 上海市 浦东新区 世纪大道1号 王芳 15912345678',
      { name: '王芳', phone: '15912345678', province: '310000000000', address: '上海市浦东新区世纪大道1号' },
    ],
    ['13800138000', { name: '', phone: '13800138000', province: '', address: '' }],
    ['', { name: '', phone: '', province: '', address: '' }],
  ]

  it.each(cases)('reads %j', (pasted, expected) => {
    expect(splitAddress(pasted)).toEqual(expected)
  })

  it('does not take part of a longer number for a phone', () => {
    expect(splitAddress('单号 9138001380001 张三').phone).toBe('')
  })
})
