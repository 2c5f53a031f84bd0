/**
 * The catalogue and the fault taxonomy are registers with two rules more: what is written has to make
 * sense as a whole, and what an order may name is never dropped, only retired.
 */
import * as v from 'valibot';
import { canonicalJson } from '../canonical-json.ts';
import type { CommandDefinition } from '../command.ts';
import { editableCommands } from '../editable-record.ts';
import type { AnyRecord } from '../record-schemas.ts';
import { accept, refuse, type Result } from '../result.ts';
import { causesKept, taxonomyFault } from './causes-kept.ts';
import { taxonomyFields, type Taxonomy } from './fault-causes.ts';
import { consentKinds, serviceItemFields, type ServiceItem } from './service-item.ts';
import { itemFault, stepsKept } from './steps-kept.ts';

const admin = ['admin'] as const;
const rights = { initial: () => ({}), mayRegister: admin, mayEdit: admin };

/** What can be taken back is emptied by null; the record then has no such field. */
const clearable = {
	consent: v.optional(v.nullable(v.picklist(consentKinds))),
	responseMinutes: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1)))),
};

type Definition = CommandDefinition<AnyRecord, never>;
type Complete<R> = (before: R | undefined, after: R) => Result<R>;

/** Every one of them, with what comes out completed or refused. */
function completed<R>(
	definitions: Record<string, Definition>,
	complete: Complete<R>,
): Record<string, Definition> {
	const guarded = (definition: Definition): Definition => ({
		args: definition.args,
		decide: (current, parsed, context) => {
			const result = definition.decide(current, parsed, context);
			if (!result.ok || result.value === current) return result;
			return complete(current as R | undefined, result.value as R) as Result<AnyRecord>;
		},
	});
	return Object.fromEntries(
		Object.entries(definitions).map(([name, definition]) => [name, guarded(definition)]),
	);
}

function completeItem(before: ServiceItem | undefined, after: ServiceItem): Result<ServiceItem> {
	const written = Object.fromEntries(
		Object.entries(after).filter(([, value]) => value !== null),
	) as ServiceItem;
	const item = { ...written, checklist: stepsKept(before?.checklist ?? [], written.checklist) };
	const fault = isSame(before, item) ? undefined : itemFault(before, item);
	return fault ? refuse('bad-input', { fields: [fault] }) : accept(item);
}

/** An order of the checklist it had already is never looked at again: older ones may break a rule. */
function isSame(before: ServiceItem | undefined, { checklist }: ServiceItem): boolean {
	return before !== undefined && canonicalJson(before.checklist) === canonicalJson(checklist);
}

function completeTaxonomy(before: Taxonomy | undefined, after: Taxonomy): Result<Taxonomy> {
	const causes = causesKept(before?.causes ?? [], after.causes);
	const fault = taxonomyFault(causes);
	return fault ? refuse('bad-input', { fields: [fault] }) : accept({ ...after, causes });
}

export const catalogueCommands = {
	...completed(
		editableCommands({
			...{ kind: 'serviceItem', ...rights },
			fields: { ...serviceItemFields, ...clearable },
		}),
		completeItem,
	),
	...completed(
		editableCommands({ kind: 'taxonomy', ...rights, fields: taxonomyFields }),
		completeTaxonomy,
	),
};
