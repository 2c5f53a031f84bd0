/**
 * Takes over the unsent work in a rescue file, as if its device had sent it itself.
 *
 * 1. Nothing runs before the device's signature was checked by the key it had registered.
 * 2. Every command runs in the name of the device's owner with what he may do now; who brings the
 *    file lends it no right of his own.
 * 3. The journal is the same `(device, seq)` as that of a push: a second import, or the device
 *    sending later by itself, changes nothing.
 * 4. Bytes count once they have the announced hash, and for records their author may hand in to.
 */
import { open, type FileHandle } from 'node:fs/promises';
import * as v from 'valibot';
import { CommandSchema } from '#domain/command.ts';
import type { User } from '#domain/organisation/records.ts';
import type { CommandResult } from '#domain/protocol/wire.ts';
import type { RescueManifest } from '#domain/rescue/rescue-file.ts';
import {
	rescueRefusalsShownMax,
	RescueReportSchema,
	type RescueReport,
} from '#domain/rescue/rescue-report.ts';
import { BlobFiles } from '#server/blobs/blob-files.ts';
import { Problem } from '#server/http/problem.ts';
import { PushEnvelope } from '#server/push/push-batch.ts';
import { mayHandIn } from '#server/scope/may-hand-in.ts';
import type { ServerParts } from '#server/server-parts.ts';
import { openRescueFile, type OpenRescueFile } from './open-rescue-file.ts';
import { RescueContent } from './rescue-content.ts';

type Envelope = v.InferOutput<typeof PushEnvelope>;

/** Runs what a device of that user sends; throws a Problem where it would be refused as a whole. */
export type Pushed = (userId: string, push: Envelope) => Promise<CommandResult[]>;

interface RescueParts extends Pick<ServerParts, 'store' | 'clock' | 'scopes' | 'keys'> {
	dataDir: string;
	pushed: Pushed;
}

type Blob = RescueManifest['blobs'][number];

/** `folder` is for its bytes while they are checked. Throws a Problem where nothing of it is used. */
export async function runRescueFile(
	parts: RescueParts,
	path: string,
	folder: string,
): Promise<RescueReport> {
	const file = await open(path);
	try {
		return await new RescueRun(parts, folder).run(file);
	} finally {
		await file.close();
	}
}

class RescueRun {
	readonly #parts: RescueParts;
	readonly #folder: string;
	readonly #files: BlobFiles;

	constructor(parts: RescueParts, folder: string) {
		this.#parts = parts;
		this.#folder = folder;
		this.#files = new BlobFiles(parts.dataDir, parts.store.bytes);
	}

	async run(file: FileHandle): Promise<RescueReport> {
		const { store, keys } = this.#parts;
		const opened = await openRescueFile(file, keys, (id) => store.device(id));
		const author = await this.#authorOf(opened);
		// The whole file first: nothing of one that is cut off is used.
		for await (const _ of opened.content());
		const content = new RescueContent(opened.content());
		const manifest = await content.manifest();
		const pushes = v.safeParse(v.array(PushEnvelope), manifest.pushes);
		if (!pushes.success) throw new Problem(422, 'rescue-damaged');
		const answered = await this.#runAll(author.id, pushes.output);
		const blobs = await this.#keepAll(content, manifest.blobs, author.id);
		return v.parse(RescueReportSchema, {
			device: opened.device.id,
			author: { id: author.id, name: author.name },
			madeAt: opened.head.madeAt,
			...summaryOf(answered),
			blobs,
		});
	}

	/** Also one whose account is disabled: his work goes to the desk, as when he hands it in himself. */
	async #authorOf({ device: { userId } }: OpenRescueFile): Promise<User> {
		const { scopes } = this.#parts;
		const user = (await scopes.of(userId))?.user ?? (await scopes.disabled(userId));
		if (!user) throw new Problem(422, 'rescue-author');
		return user;
	}

	/** The device may have gone by another name before; each name must be the author's own. */
	async #runAll(userId: string, pushes: readonly Envelope[]): Promise<Answered[]> {
		const answered: Answered[] = [];
		for (const push of pushes) {
			const results = await this.#parts.pushed(userId, push);
			answered.push(...results.map((result, at) => ({ result, raw: push.commands[at] })));
		}
		return answered;
	}

	async #keepAll(
		content: RescueContent,
		blobs: readonly Blob[],
		userId: string,
	): Promise<RescueReport['blobs']> {
		const kept: RescueReport['blobs'] = { stored: 0, known: 0, refused: [] };
		for (const [at, blob] of blobs.entries()) {
			const path = await content.blobFile(this.#folder, `blob-${at}`, blob.bytes);
			const became = await this.#keep(blob, path, userId);
			if (became === 'stored' || became === 'known') kept[became]++;
			else kept.refused.push({ sha256: blob.sha256, reason: became });
		}
		await content.end();
		return kept;
	}

	/** Its bytes are the same for every record it belongs to; the check moves the file in once. */
	async #keep({ sha256, type, records }: Blob, path: string, userId: string): Promise<string> {
		const { store, scopes, clock } = this.#parts;
		const open: string[] = [];
		for (const recordId of records)
			if (await mayHandIn(store, scopes, userId, { recordId, sha256 })) open.push(recordId);
		if (open.length === 0) return 'not-found';
		const missing: string[] = [];
		for (const id of open) if (!(await store.blob(sha256, id))) missing.push(id);
		if (missing.length === 0) return 'known';
		const taken = await this.#files.take(path, { sha256, type });
		if (!taken.ok) return taken.kind;
		for (const recordId of missing)
			await store.putBlob({ sha256, recordId, type, bytes: taken.bytes, createdAt: clock() });
		return 'stored';
	}
}

interface Answered {
	result: CommandResult;
	/** The command as it came. */
	raw: unknown;
}
type Summary = Omit<RescueReport, 'device' | 'author' | 'madeAt' | 'blobs'>;

function summaryOf(answered: readonly Answered[]): Summary {
	const count = (outcomes: readonly CommandResult['outcome'][]) =>
		answered.filter(({ result }) => outcomes.includes(result.outcome)).length;
	const refused = answered.filter(({ result }) => isRefused(result));
	return {
		applied: count(['applied', 'merged']),
		duplicate: count(['duplicate']),
		held: count(['held', 'quarantined']),
		refused: refused.length,
		refusals: refused.slice(0, rescueRefusalsShownMax).map(({ result, raw }) => ({
			seq: result.seq,
			reason: result.refusal?.kind ?? result.outcome,
			...namesOf(raw),
		})),
		records: recordsOf(answered.map(({ raw }) => raw)),
	};
}

function isRefused({ outcome }: CommandResult): boolean {
	return outcome === 'rejected' || outcome === 'conflict' || outcome === 'later';
}

function namesOf(raw: unknown): Pick<RescueReport['refusals'][number], 'type' | 'kind' | 'record'> {
	const parsed = v.safeParse(CommandSchema, raw);
	if (!parsed.success) return { type: '' };
	const { type, kind, record } = parsed.output;
	return { type, kind, record };
}

function recordsOf(commands: readonly unknown[]): RescueReport['records'] {
	const named = commands.flatMap((raw) => {
		const parsed = v.safeParse(CommandSchema, raw);
		return parsed.success ? [{ kind: parsed.output.kind, id: parsed.output.record }] : [];
	});
	return [...new Map(named.map((key) => [`${key.kind}/${key.id}`, key])).values()];
}
