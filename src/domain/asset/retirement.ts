/**
 * Retiring 报废: somebody asks and says why, a supervisor who is not that person decides.
 *
 * 1. One request is open at a time; it holds nothing else back.
 * 2. It is decided once: approved, rejected with a reason, or withdrawn by who asked.
 * 3. What became of it stays; nothing is erased.
 */
import * as v from 'valibot';
import { hasRole } from '../access/roles.ts';
import type { Actor } from '../command.ts';
import { IdSchema } from '../record.ts';
import { InstantSchema } from '../time/instant.ts';
import { aboutEntries, type AssetState } from './life-cycle.ts';

export const RetirementSchema = v.looseObject({
	id: IdSchema,
	at: InstantSchema,
	by: v.string(),
	...aboutEntries,
	decided: v.optional(
		v.looseObject({
			as: v.picklist(['approved', 'rejected', 'withdrawn']),
			at: InstantSchema,
			by: v.string(),
			reason: aboutEntries.reason,
		}),
	),
});
export type Retirement = v.InferOutput<typeof RetirementSchema>;

export function openRetirement(asset: {
	state: AssetState;
	retirements?: Retirement[] | undefined;
}): Retirement | undefined {
	if (asset.state === 'retired') return undefined;
	return asset.retirements?.find(({ decided }) => !decided);
}

/** Whether that person may approve it: nobody approves what he asked for. */
export function mayDecideRetirement(actor: Actor, { by }: Pick<Retirement, 'by'>): boolean {
	return hasRole(actor, ['supervisor']) && by !== actor.userId;
}
