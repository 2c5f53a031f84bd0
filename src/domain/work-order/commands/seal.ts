/**
 * The device's signature under what it froze at completion, as a fact: it never conflicts and is
 * kept whatever became of the order meanwhile.
 *
 * A completion that was held keeps its seal with the text of the device; when the desk takes the
 * work over (`acceptLate`), that seal stands for it and the check tells what the desk's version
 * differs in. A completion the server refused left nothing to seal: then this is "already so".
 */
import * as v from 'valibot';
import { Sha256Schema } from '../../protocol/blob.ts';
import { accept, refuse } from '../../result.ts';
import { frozenTexts } from '../../seal/frozen-texts.ts';
import { SignatureTextSchema } from '../../seal/keys.ts';
import { snapshotLengthMax } from '../../seal/seal.ts';
import { factCommand } from '../order-command.ts';
import { ShortSchema, type WorkOrder } from '../work-order.ts';

const sealSnapshot = factCommand(
	'assignee',
	{
		completion: ShortSchema,
		sha256: Sha256Schema,
		signature: SignatureTextSchema,
		json: v.pipe(v.string(), v.maxLength(snapshotLengthMax)),
	},
	(order, args, { command: { device } }, stamp) => {
		// A device answers for what was completed on it, and for nothing else.
		if (!args.completion.startsWith(`${device}:`)) return refuse('not-allowed');
		const seals = order.seals ?? [];
		if (seals.some(({ completion }) => completion === args.completion)) return accept(order);
		if (!isKnown(order, args.completion)) return accept(order);
		const { json, ...signed } = args;
		const own = json !== order.snapshot?.json && { json };
		return accept({ ...order, seals: [...seals, { ...stamp, device, ...signed, ...own }] });
	},
);

/** Whether the order has, had or holds that completion, or a consent or notice of that command. */
function isKnown(order: WorkOrder, completion: string): boolean {
	if (frozenTexts(order).some(({ of }) => of === completion)) return true;
	const { earlier = [], held } = order;
	const before = earlier.some(({ field, value }) => {
		const was = field === 'snapshot' ? (value as WorkOrder['snapshot']) : undefined;
		return was?.of === completion;
	});
	return before || held.some(({ id }) => id.startsWith(`${completion}.`));
}

export const sealCommands = { 'workOrder.sealSnapshot@1': sealSnapshot };
