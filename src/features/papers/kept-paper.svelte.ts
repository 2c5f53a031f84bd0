import { templateOf, type PaperTemplate } from '#domain/organisation/paper-template.ts';
import { organisationId, type Organisation } from '#domain/organisation/records.ts';
import { workbookType, type BlobRef, type BlobType } from '#domain/protocol/blob.ts';
import type { AccountScope } from '#store/account-context.ts';
import { blobRefOf, sha256Of } from '#store/blob-store.ts';
import type { NewBlob } from '#store/keep-blob.ts';
import { getLocale } from '#i18n/generated/runtime.js';
import { refusalText } from '#i18n/terms.ts';
import type { Online } from '#sync/online.ts';
import type { PrintedPaper } from './form-paper.ts';
import { lookOf, type PaperLook } from './paper-look.ts';
import { renderPaper } from './papers.ts';
import type { PaperPictures } from './pdf/write-pdf.ts';

export type PaperPhase = 'working' | 'ready' | 'absent' | 'failed';

/** A paper as its record names it. */
export interface PaperEntry {
	number: string;
	blob: BlobRef;
	template?: number | undefined;
}

interface PaperRecord {
	kind: 'workOrder' | 'repair' | 'auditCampaign' | 'inspection';
	id: string;
}

/** A paper in words, and the pictures it prints besides the logo. */
export interface Worded<Paper> {
	paper: Paper;
	pictures?: PaperPictures;
}
type Content<Paper> = (look: PaperLook) => Promise<Worded<Paper>>;
type Phase<More extends string> = PaperPhase | More;

/**
 * A paper of a record. Who has to makes the PDF once, on his device, with the template of that day;
 * everybody else, and he himself later, gets those very bytes.
 */
export abstract class KeptPaper<Paper extends PrintedPaper, More extends string = never> {
	protected readonly account: AccountScope;
	protected readonly online: Online;
	protected readonly record: PaperRecord;
	#phase = $state<Phase<More>>('working');
	#bytes = $state.raw<Uint8Array>();
	#paper = $state.raw<Paper>();
	#pictures = $state.raw<PaperPictures>({});
	#number = $state('');
	#error = $state<string>();

	constructor(account: AccountScope, online: Online, record: PaperRecord) {
		this.account = account;
		this.online = online;
		this.record = record;
	}

	get phase(): Phase<More> {
		return this.#phase;
	}
	get bytes(): Uint8Array | undefined {
		return this.#bytes;
	}
	/** For the preview; the PDF is what counts. */
	get paper(): Paper | undefined {
		return this.#paper;
	}
	get pictures(): PaperPictures {
		return this.#pictures;
	}
	get number(): string {
		return this.#number;
	}
	get error(): string | undefined {
		return this.#error;
	}

	/** Shows the paper that is kept, or makes it. */
	abstract open(): Promise<void>;

	/** Tells what comes of the work; a fault is one of the things that may. */
	protected async guarded(work: () => Promise<Phase<More>>): Promise<void> {
		this.#phase = 'working';
		this.#error = undefined;
		try {
			this.#phase = await work();
		} catch (error) {
			this.#phase = 'failed';
			this.#error = error instanceof Error ? error.message : String(error);
		}
	}

	/** The bytes that are kept; the preview is worded anew, in the template they were made with. */
	protected async show(entry: PaperEntry, content: Content<Paper>): Promise<'ready' | 'absent'> {
		this.#number = entry.number;
		const { blobs } = this.account.store;
		const blob = await this.online.loadBlob(blobs, entry.blob.sha256, this.record.id);
		if (!blob.ok) return 'absent';
		const organisation = await this.#organisation();
		const { look, pictures } = await this.#look(
			organisation,
			templateOf(organisation, entry.template ?? 0),
		);
		const worded = await content(look);
		this.#paper = { ...worded.paper, number: entry.number };
		this.#pictures = { ...pictures, ...worded.pictures };
		this.#bytes = new Uint8Array(blob.value.data);
		return 'ready';
	}

	/**
	 * Makes it and keeps it with its record, and the same as a workbook where there is one. Throws in
	 * words where it was not kept.
	 */
	protected async make(
		content: Content<Paper>,
		args: Record<string, unknown>,
		workbook?: Uint8Array<ArrayBuffer>,
	): Promise<'ready'> {
		const organisation = await this.#organisation();
		const template = templateOf(organisation);
		const { look, pictures: logo } = await this.#look(organisation, template);
		const { paper, pictures: others } = await content(look);
		const pictures = { ...logo, ...others };
		const bytes = await renderPaper(paper, pictures);
		await this.#keep(
			bytes,
			{
				...args,
				number: paper.number,
				...(template && { template: template.version }),
			},
			workbook,
		);
		this.#number = paper.number;
		this.#paper = paper;
		this.#pictures = pictures;
		this.#bytes = bytes;
		return 'ready';
	}

	async #keep(
		bytes: Uint8Array,
		args: Record<string, unknown>,
		workbook?: Uint8Array<ArrayBuffer>,
	): Promise<void> {
		const { kind, id } = this.record;
		const paper = await this.#file(new Uint8Array(bytes).buffer, 'application/pdf');
		const book = workbook && (await this.#file(workbook.buffer, workbookType));
		const named = { blob: paper.blob, ...(book && { workbook: book.blob }) };
		const kept = await this.account.store.execute(
			{ type: `${kind}.attachPaper@1`, kind, record: id, args: { ...args, ...named } },
			{ blobs: [paper.file, ...(book ? [book.file] : [])] },
		);
		if (!kept.ok) throw new Error(refusalText(kept.refusal.kind));
	}

	async #file(data: ArrayBuffer, type: BlobType): Promise<{ blob: BlobRef; file: NewBlob }> {
		const blob = await blobRefOf(data, type);
		const recordId = this.record.id;
		return { blob, file: { sha256: blob.sha256, type, data, recordId, role: 'paper' } };
	}

	/** As the next paper will look. */
	protected async look(): Promise<PaperLook> {
		const organisation = await this.#organisation();
		return (await this.#look(organisation, templateOf(organisation))).look;
	}

	#organisation(): Promise<Organisation | undefined> {
		return this.account.store.get('organisation', organisationId);
	}

	async #look(organisation: Organisation | undefined, template: PaperTemplate | undefined) {
		const { logo } = template ?? {};
		const stored = logo && (await this.account.store.blobs.get(logo.sha256));
		if (logo) await this.account.store.blobs.noteUse(logo.sha256);
		const locale = getLocale() === 'en' ? ('en' as const) : ('zh' as const);
		// What is larger than its record says is not what was chosen.
		const logoHere = stored !== undefined && stored.data.byteLength === logo?.bytes;
		const look = lookOf({ organisation, template, locale, logoHere });
		const pictures: PaperPictures = logo && stored ? { [logo.sha256]: stored.data } : {};
		return { look, pictures };
	}
}

/** SHA-256 of a text, hexadecimal. */
export function hashOf(text: string): Promise<string> {
	return sha256Of(new TextEncoder().encode(text).buffer);
}
