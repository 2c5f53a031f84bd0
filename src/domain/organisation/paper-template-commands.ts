import * as v from 'valibot';
import { hasRole } from '../access/roles.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { CommandDefinition } from '../command.ts';
import { accept, refuse } from '../result.ts';
import {
	looksEntries,
	optionalFields,
	templateOf,
	type PaperLooks,
	type PaperTemplate,
} from './paper-template.ts';
import type { Organisation } from './records.ts';

/** Versions kept; each is a few lines. */
const templatesMax = 200;

const args = v.object({
	...looksEntries,
	fields: v.pipe(v.array(v.picklist(optionalFields)), v.maxLength(optionalFields.length)),
	/** The version its author changed, 0 for none: two at once do not overwrite one another. */
	seen: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

const setPaperTemplate: CommandDefinition<Organisation, v.InferOutput<typeof args>> = {
	args,
	decide(organisation, { seen, ...chosen }, { actor, now }) {
		if (!organisation) return refuse('not-found');
		if (!hasRole(actor, ['admin'])) return refuse('not-allowed');
		const templates = organisation.paperTemplates ?? [];
		const last = templateOf(organisation);
		if (last && canonicalJson(looksOf(last)) === canonicalJson(chosen)) return accept(organisation);
		if (seen !== (last?.version ?? 0)) return refuse('conflict', { fields: ['seen'] });
		if (templates.length >= templatesMax) return refuse('too-many');
		const version = (last?.version ?? 0) + 1;
		const template = { ...chosen, version, at: now, by: actor.userId };
		const { nameEn: _, phone: __, ...rest } = organisation;
		return accept({
			...rest,
			name: chosen.name,
			...(chosen.nameEn && { nameEn: chosen.nameEn }),
			...(chosen.phone && { phone: chosen.phone }),
			paperTemplates: [...templates, template],
		});
	},
};

function looksOf({ version: _, at: __, by: ___, ...looks }: PaperTemplate): PaperLooks {
	return looks;
}

export const paperTemplateCommands = { 'organisation.setPaperTemplate@1': setPaperTemplate };
