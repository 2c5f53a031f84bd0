import { mutant, type Mutant } from './mutant.ts';

const desk = 'sync-server/push/command-desk.ts';
const decider = 'sync-server/push/decider.ts';
const memory = 'sync-server/store/memory.ts';
const results = 'src/store/apply-results.ts';
const facts = 'src/domain/work-order/commands/facts.ts';

/** Against statements 1 to 5: what is saved is kept, takes effect once, and is told. */
export const keepingMutants: readonly Mutant[] = [
	mutant(
		1,
		'eviction is not told',
		'src/store/storage-health.ts',
		`const mark = markers?.getItem(markerOf(userId));`,
		`const mark = markers ? undefined : '';`,
	),
	mutant(
		1,
		'a database that was thrown away stays empty',
		'src/store/account-store.ts',
		`const isBehind = copies && (await copies.areAhead(isEmpty));`,
		`const isBehind = false;`,
	),
	mutant(
		10,
		'what was taken back is brought back',
		'src/store/account-store.ts',
		`if (result.ok) await this.#copies?.drop(result.value);`,
		``,
	),
	mutant(
		9,
		'pictures are not brought back with their commands',
		'src/store/bring-back.ts',
		`for (const blob of blobs) await keepMissing(parts, blob);`,
		``,
	),
	mutant(
		3,
		'what is brought back goes under a new name',
		'src/store/bring-back.ts',
		`for (const row of lost) await parts.database.outbox.put(row);`,
		`const device = await readMeta(parts.database, 'device');
		for (const row of lost) {
			const { sealed } = row.command as { sealed: object };
			await parts.database.outbox.put({ ...row, command: { sealed: { ...sealed, device } } });
		}`,
	),
	mutant(
		1,
		'a start clears what waits',
		'src/store/account-store.ts',
		`const loss = lossOf(markers, userId, { isEmpty, unsentKept });`,
		`const loss = lossOf(markers, userId, { isEmpty, unsentKept });
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
		{
			file: 'src/store/account-store.ts',
			find: `await this.#copies?.keep(result.value.seqs, blobs);`,
			replace: ``,
		},
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
		1,
		'a picture is not kept with its command',
		'src/store/execute.ts',
		`for (const blob of blobs) await keepBlob(parts, blob);`,
		`void keepBlob;`,
	),
	mutant(
		2,
		'an edit writes over what another wrote',
		'src/domain/merge.ts',
		`if (!base) return [];`,
		`if (base) return [];
	base = {};`,
	),
	mutant(
		2,
		'a clash is not parked',
		'src/domain/conflict.ts',
		`return accept({ ...amended, conflicts: bounded([...(amended.conflicts ?? []), ...opened]) });`,
		`return accept({ ...amended, conflicts: bounded([...(amended.conflicts ?? []), ...opened.slice(1)]) });`,
	),
	mutant(
		3,
		'a refusal is not remembered',
		'sync-server/store/memory.ts',
		`if (journal) this.#note(journal);`,
		`if (journal && (write || journal.result.outcome !== 'rejected')) this.#note(journal);`,
	),
	mutant(
		3,
		'a device plays again what the record has already',
		'src/store/rebuild-record.ts',
		`if (done || !actor) return current;`,
		`void done;
	if (!actor) return current;`,
	),
	mutant(
		4,
		'what waits for the desk is called sent',
		'src/store/apply-results.ts',
		`return outcome === 'applied' || outcome === 'duplicate' || outcome === 'merged';`,
		`return outcome !== 'rejected' && outcome !== 'conflict';`,
	),
	mutant(
		4,
		'what went leaves no trace',
		'src/store/apply-results.ts',
		`await database.sent.put({ seq, record, kind, type, title, queuedAt, sentAt: now, outcome });`,
		`void [seq, record, kind, type, title, queuedAt, outcome];`,
	),
	mutant(
		4,
		'a refusal is filed as sent',
		'src/store/apply-results.ts',
		`status: status ? outcome : 'rejected',`,
		`status: status ? outcome : 'acknowledged',`,
	),
	mutant(
		5,
		'what is behind a command put off overtakes it',
		'src/store/resend.ts',
		`if (row.nameTaken || putOffAt.has(row.record)) return false;`,
		`if (row.nameTaken || isPutOff(row, nowMs)) return false;`,
	),
	mutant(
		5,
		'one bad command fails the batch',
		'sync-server/push/command-desk.ts',
		`if (error instanceof StoreUnavailable) throw error;`,
		`if (error) throw error;`,
	),
	mutant(
		2,
		'the journal is written before the effect, apart',
		desk,
		`const outcomes = await this.#parts.store.commit(entries);`,
		`for (const { journal } of entries) if (journal) await this.#parts.store.commit([{ journal }]);
		const outcomes = await this.#parts.store.commit(entries.map(({ write }) => (write ? { write } : {})));`,
	),
	mutant(
		2,
		'what a restored server lacks is not handed in again',
		'src/store/resend.ts',
		`if (row?.device !== device) continue;`,
		`if (row?.device !== device || device !== '') continue;`,
	),
];
