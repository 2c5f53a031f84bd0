import * as v from 'valibot';
import { hasRole, type Role } from './access/roles.ts';
import type { CommandDefinition, DecisionContext } from './command.ts';
import { mergeFields } from './merge.ts';
import type { AnyRecord, RecordOf } from './record-schemas.ts';
import type { RecordKind } from './record.ts';
import { accept, refuse, type Result } from './result.ts';

/** Commands of a register: what all plain records have in common. */
export interface EditableRecord<K extends RecordKind, E extends v.ObjectEntries> {
	kind: K;
	/** The fields people may set, with their schemas. */
	fields: E;
	/** What a new record carries besides, e.g. its first state. */
	initial: (context: DecisionContext) => Partial<RecordOf<K>>;
	mayRegister: readonly Role[];
	mayEdit: readonly Role[];
}

type Definitions = Record<string, CommandDefinition<AnyRecord, never>>;

/**
 * `register` makes the record, `edit` merges field by field against what its author saw, `import`
 * makes or edits, so that importing the same source twice changes nothing.
 */
export function editableCommands<K extends RecordKind, E extends v.ObjectEntries>(
	spec: EditableRecord<K, E>,
): Definitions {
	const all = v.object({ set: v.object(spec.fields) });
	const some = v.object({ set: v.partial(v.object(spec.fields)) });
	return {
		[`${spec.kind}.register@1`]: definition(all, (current, set, context) => {
			if (!hasRole(context.actor, spec.mayRegister)) return refuse('not-allowed');
			return current ? refuse('already-exists') : accept(fresh(spec, set, context));
		}),
		[`${spec.kind}.edit@1`]: definition(some, (current, set, context) => {
			if (!hasRole(context.actor, spec.mayEdit)) return refuse('not-allowed');
			return current ? mergeFields(current, set, context.command.base) : refuse('not-found');
		}),
		[`${spec.kind}.import@1`]: definition(all, (current, set, context) => {
			if (!hasRole(context.actor, ['admin'])) return refuse('not-allowed');
			return current ? mergeFields(current, set, undefined) : accept(fresh(spec, set, context));
		}),
	};
}

function definition(
	args: v.GenericSchema,
	decide: (
		current: AnyRecord | undefined,
		set: Partial<AnyRecord>,
		context: DecisionContext,
	) => Result<AnyRecord>,
): CommandDefinition<AnyRecord, never> {
	return {
		args: args as v.GenericSchema<unknown, never>,
		decide: (current, parsed: { set: Partial<AnyRecord> }, context) =>
			decide(current, parsed.set, context),
	};
}

function fresh<K extends RecordKind, E extends v.ObjectEntries>(
	spec: EditableRecord<K, E>,
	set: Partial<AnyRecord>,
	context: DecisionContext,
): AnyRecord {
	const { now, actor, command } = context;
	const stamps = {
		createdAt: now,
		createdBy: actor.userId,
		updatedAt: now,
		updatedBy: actor.userId,
	};
	return {
		...spec.initial(context),
		...set,
		...stamps,
		id: command.record,
		kind: spec.kind,
		history: [],
	} as unknown as AnyRecord;
}
