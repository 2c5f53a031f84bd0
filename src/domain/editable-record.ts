import * as v from 'valibot';
import { hasRole, type Role } from './access/roles.ts';
import type { CommandDefinition, DecisionContext } from './command.ts';
import { canonicalJson } from './canonical-json.ts';
import { mergeInto, settleArgs, settleConflict, type SettleArgs } from './conflict.ts';
import { clashesOf, mergeFields } from './merge.ts';
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
	/** Who decides a conflict, besides those who may edit. */
	maySettle?: readonly Role[];
	/** Takes the fields named, and drops what else is handed in; `v.object` where absent. */
	parse?: (fields: v.ObjectEntries) => v.GenericSchema<unknown, object>;
	/** Judged of what people registered or edited. */
	check?: (
		before: RecordOf<K> | undefined,
		after: RecordOf<K>,
		context: DecisionContext,
	) => Result<RecordOf<K>>;
	/** What may be said besides of a record people make. */
	bornWith?: v.ObjectEntries;
	/** Its import is a command of its own. */
	ownImport?: boolean;
}

type Definitions = Record<string, CommandDefinition<AnyRecord, never>>;

/**
 * `register` makes the record, `edit` merges field by field against what its author saw and parks
 * what clashes, `settleConflict` decides it. `import`
 * makes or edits against what the source said last time (`imported`), so that the same source twice
 * changes nothing, and what people corrected meanwhile stays unless the source changed it too.
 */
export function editableCommands<K extends RecordKind, E extends v.ObjectEntries>(
	spec: EditableRecord<K, E>,
): Definitions {
	const parse = spec.parse ?? ((fields) => v.object(fields));
	const all = v.object({ set: parse({ ...spec.fields, ...spec.bornWith }) });
	const some = v.object({ set: parse(v.partial(v.object(spec.fields)).entries) });
	return {
		[`${spec.kind}.register@1`]: definition(all, (current, set, context) => {
			if (!hasRole(context.actor, spec.mayRegister)) return refuse('not-allowed');
			if (current) return refuse('already-exists');
			return checked(spec, undefined, accept(fresh(spec, set, context)), context);
		}),
		[`${spec.kind}.edit@1`]: definition(some, (current, set, context) => {
			if (!hasRole(context.actor, spec.mayEdit)) return refuse('not-allowed');
			if (!current) return refuse('not-found');
			const merged = mergeInto(current, set, context.command.base, context);
			return checked(spec, current, merged, context);
		}),
		[`${spec.kind}.settleConflict@1`]: settle([...spec.mayEdit, ...(spec.maySettle ?? [])]),
		...(!spec.ownImport && {
			[`${spec.kind}.import@1`]: definition(all, (current, set, context) => {
				if (!hasRole(context.actor, ['admin'])) return refuse('not-allowed');
				if (!current) return accept({ ...fresh(spec, set, context), imported: set });
				return importAgain(current, set);
			}),
		}),
	};
}

function checked<K extends RecordKind, E extends v.ObjectEntries>(
	{ check }: EditableRecord<K, E>,
	before: AnyRecord | undefined,
	result: Result<AnyRecord>,
	context: DecisionContext,
): Result<AnyRecord> {
	if (!result.ok || !check) return result;
	return check(before, result.value, context);
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

function settle(may: readonly Role[]): CommandDefinition<AnyRecord, never> {
	return {
		args: settleArgs as unknown as v.GenericSchema<unknown, never>,
		decide: (current, args: SettleArgs, context) => {
			if (!current) return refuse('not-found');
			if (!hasRole(context.actor, may)) return refuse('not-allowed');
			return settleConflict(current, args, context, (record, _, set, base) =>
				mergeInto(record, set, base, context),
			);
		},
	};
}

/** A clash with what people corrected is no conflict of people: the row is refused and reported. */
function importAgain(current: AnyRecord, set: Partial<AnyRecord>): Result<AnyRecord> {
	const last = (current['imported'] ?? {}) as Record<string, unknown>;
	const news = Object.entries(set).filter(
		([field, value]) => canonicalJson(value) !== canonicalJson(last[field]),
	);
	if (news.length === 0) return accept(current);
	const wanted = Object.fromEntries(news);
	const clashes = clashesOf(current, wanted, last).map(({ field }) => field);
	if (clashes.length > 0) return refuse('conflict', { fields: clashes });
	const { value } = mergeFields(current, wanted, last);
	return accept({ ...value, imported: { ...last, ...set } });
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
