import { makeCard } from '../../src/household/card/commands.ts'
import { createUser } from '../../src/identity/commands.ts'
import type { NewUser } from '../../src/identity/input.ts'
import { made } from '../../test/support/factories/made.ts'
import type { World } from './world.ts'

export const demoPassword = 'sigen-demo-2026'

export type Login = { surface: string; username: string; may: string }

/** An organisation of the demo, known once its first day has come. */
export type Place = { organisationId: string; households: string[] }

/** The people who sign in to the demo; all share one password. */
export async function inviteStaff(
  { context }: World,
  { jingzhou, mayang, yuanan, yuanling }: Record<'jingzhou' | 'mayang' | 'yuanan' | 'yuanling', Place>,
): Promise<Login[]> {
  const people: (Omit<NewUser, 'password'> & Login)[] = [
    {
      surface: '/coop',
      username: 'jingzhou.manager',
      name: '龙主任',
      role: 'manager',
      scope: jingzhou.organisationId,
      may: '靖州合作社经理 manager, Jingzhou',
    },
    {
      surface: '/coop',
      username: 'jingzhou.clerk',
      name: '吴会计',
      role: 'clerk',
      scope: jingzhou.organisationId,
      may: '靖州过磅员 clerk at the scale',
    },
    {
      surface: '/coop',
      username: 'mayang.manager',
      name: '滕主任',
      role: 'manager',
      scope: mayang.organisationId,
      may: '麻阳合作社经理 manager, Mayang',
    },
    {
      surface: '/coop',
      username: 'yuanan.manager',
      name: '陈主任',
      role: 'manager',
      scope: yuanan.organisationId,
      may: '远安合作社经理 manager, Yuan’an',
    },
    {
      surface: '/coop',
      username: 'yuanling.manager',
      name: '向场长',
      role: 'manager',
      scope: yuanling.organisationId,
      may: '沅陵家庭农场 manager, Yuanling',
    },
    {
      surface: '/office',
      username: 'huaihua.office',
      name: '市级查账员',
      role: 'office',
      scope: '431200000000',
      may: '怀化市 city office',
    },
    {
      surface: '/office',
      username: 'jingzhou.office',
      name: '县级查账员',
      role: 'office',
      scope: '431229000000',
      may: '靖州县 county office',
    },
    {
      surface: '/office',
      username: 'taiyangping.office',
      name: '乡镇查账员',
      role: 'office',
      scope: '431229200000',
      may: '太阳坪乡 township office',
    },
    {
      surface: '/office',
      username: 'zhuge.supervisor',
      name: '村监督员',
      role: 'supervisor',
      scope: '431229200202',
      may: '诸葛村 village supervisor, reads only',
    },
    {
      surface: '/office',
      username: 'yuanan.office',
      name: '远安查账员',
      role: 'office',
      scope: '420525000000',
      may: '远安县 county office',
    },
    { surface: '/operator', username: 'operator', name: '平台管理员', role: 'operator', scope: '*', may: '平台 operator' },
  ]
  for (const { username, name, role, scope } of people)
    made(await createUser(context, { username, name, role, scope, password: demoPassword }))
  return people.map(({ surface, username, may }) => ({ surface, username, may }))
}

/** The card of a household of a place that delivered twice this year, with its PIN. */
export async function issueDemoCard({ context }: World, { households }: Place) {
  return made(await makeCard(context, households[1]!))
}
