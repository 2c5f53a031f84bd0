import { deskRoles, hasRole } from '#domain/access/roles.ts';
import type { Actor } from '#domain/command.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { Conflict, ConflictTake } from '#domain/record.ts';
import { maySettle } from '#domain/work-order/commands/settle.ts';
import type { AccountStore } from '#store/account-store.ts';
import type { CommandDraft } from '#store/execute.ts';
import type { StoreRefusal } from '#store/store-result.ts';
import { m } from '#i18n/generated/messages.js';
import { refusalText } from '#i18n/terms.ts';
import { announce } from '#ui/announce.ts';
import { offerUndo } from '#ui/toast.svelte.ts';

type Fields = Record<string, unknown>;

/** Who is offered the choice; the command itself still decides. */
export function offersChoice(record: AnyRecord, conflict: Conflict, actor: Actor): boolean {
	if (record.kind === 'workOrder') return maySettle(record, conflict, actor);
	if (record.kind === 'article')
		return record.authorId === actor.userId || hasRole(actor, ['supervisor']);
	if (record.kind === 'part') return hasRole(actor, ['storekeeper', ...deskRoles]);
	if (record.kind === 'serviceItem' || record.kind === 'taxonomy') return hasRole(actor, ['admin']);
	if (record.kind === 'libraryItem') return hasRole(actor, ['storekeeper', 'supervisor', 'admin']);
	return !hasRole(actor, ['requester', 'clientApprover']);
}

/** What stands in the record now in the fields of a conflict. */
export function presentValues(record: AnyRecord, { lineId, fields }: Conflict): Fields {
	const line =
		record.kind === 'workOrder' ? record.lines.find(({ id }) => id === lineId) : undefined;
	const part: Fields = { ...(line ?? record) };
	return Object.fromEntries(fields.map(({ field }) => [field, part[field] ?? null]));
}

/** One tap. Undefined when it is on the disk; then it can be taken back for a while. */
export async function settle(
	store: AccountStore,
	record: AnyRecord,
	conflict: Conflict,
	take: ConflictTake,
): Promise<StoreRefusal | undefined> {
	const present = presentValues(record, conflict);
	const result = await store.execute({
		...{ type: `${record.kind}.settleConflict@1`, kind: record.kind, record: record.id },
		args: { conflictId: conflict.id, take },
		base: present,
	});
	if (!result.ok) return result.refusal;
	announce(m.attention_settled());
	const { seqs } = result.value;
	offerUndo(m.attention_settled(), async () => {
		const undone = await store.undo(seqs);
		const again = undone.ok
			? undone
			: await store.execute(reversal(record, conflict, take, present));
		if (!again.ok) announce(refusalText(again.refusal.kind));
	});
	return undefined;
}

/** Sent already: the other side's value is set by the command that had set it, against what stands. */
function reversal(
	{ kind, id }: AnyRecord,
	{ command, lineId, fields }: Conflict,
	take: ConflictTake,
	present: Fields,
): CommandDraft {
	const mine: Fields = Object.fromEntries(fields.map(({ field, mine: value }) => [field, value]));
	const [set, base] = take === 'mine' ? [filled(present), mine] : [mine, present];
	const args = { ...(lineId !== undefined && { lineId }), set };
	return { type: command, kind, record: id, args, base };
}

function filled(values: Fields): Fields {
	return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, value ?? '']));
}
