import * as v from 'valibot';
import type { CommandDefinition } from '../command.ts';
import { accept, refuse } from '../result.ts';
import type { Organisation } from './records.ts';

const args = v.object({ sends: v.boolean() });

/** The server says whether it hands e-mail on, so that every device knows, without signal too. */
const noteMail: CommandDefinition<Organisation, v.InferOutput<typeof args>> = {
	args,
	decide(organisation, { sends }, { actor }) {
		if (!organisation) return refuse('not-found');
		if (actor.server !== true) return refuse('not-allowed');
		if ((organisation.sendsMail ?? false) === sends) return accept(organisation);
		return accept({ ...organisation, sendsMail: sends });
	},
};

export const organisationMailCommands = { 'organisation.noteMail@1': noteMail };
