/**
 * Imports of assets on the server, which alone holds the whole register: looking at a file, saying what
 * it would do, doing it, and taking it back.
 *
 * 1. A check runs the very decisions the import will run, and keeps none of them.
 * 2. Everything is written by commands in the name of who asked; a file twice changes nothing.
 * 3. One import or undoing at a time. How far it got stands in its record, and so does the wish to stop.
 * 4. After a crash an undoing goes on; an import, whose file is gone, is `stopped`: sent again, it does
 *    the rest.
 */
import { importWorkChannel } from '#domain/access/channels.ts';
import { hasRole } from '#domain/access/roles.ts';
import type { Actor } from '#domain/command.ts';
import { planAssets, type AssetPlan } from '#domain/import/asset-plan.ts';
import type { AssetImport } from '#domain/import/asset-import.ts';
import type {
	AssetBegun,
	AssetCheck,
	AssetImportOrder,
	AssetLook,
	FileProblem,
} from '#domain/import/report.ts';
import type { TableRow } from '#domain/import/table.ts';
import { addMinutes } from '#domain/time/instant.ts';
import { systemActor, type AdministrationCommand } from '#server/administration.ts';
import { actorOf } from '#server/scope/user-scopes.ts';
import type { RecordKey } from '#server/store/port.ts';
import { readRecord } from '#server/store/stored-body.ts';
import { checkPlan } from './check-plan.ts';
import type { ImportParts } from './import-parts.ts';
import { lookAt } from './look-at.ts';
import { readOffThread } from './read-off-thread.ts';
import { recordsOf, registerOf } from './register-of.ts';
import { undoImport } from './undo-import.ts';

/** Commands between two words of progress. */
const portionSize = 1_000;
/** Of several servers another may be at it: one that was silent so long is not. */
const silentMinutesMax = 10;

/** What is to be imported, by whom. */
export interface AssetFile {
	bytes: Uint8Array;
	name: string;
	order: AssetImportOrder;
	actor: Actor;
}

export class ImportWork {
	readonly #parts: ImportParts;
	#running: Promise<void> = Promise.resolve();
	#hasBegun = false;
	#isBusy = false;
	#isEnding = false;

	constructor(parts: ImportParts) {
		this.#parts = parts;
	}

	/** Does what a crash left undone, and from now on what is heard. */
	begin(): void {
		this.#hasBegun = true;
		this.#then(() => this.#recover());
	}

	/** To be told of every write. */
	heard({ kind, id }: RecordKey, touched: readonly string[]): void {
		if (this.#hasBegun && kind === 'assetImport' && touched.includes(importWorkChannel))
			this.#then(() => this.#look(id));
	}

	/** Leaves what is running where it is, and says so in its record. */
	async end(): Promise<void> {
		this.#isEnding = true;
		await this.settled();
	}

	/** When everything heard so far is done. */
	async settled(): Promise<void> {
		for (let seen: Promise<void> | undefined; seen !== this.#running;) await (seen = this.#running);
	}

	async look(bytes: Uint8Array): Promise<AssetLook> {
		const read = await readOffThread(bytes);
		if ('kind' in read) return { ok: false, problem: read };
		return lookAt(read, this.#parts.store);
	}

	async check(file: Omit<AssetFile, 'name'>): Promise<AssetCheck> {
		const planned = await this.#plan(file);
		if ('kind' in planned) return { ok: false, problem: planned };
		return checkPlan(planned.plan, planned.rows.length - 1, this.#parts, file.actor);
	}

	/** Undefined while another one runs. What was begun under that id already goes on. */
	async run(id: string, file: AssetFile): Promise<AssetBegun | undefined> {
		if (await this.#parts.administration.get('assetImport', id)) return { ok: true, id };
		if (this.#isBusy) return undefined;
		this.#isBusy = true;
		const planned = await this.#begun(id, file).catch((error: unknown) => {
			this.#isBusy = false;
			throw error;
		});
		if ('kind' in planned) {
			this.#isBusy = false;
			return { ok: false, problem: planned };
		}
		this.#then(() => this.#whole(id, file, planned).finally(() => (this.#isBusy = false)));
		return { ok: true, id };
	}

	async #begun(id: string, file: AssetFile): Promise<AssetPlan | FileProblem> {
		const planned = await this.#plan(file);
		if ('kind' in planned) return planned;
		await this.#begin(id, file, planned);
		return planned.plan;
	}

	async #plan({
		bytes,
		order,
		actor,
	}: Omit<AssetFile, 'name'>): Promise<{ plan: AssetPlan; rows: TableRow[] } | FileProblem> {
		const read = await readOffThread(bytes);
		if ('kind' in read) return read;
		const rights = { mayAddPlaces: hasRole(actor, ['admin']) };
		const register = await registerOf(this.#parts.store);
		const plan = await inTurns(planAssets(read.rows, order, register, rights));
		return 'kind' in plan ? plan : { plan, rows: read.rows };
	}

	async #begin(
		id: string,
		{ name, order, actor }: AssetFile,
		{ plan, rows }: { plan: AssetPlan; rows: TableRow[] },
	): Promise<void> {
		const made = plan.assets.filter(({ isNew }) => isNew).length;
		const refused = new Set(plan.refused.map(({ line }) => line)).size;
		const counts = { new: made, changed: plan.assets.length - made, same: plan.same, refused };
		const titles = rows[0]?.cells ?? [];
		const mapping = titles.map((title, at) => ({ title, target: order.columns[at] ?? '' }));
		const args = { name, source: order.source, total: plan.assets.length, counts, mapping };
		await this.#tell(id, actor, 'begin', args);
	}

	/** A fault of ours ends it too, and its record says so. */
	async #whole(id: string, file: AssetFile, plan: AssetPlan): Promise<void> {
		try {
			await this.#carryOut(id, file, plan);
		} catch (error) {
			const job = await this.#parts.administration.get('assetImport', id);
			if (job) await this.#stop(job);
			throw error;
		}
	}

