/** The customer's hand under the approved result, and the device's signature under what he signed. */
import * as v from 'valibot';
import { Sha256Schema } from '../protocol/blob.ts';
import { accept, refuse } from '../result.ts';
import { SignatureTextSchema } from '../seal/keys.ts';
import { snapshotLengthMax } from '../seal/seal.ts';
import { move, said } from './audit-command.ts';
import { signEntries } from './campaign.ts';
import { frozenResults } from './frozen-result.ts';

/** Hands under one result: several of the customer's people, or one who signed again. */
const signaturesMax = 10;

const sign = move('sign', signEntries, (campaign, args, context) => {
	const signatures = campaign.signatures ?? [];
	if (signatures.length >= signaturesMax) return refuse('too-many', { fields: ['signatures'] });
	const signed = { id: context.partId(), ...said(context), ...args };
	return accept({ ...campaign, signatures: [...signatures, signed] });
});

const sealEntries = {
	completion: v.pipe(v.string(), v.maxLength(200)),
	sha256: Sha256Schema,
	signature: SignatureTextSchema,
	json: v.pipe(v.string(), v.maxLength(snapshotLengthMax)),
};

/** As of any other record (`work-order/commands/seal.ts`, decisions/0007). */
const sealSnapshot = move('sealSnapshot', sealEntries, (campaign, args, context) => {
	const { device } = context.command;
	if (!args.completion.startsWith(`${device}:`)) return refuse('not-allowed');
	const seals = campaign.seals ?? [];
	const isSealed = seals.some(({ completion }) => completion === args.completion);
	const isKnown = frozenResults(campaign).some(({ of }) => of === args.completion);
	if (isSealed || !isKnown) return accept(campaign);
	const seal = { id: context.partId(), ...said(context), device, ...args };
	return accept({ ...campaign, seals: [...seals, seal] });
});

export const signCommands = {
	'auditCampaign.sign@1': sign,
	'auditCampaign.sealSnapshot@1': sealSnapshot,
};
