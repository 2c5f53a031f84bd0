/**
 * Faults on purpose, made to the source text as it is loaded: no switch of them is in the product.
 * Each breaks one statement of design.md section 5, whose own check has to find it.
 */
import type { SourceChange } from './loader-hooks.ts';

export interface Mutant {
	name: string;
	statement: number;
	changes: readonly SourceChange[];
}

const mutant = (
	statement: number,
	name: string,
	file: string,
	find: string,
	replace: string,
	...more: SourceChange[]
): Mutant => ({ statement, name, changes: [{ file, find, replace }, ...more] });

const desk = 'sync-server/push/command-desk.ts';
const decider = 'sync-server/push/decider.ts';
const authority = 'sync-server/push/authority.ts';
const memory = 'sync-server/store/memory.ts';
const pull = 'sync-server/pull/pull.ts';
const scopes = 'sync-server/scope/user-scopes.ts';
const page = 'src/store/apply-page.ts';
const results = 'src/store/apply-results.ts';
const execute = 'src/store/execute.ts';
const facts = 'src/domain/work-order/commands/facts.ts';

export const mutants: readonly Mutant[] = [
	mutant(
		1,
		'eviction is not told',
		'src/store/storage-health.ts',
		`return mark === 'lost' || (isEmpty && mark === 'yes');`,
		`return false;`,
	),
	mutant(
		1,
		'a start clears what waits',
		'src/store/account-store.ts',
		`const evicted = wasEvicted(options.markers, account.userId, isEmpty);`,
		`const evicted = wasEvicted(options.markers, account.userId, isEmpty);
	await database.outbox.clear();`,
	),
	mutant(
		1,
		'saved is said before it is written',
		'src/store/account-store.ts',
		`const write = () => asResult(() => inTransaction(database, () => work(changes)));`,
		`const write = () => new Promise<StoreResult<T>>((tell) => {
			void asResult(() => inTransaction(database, async () => {
				const value = await work(changes);
				tell({ ok: true, value });
				return value;
			})).then(tell);
		});`,
	),
	mutant(
		2,
		'a stale decision is answered as if it stood',
		desk,
		`if (entry && (!outcome || outcome.status === 'stale')) break;`,
		``,
	),
	mutant(
		2,
		'the journal is written without the effect',
		decider,
		`return { result, entry: { ...entry, write } };`,
		`return { result, entry: { ...entry, ...(command.type.includes('note') ? {} : { write }) } };`,
	),
	mutant(
		2,
		'a note takes the place of the last',
		facts,
		`notes: [...order.notes, {`,
		`notes: [...order.notes.slice(0, -1), {`,
	),
	mutant(
		3,
		'the marker of a command taken is forgotten',
		decider,
		`if (known) return { result: answerAgain(known, content) };`,
		``,
		{
			file: memory,
			find: `if (before) return { status: 'duplicate', result: before.result };`,
			replace: ``,
		},
	),
	mutant(
		3,
		'the history does not name the command',
		'src/domain/history.ts',
		`id: commandId(command),`,
		``,
	),
	mutant(
		4,
		'a refusal is not shown',
		results,
		`else await refuseRow(parts, row, result, now);`,
		`else await parts.database.outbox.delete(row.seq);`,
	),
	mutant(
		4,
		'a duplicate passes for applied',
		results,
		`return v.is(Original, result) ? { ...result, outcome: result.original } : result;`,
		`return result;`,
	),
	mutant(
		5,
		'a batch goes in reverse order',
		'src/store/sync-store.ts',
		`const batch = withinBytes(withOneName(oldest), bytesMax);`,
		`const batch = withinBytes(withOneName(oldest), bytesMax).reverse();`,
	),
	mutant(
		5,
		'what a gate refuses blocks all the rest',
		'src/sync/engine/step.ts',
		`if (status === 413 || status === 400) return smallerBatch(state, status);`,
		``,
	),
	mutant(
		6,
		'a channel granted again is not brought again',
		pull,
		`received: new Set([...cursor.received].filter((channel) => granted.has(channel))),`,
		`received: new Set(cursor.received),`,
	),
	mutant(
		6,
		'news of a record with waiting work is dropped',
		page,
		`if (waiting.has(each.record.id)) await rebuildRecord(parts, each.record.id, each);`,
		`void each;`,
	),
	mutant(
		7,
		'a pull does not look at channels',
		pull,
		`if (!stored || channels.length === 0) removals.push(key);`,
		`if (!stored) removals.push(key);`,
	),
	mutant(
		7,
		'a push tells strangers what there is',
		authority,
		`return hadPartIn(actor.userId, current.record);`,
		`return true;`,
	),
	mutant(
		7,
		'a blob is given to everybody',
		'sync-server/http/blob-routes.ts',
		`if (!stored || !sees(grants, stored.channels)) throw notFound();`,
		`if (!stored) throw notFound();`,
	),
	mutant(
		7,
		'a lookup finds everything for everybody',
		'sync-server/lookup/look-up.ts',
		`if (!stored || !maySee(scope, stored)) continue;`,
		`if (!stored) continue;`,
	),
	mutant(
		7,
		'a disabled user is served',
		scopes,
		`if (!user || user.disabled) return undefined;`,
		`if (!user) return undefined;`,
	),
	mutant(
		8,
		'a removal is not carried out',
		page,
		`for (const { id } of page.removals) removed += await letGo(parts, id);`,
		``,
	),
	mutant(
		8,
		'what came by a lost channel stays',
		page,
		`removed += await dropUngranted(parts, page.grants);`,
		``,
	),
	mutant(
		8,
		'grants are not looked at again',
		scopes,
		`this.#changes++;`,
		`if (this.#changes >= 0) return;`,
	),
	mutant(
		9,
		'a purge destroys what waits',
		page,
		`await database.records.put({ ...row, leaving: true, ...(proof && { proof }) });`,
		`await database.records.put({ ...row, leaving: true, ...(proof && { proof }) });
	await database.outbox.where('record').equals(id).delete();`,
	),
	mutant(
		9,
		'an account goes with its unsent work',
		'src/store/accounts.ts',
		`if (!options.loseUnsent && unsent.commands + unsent.blobs > 0) return unsent;`,
		``,
	),
	mutant(
		10,
		'what was undone is sent all the same',
		'src/store/undo.ts',
		`await database.outbox.bulkDelete(rows.map((row) => row.seq));`,
		``,
	),
	mutant(
		10,
		'signing again brings back withdrawn signatures',
		facts,
		`entry.retracted || stamp.late ? entry : { ...entry, retracted },`,
		`({ ...entry, retracted: undefined }) as unknown as typeof entry,`,
	),
	mutant(
		11,
		'states are not guarded',
		'src/domain/work-order/order-command.ts',
		`if (!mayMove(name, order.state))`,
		`if (!mayMove(name, order.state) && order.state === ('never' as string))`,
	),
	mutant(
		11,
		'everybody may edit the registers',
		'src/domain/editable-record.ts',
		`if (!hasRole(context.actor, spec.mayEdit)) return refuse('not-allowed');`,
		``,
	),
	mutant(
		11,
		'a device’s clock is believed',
		decider,
		`const command = inItsTime(raw, current?.record.createdAt, now);`,
		`const command = raw;`,
	),
	mutant(
		11,
		'any version may push',
		'sync-server/http/sync-routes.ts',
		`if (protocol < oldestProtocol || protocol > protocolVersion)`,
		`if (protocol > protocolVersion)`,
	),
	mutant(
		12,
		'only known fields are kept',
		'src/domain/record-schemas.ts',
		`return v.parse(recordSchemas[kind], raw);`,
		`const all = v.parse(recordSchemas[kind], raw);
	const known = recordSchemas[kind].entries;
	return Object.fromEntries(Object.entries(all).filter(([name]) => name in known)) as RecordOf<K>;`,
	),
	mutant(
		12,
		'only known fields of a line are kept',
		'src/domain/work-order/work-order.ts',
		`export const LineSchema = v.looseObject({`,
		`export const LineSchema = v.object({`,
	),
	mutant(
		13,
		'the daily counter is not kept',
		memory,
		`this.#numbers.set(\`\${form} \${date}\`, n)`,
		`new Map<string, number>().set('', n)`,
	),
	mutant(
		13,
		'every installation gets the same code',
		memory,
		`codeOf(this.#devices.size)`,
		`codeOf(0)`,
	),
	mutant(
		13,
		'the offline counter is not kept',
		execute,
		`await writeMeta(database, 'offlineCounters', { ...counters, [form]: n });`,
		``,
	),
	mutant(
		14,
		'the cursor goes past what was not handed over',
		pull,
		`let cursor: Cursor = { ...start, main: news.next };`,
		`let cursor: Cursor = { ...start, main: await store.head() };`,
	),
	mutant(
		14,
		'a channel counts as handed over after its first page',
		pull,
		`if (last && keys.length === room) return {`,
		`if (last && keys.length > room) return {`,
	),
	mutant(
		14,
		'a page skips its last record',
		page,
		`for (const pulled of records) {`,
		`for (const pulled of records.length > 1 ? records.slice(0, -1) : records) {`,
	),
	mutant(
		15,
		'minutes that arrive out of order are dropped',
		facts,
		`times: [...order.times, { ...stamp, minutes: args.minutes }]`,
		`times: [...order.times.filter((each) => each.at < stamp.at), { ...stamp, minutes: args.minutes }]`,
	),
	mutant(
		15,
		'late minutes do not count',
		facts,
		`accept({ ...order, times: [...order.times, {`,
		`accept(stamp.late ? order : { ...order, times: [...order.times, {`,
	),
];