	async #carryOut(id: string, { name, actor }: AssetFile, plan: AssetPlan): Promise<void> {
		const { administration } = this.#parts;
		await administration.executeAll(plan.registers.map((one) => ({ ...plainly(one), actor })));
		let refused = 0;
		for (let at = 0; at < plan.assets.length; at += portionSize) {
			const now = await administration.get('assetImport', id);
			if (now?.state !== 'running') return;
			const end = this.#isEnding ? 'stopped' : 'cancelled';
			if (now.cancelAsked || this.#isEnding)
				return this.#tell(id, actor, 'progress', ended(now, end));
			const portion = plan.assets.slice(at, at + portionSize);
			const commands = portion.map((one) => {
				const command = plainly(one);
				return { ...command, args: { ...command.args, importId: id, importName: name }, actor };
			});
			const results = await administration.executeAll(commands);
			refused += results.filter(({ refusal }) => refusal).length;
			const done = at + portion.length;
			await this.#tell(id, actor, 'progress', { done, refused, state: 'running' });
		}
		const last = await administration.get('assetImport', id);
		if (last) await this.#tell(id, actor, 'progress', ended(last, 'done'));
	}

	async #tell(
		id: string,
		actor: Actor,
		what: 'begin' | 'progress' | 'undone',
		args: Record<string, unknown>,
	): Promise<void> {
		const { refusal } = await this.#parts.administration.execute({
			...{ type: `assetImport.${what}@1`, kind: 'assetImport', record: id, args },
			actor: { ...actor, importing: true },
		});
		if (refusal) throw new Error(`assetImport.${what} was refused: ${refusal.kind}`);
	}

	#then(work: () => Promise<void>): void {
		this.#running = this.#running.then(work).catch((error: unknown) => this.#parts.fault(error));
	}

	async #look(id: string): Promise<void> {
		const job = await this.#parts.administration.get('assetImport', id);
		if (job?.state !== 'undoing' || !job.undone) return;
		const user = await readRecord(this.#parts.store, 'user', job.undone.by);
		if (!user) return;
		const actor = actorOf(user);
		await this.#tell(id, actor, 'undone', { ...(await undoImport(this.#parts, id, actor)) });
	}

	async #recover(): Promise<void> {
		const { store, clock } = this.#parts;
		const silentSince = store.peers ? addMinutes(clock(), -silentMinutesMax) : clock();
		for await (const page of recordsOf(store, 'assetImport'))
			for (const job of page) {
				if (job.state === 'undoing') await this.#look(job.id);
				if (job.state === 'running' && job.updatedAt <= silentSince) await this.#stop(job);
			}
	}

	async #stop(job: AssetImport): Promise<void> {
		await this.#tell(job.id, systemActor, 'progress', ended(job, 'stopped'));
	}
}

/** To its end, others getting their turn at every `yield`. */
async function inTurns<T>(work: Generator<void, T>): Promise<T> {
	for (;;) {
		const step = work.next();
		if (step.done) return step.value;
		await new Promise((resolve) => setImmediate(resolve));
	}
}

function ended({ done, refused }: AssetImport, state: 'done' | 'cancelled' | 'stopped') {
	return { done, refused, state };
}

/** What is planned, without what only the plan needs to know. */
function plainly({
	type,
	kind,
	record,
	args,
}: AssetPlan['registers'][number]): AdministrationCommand {
	return { type, kind, record, args };
}
