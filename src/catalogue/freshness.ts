// 七日无理由退货暂行办法 exempts what spoils easily; what keeps for two months does not.
const keepsDays = 60

/** Whether goods of this shelf life are exempt from returns without a reason, which buyers must confirm. */
export function isFresh(shelfLifeDays: number): boolean {
  return shelfLifeDays <= keepsDays
}
