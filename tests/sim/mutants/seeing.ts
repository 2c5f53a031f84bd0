import { mutant, type Mutant } from './mutant.ts';

const authority = 'sync-server/push/authority.ts';
const pull = 'sync-server/pull/pull.ts';
const scopes = 'sync-server/scope/user-scopes.ts';
const page = 'src/store/apply-page.ts';
const facts = 'src/domain/work-order/commands/facts.ts';

/** Against statements 6 to 10: who sees what, and what goes. */
export const seeingMutants: readonly Mutant[] = [
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
		`if (stored && channels.length > 0)`,
		`if (stored)`,
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
		'a page is taken though another tab has taken one since it was asked for',
		page,
		`if (known.cursor !== cursor) return undefined;`,
		`void cursor;`,
	),
	mutant(
		8,
		'a cursor between two pages forgets where all had been told',
		pull,
		`if (news.more) return { keys, next: { ...cursor, whole }, more: true };`,
		`void whole; if (news.more) return { keys, next: cursor, more: true };`,
	),
	mutant(
		8,
		'a digest brings what the cursor does not account for',
		'sync-server/digest/compare.ts',
		`if (await user.isLeft({ kind, id }, channels)) continue;`,
		`void user.isLeft;`,
	),
	mutant(
		8,
		'a leaving nobody was answered for is heard by nobody',
		'sync-server/store/couch-listeners.ts',
		`if (document?._rev !== undefined && this.#own.has(document._rev)) return;`,
		`if (!document || (document._rev !== undefined && this.#own.has(document._rev))) return;`,
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
		`removed += await dropUngranted(parts, known, page.grants);`,
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
		`await database.outbox.bulkDelete(undone);`,
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
		6,
		'what left and came back is known by its old version',
		'src/store/rebuild-record.ts',
		`const served = pulled ?? servedOf(parts, row);`,
		`const served = servedOf(parts, row) ?? pulled;`,
	),
	mutant(
		6,
		'what an order opens is read once',
		'sync-server/scope/user-scopes.ts',
		`const known = before?.get(row.id);
			const read = known?.rev === row.rev ? known : await`,
		`const known = before?.get(row.id);
			const read = known ? known : await`,
	),
	mutant(
		7,
		'what came and went is named to strangers',
		'sync-server/pull/pull.ts',
		`else if (await mayHold(store, start, stored)) removals.push(key);`,
		`else if (stored || (await mayHold(store, start, stored))) removals.push(key);`,
	),
	mutant(
		7,
		'the cursor of another proves that he held it',
		'sync-server/quarantine/proof.ts',
		`if (cursor?.userId !== userId) return undefined;`,
		`if (!cursor || !userId) return undefined;`,
	),
	mutant(
		7,
		'anybody is told which bytes are here',
		'sync-server/http/blob-routes.ts',
		`if (!(await mayHandIn(store, scopes, handingIn(request).user.id, bytes))) throw notFound();`,
		`void mayHandIn(store, scopes, handingIn(request).user.id, bytes);`,
	),
	mutant(
		7,
		'what is up for grabs is shown at every desk',
		'sync-server/lookup/claimable-orders.ts',
		`const channels = actor.deskIds.map(poolChannel);`,
		`const channels = ['desk-a', 'desk-b'].map(poolChannel);`,
		{
			file: 'sync-server/lookup/claimable-orders.ts',
			find: `if (mayAct(partyOf.claim, order, actor) === undefined) orders.push(order);`,
			replace: `void mayAct(partyOf.claim, order, actor);
		orders.push(order);`,
		},
	),
	mutant(
		8,
		'pictures outlive their record',
		'src/store/remove-record.ts',
		`else await removeBlob(parts, blob.sha256);`,
		`else await database.blobs.put(blob);`,
	),
	mutant(
		8,
		'what leaves with work waiting never goes',
		'src/store/rebuild-record.ts',
		`const stays = waiting.length > 0 || (served && !leaving);`,
		`const stays = waiting.length > 0 || served;`,
	),
	mutant(
		8,
		'a store does not note what left a channel',
		'sync-server/store/memory.ts',
		`for (const channel of left) this.#stamp({ channel, kind, id, seq, gone: true });`,
		``,
	),
	mutant(
		9,
		'a disabled account takes its unsent work along',
		'src/store/purge-account.ts',
		`await database.outbox.bulkDelete(rows.filter(isHandedIn).map(({ seq }) => seq));`,
		`void isHandedIn;
	await database.outbox.clear();`,
	),
	mutant(
		9,
		'a picture goes with its record though nobody has it',
		'src/store/remove-record.ts',
		`if (!confirmedFor(blob).includes(row.id)) continue;`,
		``,
	),
	mutant(
		8,
		'a picture stays though its record is not here',
		'src/store/remove-record.ts',
		`if (records.length === 0) await removeBlob(parts, sha256);`,
		`if (records.length === 0) return;`,
	),
	mutant(
		9,
		'a picture counts as handed in before it was sent',
		'src/sync/uploads.ts',
		`if (await isOnServer(parts, row, recordId)) return store.confirmBlob(row.sha256, recordId);
	const stored`,
		`await isOnServer(parts, row, recordId);
	if (recordId) return store.confirmBlob(row.sha256, recordId);
	const stored`,
	),
	mutant(
		9,
		'unsent pictures are not counted when an account goes',
		'src/store/accounts.ts',
		`return { commands, blobs };`,
		`return { commands, blobs: blobs * 0 };`,
	),
	mutant(
		9,
		'late work is refused',
		'src/domain/work-order/parties.ts',
		`order.visits.some((visit) => visit.engineerId === actor.userId)`,
		`order.visits.every((visit) => visit.engineerId === actor.userId)`,
	),
	mutant(
		9,
		'what waits for the desk is kept nowhere',
		'sync-server/push/decider.ts',
		`return { result, entry: { ...entry, ...(write && { write }) } };`,
		`void write;
		return { result, entry };`,
	),
	mutant(
		10,
		'undo takes back what was sent',
		'src/store/may-undo.ts',
		`row.seq > triedSeq &&`,
		`row.seq > triedSeq * 0 &&`,
	),
	mutant(
		10,
		'withdrawing again brings it back',
		'src/domain/work-order/commands/facts.ts',
		`if (found.retracted) return accept(order);`,
		``,
		{
			file: 'src/domain/work-order/commands/facts.ts',
			find: `const list = facts.map((fact) => (fact.id === args.factId ? { ...fact, retracted } : fact));`,
			replace: `const list = facts.map((fact) =>
			fact.id === args.factId ? { ...fact, retracted: found.retracted ? undefined : retracted } : fact,
		);`,
		},
	),
	mutant(
		10,
		'what the desk discarded can be carried out after all',
		'src/domain/quarantine/commands.ts',
		`if (item.state !== 'open') return wrongState(item);
		if (!mayLend`,
		`if (item.state === 'never') return wrongState(item);
		if (!mayLend`,
	),
	mutant(
		10,
		'held work is decided twice',
		'src/domain/work-order/commands/late.ts',
		`if (!order.held.some((entry) => entry.id === args.heldId && isUndecided(entry)))`,
		`if (!order.held.some((entry) => entry.id === args.heldId))`,
	),
	mutant(
		6,
		'a pull from scratch leaves what it did not bring',
		'src/store/apply-page.ts',
		`for (const row of old) {`,
		`for (const row of old.slice(1)) {`,
	),
];
