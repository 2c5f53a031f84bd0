import * as v from 'valibot';
import { hasRole } from '../access/roles.ts';
import type { CommandDefinition } from '../command.ts';
import type { Organisation } from '../organisation/records.ts';
import { IdSchema } from '../record.ts';
import { accept, refuse } from '../result.ts';
import { NameSchema } from './repair.ts';
import {
	isProposed,
	listingOf,
	nonConformances,
	VendorProposalSchema,
	vendorProposalsMax,
	type ProposedVendor,
} from './vendor-list.ts';

const { vendor, how, month, count } = VendorProposalSchema.entries;

/** The desk asks for what the rule of the month says; the month's count is given with it. */
const propose: CommandDefinition<Organisation, ProposedVendor> = {
	args: v.object({ vendor, how, month, count }),
	decide(organisation, args, { actor, now, partId }) {
		if (!organisation) return refuse('not-found');
		if (!hasRole(actor, ['dispatcher', 'supervisor'])) return refuse('not-allowed');
		const proposals = organisation.vendorProposals ?? [];
		if (isProposed(proposals, args)) return accept(organisation);
		if (!isByRule(args, listingOf(proposals, args.vendor) !== undefined))
			return refuse('bad-input', { fields: ['count'] });
		if (proposals.length >= vendorProposalsMax) return refuse('too-many', { fields: ['vendor'] });
		const proposal = { id: partId(), at: now, by: actor.userId, ...args };
		return accept({ ...organisation, vendorProposals: [...proposals, proposal] });
	},
};

function isByRule({ how, count }: ProposedVendor, isListed: boolean): boolean {
	if (how === 'list') return !isListed && count >= nonConformances.listMin;
	return isListed && count <= nonConformances.removeMax;
}

const approval = v.object({ proposalId: IdSchema, name: NameSchema });

/** Who agreed: for the operations department first, for the information centre after it. */
const approve: CommandDefinition<Organisation, v.InferOutput<typeof approval>> = {
	args: approval,
	decide(organisation, { proposalId, name }, { actor, now }) {
		const proposals = organisation?.vendorProposals ?? [];
		const found = proposals.find(({ id }) => id === proposalId);
		if (!organisation || !found) return refuse('not-found');
		if (!hasRole(actor, ['supervisor']) || found.by === actor.userId) return refuse('not-allowed');
		if (found.centre) return refuse('wrong-state');
		const agreed = { at: now, by: actor.userId, name };
		const next = { ...found, [found.operations ? 'centre' : 'operations']: agreed };
		const vendorProposals = proposals.map((one) => (one === found ? next : one));
		return accept({ ...organisation, vendorProposals });
	},
};

export const vendorListCommands = {
	'organisation.proposeVendor@1': propose,
	'organisation.approveVendor@1': approve,
};
