/**
 * Hands the papers that people asked to be e-mailed to the mail server.
 *
 * 1. Before the mail server is spoken to, the order says that this try has begun; afterwards, how it
 *    ended. Who finds a try that never ended begins one more, and after that none: a crash in between
 *    gives at most one duplicate, and never a loss in silence.
 * 2. Every try of an e-mail carries the same Message-ID, by which mail servers may see a duplicate.
 * 3. What is attached are the kept bytes, hashed once more: other bytes than the order names never go.
 * 4. One after the other; of one author at most `lettersPerHourMax` an hour on this server.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mailChannel } from '#domain/access/channels.ts';
import { organisationId } from '#domain/organisation/records.ts';
import { msOf } from '#domain/time/instant.ts';
import { mailsUnderWay, type Mail, type MailFault } from '#domain/work-order/mail.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import type { Administration } from '#server/administration.ts';
import type { Clock } from '#server/clock.ts';
import type { RecordKey, Store } from '#server/store/port.ts';
import type { HandOver, Letter } from './hand-over.ts';
import { letterOf } from './letter.ts';

export const lettersPerHourMax = 60;
const hourMs = 60 * 60_000;
const triesMax = 2;
/** Longer than any try takes: whoever began it is gone. */
const tryMsMax = 5 * 60_000;
/** By then its bytes would have come. */
const paperMsMax = 7 * 24 * hourMs;
const detailLengthMax = 300;

/** Where e-mail goes, and where papers lie. */
export interface Post {
	handOver: HandOver;
	bytes(sha256: string): Promise<Uint8Array>;
}

interface MailsParts {
	store: Store;
	clock: Clock;
	administration: Administration;
	fault: (error: unknown) => void;
	/** Absent where this server sends no e-mail. */
	post: Post | undefined;
}

export class Mails {
	readonly #parts: MailsParts;
	/** This process, in the tries it begins. */
	readonly #name = randomUUID();
	readonly #sentAtMs = new Map<string, number[]>();
	#running: Promise<void> = Promise.resolve();
	/** An import, which is no server, leaves e-mail alone. */
	#hasBegun = false;

	constructor(parts: MailsParts) {
		this.#parts = parts;
	}

	/** Tells the devices whether this server sends e-mail, and does what was left undone. */
	async begin(): Promise<void> {
		this.#hasBegun = true;
		const { administration, post } = this.#parts;
		const sends = post !== undefined;
		const organisation = await administration.get('organisation', organisationId);
		if (organisation && (organisation.sendsMail ?? false) !== sends)
			await administration.execute({
				...{ type: 'organisation.noteMail@1', kind: 'organisation' },
				...{ record: organisationId, args: { sends } },
			});
		this.recover();
	}

	/** To be told of every write. */
	heard({ kind, id }: RecordKey, touched: readonly string[]): void {
		if (this.#hasBegun && kind === 'workOrder' && touched.includes(mailChannel))
			this.#then(() => this.#look(id));
	}

	/** A paper's bytes came: an e-mail may have waited for them. */
	arrived(recordId: string): void {
		if (!this.#hasBegun) return;
		this.#then(async () => {
			const repair = await this.#parts.administration.get('repair', recordId);
			await this.#look(repair?.orderId ?? recordId);
		});
	}

	/** What waits, and what was under way when a server stopped. */
	recover(): void {
		this.#then(async () => {
			const query = { channel: mailChannel, limit: Number.MAX_SAFE_INTEGER };
			for (const { id } of await this.#parts.store.present(query)) this.#then(() => this.#look(id));
		});
	}

	/** When everything heard so far is done. */
	async settled(): Promise<void> {
		for (let seen: Promise<void> | undefined; seen !== this.#running;) await (seen = this.#running);
	}

	#then(work: () => Promise<void>): void {
		this.#running = this.#running.then(work).catch((error: unknown) => this.#parts.fault(error));
	}

	async #look(orderId: string): Promise<void> {
		const order = await this.#parts.administration.get('workOrder', orderId);
		for (const { id } of order ? mailsUnderWay(order) : []) await this.#follow(orderId, id);
	}

	async #follow(orderId: string, mailId: string): Promise<void> {
		const order = await this.#parts.administration.get('workOrder', orderId);
		const mail = order && mailsUnderWay(order).find(({ id }) => id === mailId);
		if (!order || !mail) return;
		const { post } = this.#parts;
		if (!post) return this.#fail(order, mail, 'off');
		if (mail.state === 'sending' && this.#isAtWork(mail)) return;
		if (mail.tries >= triesMax) return this.#fail(order, mail, 'uncertain');
		if (!(await this.#parts.store.blob(mail.sha256, mail.repairId ?? order.id)))
			return this.#isLate(mail) ? this.#fail(order, mail, 'paper-missing') : undefined;
		if (!this.#mayStillSend(mail.by)) return this.#fail(order, mail, 'too-many');
		await this.#send(order, mail, post);
	}

	/** Another server may be at it; in one that has the database to itself nobody else is. */
	#isAtWork({ sender, since }: Mail): boolean {
		if (sender === this.#name || !this.#parts.store.peers) return false;
		return msOf(this.#parts.clock()) - msOf(since) < tryMsMax;
	}

	#isLate({ since }: Mail): boolean {
		return msOf(this.#parts.clock()) - msOf(since) > paperMsMax;
	}

	#mayStillSend(userId: string): boolean {
		const nowMs = msOf(this.#parts.clock());
		const recent = (this.#sentAtMs.get(userId) ?? []).filter((at) => nowMs - at < hourMs);
		if (recent.length >= lettersPerHourMax) return false;
		this.#sentAtMs.set(userId, [...recent, nowMs]);
		return true;
	}

	async #send(order: WorkOrder, mail: Mail, post: Post): Promise<void> {
		const letter = await this.#letter(order, mail, post);
		if (!letter) return this.#fail(order, mail, 'paper-missing');
		const attempt = { mailId: mail.id, try: mail.tries + 1 };
		await this.#say(order, 'mailBegun', { ...attempt, sender: this.#name });
		if (!(await this.#isMine(order.id, attempt))) return;
		const handed = await post.handOver(letter);
		if (handed.ok) return this.#say(order, 'mailHanded', attempt);
		await this.#fail(order, mail, handed.fault, handed.detail);
	}

	/** Two servers may have begun the same try; the record names the one that has it. */
	async #isMine(orderId: string, attempt: { mailId: string; try: number }): Promise<boolean> {
		const order = await this.#parts.administration.get('workOrder', orderId);
		const mail = order?.mails?.find(({ id }) => id === attempt.mailId);
		return mail?.sender === this.#name && mail.tries === attempt.try && mail.state === 'sending';
	}

	async #letter(order: WorkOrder, mail: Mail, post: Post): Promise<Letter | undefined> {
		const bytes = await post.bytes(mail.sha256);
		if (createHash('sha256').update(bytes).digest('hex') !== mail.sha256) return undefined;
		const organisation = await this.#parts.administration.get('organisation', organisationId);
		return letterOf({ order, mail, organisation, bytes });
	}

	#fail(order: WorkOrder, { id: mailId }: Mail, fault: MailFault, said = ''): Promise<void> {
		const detail = said.slice(0, detailLengthMax);
		return this.#say(order, 'mailFailed', { mailId, fault, ...(detail && { detail }) });
	}

	async #say({ id }: WorkOrder, name: string, args: Record<string, unknown>): Promise<void> {
		const type = `workOrder.${name}@1`;
		await this.#parts.administration.execute({ type, kind: 'workOrder', record: id, args });
	}
}
