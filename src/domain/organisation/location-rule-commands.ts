import * as v from 'valibot';
import { hasRole } from '../access/roles.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { CommandDefinition } from '../command.ts';
import { accept, refuse } from '../result.ts';
import {
	locationRuleEntries,
	locationRulesMax,
	locationRulesOf,
	type LocationRule,
} from './location-rules.ts';
import type { Organisation } from './records.ts';

const args = v.object({
	rule: v.object(locationRuleEntries),
	/** The version its author changed, 0 for a new one. */
	seen: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

/** One rule, new, renamed, retired or taken up again. */
const saveLocationRule: CommandDefinition<Organisation, v.InferOutput<typeof args>> = {
	args,
	decide(organisation, { rule, seen }, { actor }) {
		if (!organisation) return refuse('not-found');
		if (!hasRole(actor, ['admin'])) return refuse('not-allowed');
		const rules = locationRulesOf(organisation);
		const before = rules.find(({ key }) => key === rule.key);
		if (before && isSame(before, rule)) return accept(organisation);
		if (seen !== (before?.version ?? 0)) return refuse('conflict', { fields: ['seen'] });
		if (before && canonicalJson(before.segments) !== canonicalJson(rule.segments))
			return refuse('frozen', { fields: ['segments'] });
		if (!before && rules.length >= locationRulesMax) return refuse('too-many');
		const saved = { ...rule, version: seen + 1 };
		const locationRules = before
			? rules.map((one) => (one === before ? saved : one))
			: [...rules, saved];
		return accept({ ...organisation, locationRules });
	},
};

function isSame({ version: _, ...before }: LocationRule, now: object): boolean {
	return canonicalJson(before) === canonicalJson(now);
}

export const locationRuleCommands = { 'organisation.saveLocationRule@1': saveLocationRule };
