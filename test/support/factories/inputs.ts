import { localDate } from '../../../src/kernel/time.ts'
import type { Context } from '../../../src/platform/context.ts'
import { recordInput } from '../../../src/settlement/inputs/commands.ts'
import type { NewInput } from '../../../src/settlement/inputs/input.ts'
import { asSystem, made } from './made.ts'

type InputOptions = Pick<NewInput, 'organisationId' | 'householdId' | 'contractVersionId'> & Partial<NewInput>

/** A photo of a signed list: the first bytes of a JPEG are enough for those who only keep it. */
export const signedList = new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe0])], { type: 'image/jpeg' })

/** Two bags of fertiliser for 160 yuan handed out today, signed for on paper, unless told otherwise. Answers its id. */
export async function makeInput(context: Context, options: InputOptions, evidence: Blob = signedList): Promise<string> {
  const input = { item: '有机肥', count: 2, unit: '袋', amountFen: 16_000, handedOn: localDate(context.clock.now()), ...options }
  return made(await recordInput(asSystem(context), input, evidence))
}
