/** What is kept with a repair beside its way: its paper, and the device's signature under a round. */
import * as v from 'valibot';
import { Sha256Schema } from '../protocol/blob.ts';
import { accept, refuse } from '../result.ts';
import { SignatureTextSchema } from '../seal/keys.ts';
import { snapshotLengthMax } from '../seal/seal.ts';
import { frozenRounds } from './frozen-rounds.ts';
import { repairPaperEntries } from './repair.ts';
import { may, stamp, withinLimits, type RepairCommand } from './repair-command.ts';

/** The finished paper as a blob, so that every device shows the same bytes. */
const attachPaper: RepairCommand<typeof repairPaperEntries> = {
	args: v.object(repairPaperEntries),
	decide(repair, args, context) {
		if (!repair) return refuse('not-found');
		if (!may('own', repair, context.actor)) return refuse('not-allowed');
		if (repair.papers.some(({ blob }) => blob.sha256 === args.blob.sha256)) return accept(repair);
		return withinLimits({ ...repair, papers: [...repair.papers, { ...args, ...stamp(context) }] });
	},
};

const sealEntries = {
	completion: v.pipe(v.string(), v.maxLength(200)),
	sha256: Sha256Schema,
	signature: SignatureTextSchema,
	json: v.pipe(v.string(), v.maxLength(snapshotLengthMax)),
};

/** The device's signature under what was signed on it (`work-order/commands/seal.ts`, decisions/0007). */
const sealSnapshot: RepairCommand<typeof sealEntries> = {
	args: v.object(sealEntries),
	decide(repair, args, context) {
		if (!repair) return refuse('not-found');
		const { device } = context.command;
		const isOwn = args.completion.startsWith(`${device}:`);
		if (!isOwn || !may('own', repair, context.actor)) return refuse('not-allowed');
		const sealed = repair.seals.some(({ completion }) => completion === args.completion);
		const known = frozenRounds(repair).some(({ of }) => of === args.completion);
		if (sealed || !known) return accept(repair);
		return withinLimits({
			...repair,
			seals: [...repair.seals, { ...stamp(context), device, ...args }],
		});
	},
};

export const repairPaperCommands = {
	'repair.attachPaper@1': attachPaper,
	'repair.sealSnapshot@1': sealSnapshot,
};
